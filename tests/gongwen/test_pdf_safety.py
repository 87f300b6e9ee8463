"""Hostile text stays text; nothing but the site's fonts is ever opened; the same report gives the same bytes."""

import gc
import hashlib
import subprocess
import sys
from dataclasses import fields
from io import BytesIO

import pikepdf
import pytest

from reports.documents.rendering import render_pdf, site_faces
from reports.documents.restoring import read_attached_content
from reports.gongwen.fonts import FontRole
from reports.gongwen.pdf import PageStyle, Unprintable, Variant
from reports.gongwen.pdf.engine import Attached, RefusedAddressError, write_pdf
from reports.prose.content import AttachmentContent, FigureContent, Numbering, ReportContent, SectionContent

from .pages import body_text, render
from .sample_report import short_report, write_report

HOSTILE = [
    '<img src="file:///etc/passwd">',
    "</style><style>@import url(http://127.0.0.1:9/x.css);</style>",
    "url(file:///etc/passwd) url(http://127.0.0.1:9/)",
    '"><link rel=attachment href="file:///etc/passwd">',
    "{{ content.name }}{% include 'x' %}",
    "]]>--><!--</p></body></html>",
    "&lt;b&gt;&amp;&#x41;",
    "'\";}*{content:attr(x)}\\",
]


def hostile_report(text: str) -> ReportContent:
    """Every field of every kind holds the text."""
    words = {
        field.name: text
        for field in fields(ReportContent)
        if field.name not in {"sections", "figures", "attachments", "numbering", "rounding"}
    }
    body = f"{text}\n（一）{text}\n1.{text}。{text}【{text[:20]}】"
    return ReportContent(
        **words,
        numbering=Numbering.HEADED,
        sections=(SectionContent("duty", text, text, body), SectionContent("opening", "", "", text)),
        figures=(FigureContent(text[:20], "text", text, text, text, text),),
        attachments=(AttachmentContent(text, body), AttachmentContent(text, text)),
    )


@pytest.mark.one_in(3)
@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("variant", [Variant.DRAFT, Variant.ANNEX])
def test_hostile_text_is_printed_as_it_is(text, variant):
    style = PageStyle(byline_place="both", mark_reader=True)
    result = render(hostile_report(text), variant=variant, style=style, reader=text)
    assert text.replace(" ", "") in body_text(result).replace(" ", "")
    assert read_attached_content(result) == hostile_report(text)


def test_control_characters_and_zero_widths_are_not_printed():
    content = write_report(
        title="述职\u200b报\x00告\ufeff", sections=(SectionContent("duty", "", "", "一\x0b\x1f年\u202e来。"),)
    )
    assert body_text(render(content)).endswith("一年来。")


@pytest.mark.parametrize("separator", ["\u2028", "\u2029"])
def test_a_separator_of_lines_inside_a_paragraph_is_printed_as_a_space(separator):
    """Pasted text has it. Pango would go on in a line of its own."""
    assert body_text(render(short_report(f"一年{separator}来。"))) == body_text(render(short_report("一年 来。")))


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:9/", "data:text/css,", "report:other.svg"])
def test_no_address_but_the_fonts_is_opened(address):
    html = f'<html lang="zh"><style>@page {{ background: url("{address}") }}</style><p>x</p>'
    with pytest.raises(RefusedAddressError):
        write_pdf(html, Attached("report.json", b"{}"))
    assert gc.isenabled()  # it is off while a document is made


def test_garbage_is_collected_afterwards_as_it_was_before():
    gc.disable()
    try:
        render(short_report())
        assert not gc.isenabled()
    finally:
        gc.enable()
    render(short_report())
    assert gc.isenabled()


@pytest.mark.processes
def test_the_same_report_gives_the_same_bytes_in_another_process():
    code = (
        "import django; django.setup()\n"
        "import hashlib\n"
        "from reports.documents.rendering import render_pdf\n"
        "from tests.gongwen.sample_report import write_report\n"
        "print(hashlib.sha256(render_pdf(write_report())).hexdigest())\n"
    )
    command = [sys.executable, "-W", "ignore", "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:  # noqa: S603 - our own code
        render(write_report(Numbering.HEADED))  # what was rendered before leaves no trace
        here = hashlib.sha256(render_pdf(write_report())).hexdigest()
        assert (other.communicate()[0].strip(), other.returncode) == (here, 0)


def embedded(data: bytes) -> set[str]:
    with pikepdf.open(BytesIO(data)) as pdf:
        names = [
            str(found.BaseFont)
            for found in pdf.objects
            if isinstance(found, pikepdf.Dictionary) and "/BaseFont" in found
        ]
    return {name.partition("+")[2] for name in names}


def test_nothing_else_is_embedded_than_the_fonts_used():
    render(write_report())  # which uses every face
    assert embedded(render_pdf(short_report("述"), variant=Variant.FINAL)) == {
        "FandolFang-Regular",
        "FandolKai-Regular",
        "FandolSong-Bold",
        "FandolSong-Regular",
    }
    assert "BabelStoneHan" in embedded(render_pdf(write_report(), variant=Variant.FINAL))


def set_in(family, text, *, style=""):
    """Raises Unprintable. The body's face alone is planned."""
    body = site_faces()[FontRole.BODY]
    face = f"@font-face {{ font-family: {body.name}; src: url({body.address}) }}"
    html = f"<html lang=zh><body style='font-family: {family}; {style}'>{text}"
    return write_pdf(html, style=face, faces=[body], fonts=site_faces().identity())


def test_a_page_in_the_planned_font_is_given_out():
    assert set_in(site_faces()[FontRole.BODY].name, "述职报告").startswith(b"%PDF")


@pytest.mark.parametrize(("family", "text"), [("Lost", "述职报告"), ("serif", "述职报告")])
def test_a_page_in_a_font_that_was_not_planned_is_not_given_out(family, text):
    with pytest.raises(Unprintable) as refused:
        set_in(family, text)
    assert refused.value.code == "misprinted"
    assert refused.value.params["found"] not in {"", site_faces()[FontRole.BODY].name}


def test_a_character_that_no_font_has_is_named_and_the_page_not_given_out():
    with pytest.raises(Unprintable) as refused:
        set_in(site_faces()[FontRole.BODY].name, "述\U000f0000")
    assert "U+F0000" in refused.value.params["found"]


def test_a_complaint_of_the_program_is_told_and_the_page_not_given_out():
    with pytest.raises(Unprintable) as refused:
        set_in(site_faces()[FontRole.BODY].name, "述职", style="frobnicate: 1")
    assert "frobnicate" in refused.value.params["found"]
