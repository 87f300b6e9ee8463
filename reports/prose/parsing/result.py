"""What reading a text gives: the parts recognised, and everything the person must know about how."""

from dataclasses import asdict, dataclass
from typing import Any

from ..content import AttachmentContent, Numbering
from ..counting import count_characters

_MESSAGES = {
    "empty": "没有可读的文字",
    "no_title": "没有认出标题",
    "undivided": "没有认出分段序号，全文作为一个部分",
    "numbering_gap": "序号不连续：{before} 之后是 {after}",
    "second_series": "出现第二组序号（{numeral}），作为新的部分",
    "left_over": "有 {characters} 字没有归入任何部分",
}


@dataclass(frozen=True, slots=True)
class ParsedSection:
    r"""`numeral` is bare (第一, 一); `heading` has no numeral and no final mark; \n stands between paragraphs."""

    kind: str
    numeral: str
    heading: str
    body: str

    @property
    def characters(self) -> int:
        """Length as offices count it, heading included."""
        return count_characters(f"{self.heading}\n{self.body}")


@dataclass(frozen=True, slots=True)
class ParsedBlank:
    """`section` is the index of the section it stands in, None in title, opening, signature and date.

    `previous` is the number of an old report that stood in its place.
    """

    label: str
    kind: str
    unit: str
    section: int | None
    context: str
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Removed:
    """Junk taken out; `offset` is its place in the text as given."""

    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class ParsingWarning:
    """`code` and `params` are for a translated page, `message` is for the command line."""

    code: str
    params: tuple[tuple[str, str], ...] = ()

    @property
    def message(self) -> str:
        return _MESSAGES[self.code].format(**dict(self.params))


def _without_empty(record: dict[str, Any], name: str) -> dict[str, Any]:
    return record if record[name] else {key: value for key, value in record.items() if key != name}


@dataclass(frozen=True, slots=True)
class ParsedReport:
    r"""A text read as a duty report.

    `signature` holds the lines that name the author, under the title or at the end, with \n between them.
    `repaired` counts the marks of punctuation made full width, `joined` the lines that a page had broken.
    """

    title: str = ""
    salutation: str = ""
    opening: str = ""
    sections: tuple[ParsedSection, ...] = ()
    signature: str = ""
    date: str = ""
    blanks: tuple[ParsedBlank, ...] = ()
    removed: tuple[Removed, ...] = ()
    repaired: int = 0
    joined: int = 0
    left_over: str = ""
    attachments: tuple[AttachmentContent, ...] = ()
    numbering: Numbering = Numbering.NONE
    warnings: tuple[ParsingWarning, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Only dicts, lists, strings, numbers and None."""
        sections = [asdict(section) | {"characters": section.characters} for section in self.sections]
        return {
            "title": self.title,
            "salutation": self.salutation,
            "opening": self.opening,
            "sections": sections,
            "signature": self.signature,
            "date": self.date,
            "blanks": [_without_empty(asdict(blank), "previous") for blank in self.blanks],
            "removed": [asdict(removed) for removed in self.removed],
            "repaired": self.repaired,
            "left_over": self.left_over,
            "attachments": [asdict(attachment) for attachment in self.attachments],
            "numbering": str(self.numbering),
            "warnings": [warning.message for warning in self.warnings],
        }
