"""Tables and text boxes inside one another: every word is read once, in order, in a time that grows as the file."""

import re
import time

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from reports.documents.importing import UnreadableFile, read_file

from .test_importing import repacked, saved

PARAGRAPH = "<w:p><w:r><w:t>@</w:t></w:r>%s</w:p>"  # each @ becomes a word of its own


def table(*rows):
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def row(*cells):
    return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


def box(held):
    """As Word writes it: the choice, and the same again for programs that cannot show it."""
    again = f"<w:pict><w:txbxContent>{held.replace('@', 'again')}</w:txbxContent></w:pict>"
    choice = f"<mc:Choice Requires='wps'><w:txbxContent>{held}</w:txbxContent></mc:Choice>"
    return (
        PARAGRAPH % f"<w:r><mc:AlternateContent>{choice}<mc:Fallback>{again}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def control(held):
    return f"<w:sdt><w:sdtContent>{held}</w:sdtContent></w:sdt>"


def inserted(held):
    return f"<w:ins w:id='1'>{held}</w:ins>"


def file_of(blocks):
    """A .docx, and how many words are in it."""
    words = blocks.count("@")
    numbers = iter(range(words))
    document = docx.Document()
    held = re.sub("@", lambda _: f"词{next(numbers)}。", blocks)
    spaces = f'{nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    for element in reversed(parse_xml(f"<w:body {spaces}>{held}</w:body>")):
        document.element.body.insert(0, element)
    return saved(document), words


def words_of(data):
    return [int(number) for number in re.findall(r"词(\d+)。", read_file("report.docx", data))]


def nested(blocks):
    cells = st.lists(blocks, min_size=1, max_size=3)
    rows = st.lists(cells.map(lambda held: row(*held)), min_size=1, max_size=2)
    wrapped_rows = rows.map(lambda held: control("".join(held)))
    tables = st.one_of(rows, wrapped_rows.map(lambda held: [held])).map(lambda held: table(*held))
    return st.one_of(
        tables, blocks.map(box), blocks.map(control), blocks.map(inserted), st.lists(blocks, max_size=3).map("".join)
    )


@given(st.recursive(st.just(PARAGRAPH % ""), nested, max_leaves=25))
def test_every_word_is_read_once_and_in_order(blocks):
    data, words = file_of(PARAGRAPH % "" + blocks)
    assert words_of(data) == list(range(words))


def deep(depth, wrap):
    blocks = PARAGRAPH % ""
    for _ in range(depth):
        blocks = wrap(blocks)
    return blocks


SHAPES = {
    "tables": (60, lambda held: table(row(PARAGRAPH % "" + held))),
    "tables of two cells": (60, lambda held: table(row(PARAGRAPH % "", held))),
    "text boxes": (30, lambda held: PARAGRAPH % f"<w:r><w:pict><w:txbxContent>{held}</w:txbxContent></w:pict></w:r>"),
    "boxes in tables": (
        20,
        lambda held: table(row(PARAGRAPH % f"<w:r><w:pict><w:txbxContent>{held}</w:txbxContent></w:pict></w:r>")),
    ),
    "controls": (90, control),
}


@pytest.mark.parametrize(("depth", "wrap"), SHAPES.values(), ids=SHAPES)
def test_deep_ones_take_no_longer_than_others(depth, wrap):
    """Read again at each level, 20 in one another took seconds and 30 an hour."""
    data, words = file_of(deep(depth, wrap))
    started = time.process_time()
    assert words_of(data) == list(range(words))
    assert time.process_time() - started < 2


@pytest.mark.parametrize("wrap", [wrap for _depth, wrap in SHAPES.values()], ids=SHAPES)
def test_too_deep_ones_are_refused(wrap):
    held = deep(300, wrap).replace("@", "词")
    body = f"<?xml version='1.0'?><w:document {nsdecls('w')}><w:body>{held}</w:body></w:document>"
    with pytest.raises(UnreadableFile) as refused:
        read_file("report.docx", repacked(saved(docx.Document()), word__document_xml=body))
    assert refused.value.code == "deep"


def test_what_is_looked_up_for_each_paragraph_does_not_take_long():
    """Lists and styles stuffed with what nobody reads; looked through again for each paragraph it took hours."""
    stuffing = "<w:rubbish/>" * 50_000
    shape = f"<w:numFmt w:val='decimal'/>{stuffing}<w:lvlText w:val='%1.'/>"
    levels = f"<w:lvl w:ilvl='0'>{shape}</w:lvl>" + "".join(f"<w:lvl w:ilvl='{n}'/>" for n in range(1, 20_000))
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(f"<w:abstractNum {nsdecls('w')} w:abstractNumId='90'>{levels}</w:abstractNum>"))
    numbering.append(parse_xml(f"<w:num {nsdecls('w')} w:numId='90'><w:abstractNumId w:val='90'/></w:num>"))
    properties = document.styles["Normal"].element.get_or_add_pPr()
    for element in reversed(parse_xml(f"<w:x {nsdecls('w')}>{stuffing}<w:numPr><w:numId w:val='90'/></w:numPr></w:x>")):
        properties.insert(0, element)
    line = "<w:p><w:pPr><w:pStyle w:val='Normal'/></w:pPr><w:r><w:t>项</w:t></w:r></w:p>"
    for element in reversed(parse_xml(f"<w:x {nsdecls('w')}>{line * 5_000}</w:x>")):
        document.element.body.insert(0, element)
    data = saved(document)
    started = time.process_time()
    text = read_file("report.docx", data)
    assert time.process_time() - started < 5
    assert text.split("\n")[-1] == "5000.项"
