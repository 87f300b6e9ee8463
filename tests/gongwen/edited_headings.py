"""A right report with headings of all levels that run into their paragraphs, and its tags made wrong."""

from functools import cache, partial

from pikepdf import Array, Dictionary, Name

from reports.prose.content import Numbering, SectionContent

from .edited_pdfs import edit_pdf
from .pages import render
from .sample_report import short_report

_BODY = (
    "（一）坚持走访群众听取意见，坚持把道路修好把水渠疏通，做到件件有着落事事有回音。全年走访四百户。\n"
    f"1.修好道路。{'全部完工。' * 9}\n（1）疏通水渠。{'全部完工。' * 9}"
)


@cache
def headed_report() -> bytes:
    sections = (
        SectionContent("duty", "第一", "坚持走访群众", "全年走访。"),
        SectionContent("duty", "第二", "坚持办好实事", _BODY),
    )
    return render(short_report(sections=sections, numbering=Numbering.RUN_IN))


def paragraphs(pdf):
    """Those that begin with a heading: the tags of the heading and of the rest."""
    return [tag.K for tag in pdf.Root.StructTreeRoot.K[0].K if Name.Div == tag.S]


def _call(pdf, *, paragraph, part, kind):
    paragraphs(pdf)[paragraph][part].S = Name(f"/{kind}")


def _call_whole(pdf, *, paragraph, kind):
    heading, rest = paragraphs(pdf)[paragraph]
    heading.S = rest.S = Name.Span
    heading.P.S = Name(f"/{kind}")


def _shorten(pdf, *, paragraph):
    """The heading's second line is a tag of its own."""
    heading = paragraphs(pdf)[paragraph][0]
    *first, last = heading.K
    heading.K = Array(first)
    heading.P.K.insert(1, pdf.make_indirect(Dictionary(S=Name.P, K=Array([last]), P=heading.P)))


def _lengthen(pdf, *, paragraph):
    heading, rest = paragraphs(pdf)[paragraph]
    first, *others = rest.K
    heading.K.append(first)
    rest.K = Array(others)


def _title(pdf):
    pdf.Root.StructTreeRoot.K[0].K[0].S = Name.P


HEADING_EDITS = {
    "a topic sentence that is no heading": ("heading_tags", partial(_call, paragraph=0, part=0, kind="P")),
    "a heading in 楷体 that is none": ("heading_tags", partial(_call, paragraph=1, part=0, kind="Span")),
    "a heading of the third level that is none": ("heading_tags", partial(_call, paragraph=2, part=0, kind="P")),
    "a heading of the fourth level that is none": ("heading_tags", partial(_call, paragraph=3, part=0, kind="P")),
    "a whole paragraph called a heading": ("heading_tags", partial(_call_whole, paragraph=1, kind="H3")),
    "a paragraph of the third level called a heading": ("heading_tags", partial(_call_whole, paragraph=2, kind="H3")),
    "what follows a topic sentence called a heading": ("heading_tags", partial(_call, paragraph=0, part=1, kind="H2")),
    "half of a heading": ("heading_tags", partial(_shorten, paragraph=1)),
    "a heading and a line of the text after it": ("heading_tags", partial(_lengthen, paragraph=1)),
    "a title that is no heading": ("heading_tags", _title),
    "a level left out": ("format_rules", partial(_call, paragraph=1, part=0, kind="H6")),
}


def edited(edit) -> bytes:
    return edit_pdf(headed_report(), edit)
