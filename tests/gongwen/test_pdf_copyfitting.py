"""However many lines a report has, its pages are full, and signature and date have the body's company."""

from dataclasses import replace

import pytest

from reports.documents.rendering import site_faces
from reports.gongwen.pdf import PageStyle
from reports.gongwen.pdf.composition import compose
from reports.gongwen.pdf.pagination import shortfalls
from reports.gongwen.pdf.typesetting import Typesetter
from reports.prose.content import AttachmentContent, Numbering, SectionContent

from .pages import MM, TOP, read_pages, render
from .sample_report import short_report, write_report

PITCH = (225 * MM - 16) / 21
STYLE = PageStyle(byline_place="end")
DATE = "2026年1月5日"


def of_single_lines(lines):
    return short_report("\n".join(["述职。"] * lines), date=DATE)


def of_pairs(lines):
    return short_report("\n".join([*["述" * 30 + "。"] * (lines // 2), *["述职。"] * (lines % 2)]), date=DATE)


def of_one_paragraph(lines):
    return short_report("述" * (28 * lines - 4) + "。", date=DATE)


def of_a_last_section(lines):
    """A heading with one line below it ends the report: both go along with the signature."""
    return end_with(lines, "特此报告。")


def of_two_headings(lines):
    return end_with(lines, "（一）夯实基础\n特此报告。")


def end_with(lines, body):
    opening = SectionContent("opening", "", "", "\n".join(["述职。"] * lines))
    ending = SectionContent("duty", "一", "加强组织领导", body)
    return short_report(date=DATE, numbering=Numbering.HEADED, sections=(opening, ending))


def with_a_note(lines):
    return replace(of_single_lines(lines), attachments=(AttachmentContent("责任清单"),))


STRUCTURES = [of_single_lines, of_pairs, of_one_paragraph, of_a_last_section, of_two_headings, with_a_note]
HARDEST = {of_two_headings: 1, with_a_note: 1}  # lines that may be lacking where nothing can be set otherwise


def lacking_before_the_signature(content, style=STYLE):
    return sum(shortfalls(compose(content, style, Typesetter(content, site_faces())))[-1:])


@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("place", ["end", "both"])
def test_the_page_before_the_signature_is_full(structure, place):
    style = PageStyle(byline_place=place)
    lacking = {lines: lacking_before_the_signature(structure(lines), style) for lines in range(1, 51)}
    assert {lines: number for lines, number in lacking.items() if number > HARDEST.get(structure, 0)} == {}


@pytest.mark.parametrize("lines", range(1, 45, 2))
def test_prose_needs_no_blank_lines_to_fill_it(lines):
    opening = SectionContent("opening", "", "", "述" * (28 * lines - 4) + "。")
    content = write_report()
    content = replace(content, sections=(opening, *content.sections))
    blocks = compose(content, STYLE, Typesetter(content, site_faces()))
    assert (sum(shortfalls(blocks)[-1:]), [block.blanks for block in blocks if block.blanks]) == (0, [1])


@pytest.mark.one_in(5)
@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("lines", range(12, 20))
def test_the_finished_pages_are_as_foretold(structure, lines):
    pages = read_pages(render(structure(lines), style=STYLE))
    *full, _last = used_lines(pages)
    assert full == [22 - lacking_before_the_signature(structure(lines))] * len(full)
    *_, date, _number = texts = [line.text for line in pages[-1]]
    assert date == DATE
    assert any(text[-1] == "。" for text in texts)  # the body's company


def used_lines(pages):
    """The number of the last line used on each page, counted on the grid."""
    return [round((page[-2].baseline - TOP - 0.88 * 16) / PITCH) + 1 for page in pages]
