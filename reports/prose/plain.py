"""A report as plain text, the way it is read aloud: values in their blanks, numerals before headings."""

from collections.abc import Iterator

from .attachment_note import number_note, print_mark
from .content import ReportContent, SectionContent
from .numbering import print_numeral


def print_plain(content: ReportContent) -> str:
    """One paragraph a line, ending in a line end. Reading it in again gives the same sections."""
    lines = [content.title, "".join((content.unit, content.post, " ", content.name)).strip(), content.salutation]
    for section in content.sections:
        lines += _section_lines(content, section)
    lines += [prefix + title for prefix, title in number_note(content.attachments)]
    lines += [content.date]
    for number, attachment in enumerate(content.attachments, start=1):
        if attachment.body.strip():
            lines += [print_mark(number, len(content.attachments)), attachment.title, *attachment.body.split("\n")]
    return "\n".join(line for line in lines if line) + "\n"


def _section_lines(content: ReportContent, section: SectionContent) -> Iterator[str]:
    heading, body = content.filled(section.heading), content.filled(section.body)
    if not heading:
        yield from body.split("\n")
    elif section.numeral.startswith("第"):
        yield from f"{print_numeral(section.numeral)}{heading}。{body}".split("\n")
    else:
        yield print_numeral(section.numeral) + heading
        yield from body.split("\n")
