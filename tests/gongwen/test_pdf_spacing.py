from io import BytesIO

import pdfplumber
import pikepdf
import pytest

from reports.documents.rendering import render_pdf, site_faces
from reports.gongwen.fonts import FontRole
from reports.gongwen.pdf import Unprintable, Variant
from reports.gongwen.pdf.engine import write_pdf

from .sample_report import short_report

TEXT = "述职AB报告"
SPACINGS = (100, -50, 0, 250, -500, 7)
SIZE = 16


def set_pieces(*pieces, spacings):
    body = site_faces()[FontRole.BODY]
    style = (
        f"@font-face {{ font-family: {body.name}; src: url({body.address}) }} p {{ white-space: pre }} "
        f"body {{ font: {SIZE}pt {body.name} }}"
    )
    html = "<html lang=zh><body>" + "".join(f"<p>{piece}</p>" for piece in pieces)
    return write_pdf(html, style=style, faces=[body], fonts=site_faces().identity(), spacings=spacings)


def gaps(data):
    """By line, the thousandths of an em between the end of a glyph and the start of the next."""
    body = site_faces()[FontRole.BODY]
    with pdfplumber.open(BytesIO(data)) as opened:
        lines = opened.pages[0].extract_text_lines(x_tolerance=100)
    return [
        [
            (second["x0"] - first["x0"]) * 1000 / SIZE - body.extent(first["text"]).advance
            for first, second in zip(line["chars"], line["chars"][1:], strict=False)
        ]
        for line in lines
    ]


def test_each_glyph_stands_to_a_thousandth_where_its_spacing_puts_it():
    (measured,) = gaps(set_pieces(TEXT, spacings={TEXT: SPACINGS}))
    assert measured == pytest.approx(SPACINGS[:-1], abs=1)


def test_what_follows_in_the_same_line_stands_after_the_spacing_too():
    (measured,) = gaps(set_pieces(f"{TEXT}<b style='font-weight:normal'>述</b>", spacings={TEXT: SPACINGS, "述": (0,)}))
    assert measured == pytest.approx(SPACINGS, abs=1)


def test_the_same_text_in_an_element_that_has_its_own_spacing_keeps_that():
    spaced = f"<span style='letter-spacing: .2em'>{TEXT}</span>"
    planned, own = gaps(set_pieces(TEXT, spaced, spacings={TEXT: SPACINGS}))
    assert planned == pytest.approx(SPACINGS[:-1], abs=1)
    assert own == pytest.approx([200] * 5, abs=3)


@pytest.mark.parametrize("drawn", ["述职AB报", "述职AB报告。", "<span style='letter-spacing: 0'>述职AB报告</span>"])
def test_a_page_on_which_a_planned_piece_was_not_drawn_is_not_given_out(drawn):
    with pytest.raises(Unprintable) as refused:
        set_pieces(drawn, spacings={TEXT: SPACINGS})
    assert refused.value.params["found"] == TEXT


def test_a_line_is_one_piece_whatever_its_marks_give_up():
    """Marks that give up their blank, numbers and words between Han: once three pieces and more."""
    body = "修订《规则》、《办法》，走访1286户，对照GB/T 9704检查，落实“三重一大”（试行）。" * 9
    data = render_pdf(short_report(body), variant=Variant.FINAL)
    with pdfplumber.open(BytesIO(data)) as shown, pikepdf.open(BytesIO(data)) as opened:
        for page, drawn in zip(opened.pages, shown.pages, strict=True):
            begun = [str(operator) for _operands, operator in pikepdf.parse_content_stream(page)].count("BT")
            assert begun == len(drawn.extract_text_lines())
