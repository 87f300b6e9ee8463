import io
import struct
import zipfile
import zlib

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reports.documents.importing import MAX_BYTES, MAX_CHARACTERS, UnreadableFile, limits, read_file

TEXT = "述职报告\n一、工作情况。完成了全年任务，群众是满意的。\n"


def code_of(name, data):
    with pytest.raises(UnreadableFile) as caught:
        read_file(name, data)
    assert "%" not in str(caught.value)
    return caught.value.code


def docx_of(*paragraphs):
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def saved(document):
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def repacked(data, **changes):
    """The .docx with entries replaced or added; __ in a name stands for / and _xml for .xml"""
    stream = io.BytesIO()
    new = {name.replace("__", "/").replace("_xml", ".xml"): content for name, content in changes.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in old.namelist():
            if name not in new:
                archive.writestr(name, old.read(name))
        for name, content in new.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"], ids=str
)
def test_text_encodings(encoding):
    assert read_file("report.txt", TEXT.encode(encoding)) == TEXT


def test_utf16_be_with_mark():
    assert read_file("report.TXT", b"\xfe\xff" + TEXT.encode("utf-16-be")) == TEXT


def test_rare_characters_of_gb18030():
    assert read_file("report.txt", "䶮㑇同志的述职报告，大家好。".encode("gb18030")) == "䶮㑇同志的述职报告，大家好。"


def test_word_paragraphs_tables_and_line_breaks_in_order():
    document = docx.Document()
    document.add_heading("述职报告", 0)
    document.add_paragraph("第一行\n第二行")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "指标", "完成"
    document.add_paragraph("末段")
    assert read_file("report.docx", saved(document)) == "述职报告\n第一行\n第二行\n指标\t完成\n末段"


def test_insertions_are_read_and_deletions_are_not():
    document = docx.Document()
    paragraph = document.add_paragraph("完成")
    paragraph._p.append(parse_xml(f"<w:ins {nsdecls('w')} w:id='1'><w:r><w:t>十</w:t></w:r></w:ins>"))
    paragraph._p.append(parse_xml(f"<w:del {nsdecls('w')} w:id='2'><w:r><w:delText>九</w:delText></w:r></w:del>"))
    paragraph.add_run("项")
    assert read_file("report.docx", saved(document)) == "完成十项"


def number_paragraphs(document, levels):
    """A list with 一、 （一） 1. for levels 0, 1, 2; one paragraph for each of `levels`."""
    shapes = [("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")]
    rows = "".join(
        f"<w:lvl w:ilvl='{depth}'><w:start w:val='1'/><w:numFmt w:val='{style}'/><w:lvlText w:val='{text}'/></w:lvl>"
        for depth, (style, text) in enumerate(shapes)
    )
    numbering = document.part.numbering_part.element
    abstract = f"<w:abstractNum {nsdecls('w')} w:abstractNumId='90'>{rows}</w:abstractNum>"
    numbering.insert(0, parse_xml(abstract))
    numbering.append(parse_xml(f"<w:num {nsdecls('w')} w:numId='90'><w:abstractNumId w:val='90'/></w:num>"))
    for depth, words in levels:
        properties = document.add_paragraph(words)._p.get_or_add_pPr()
        properties.append(
            parse_xml(f"<w:numPr {nsdecls('w')}><w:ilvl w:val='{depth}'/><w:numId w:val='90'/></w:numPr>")
        )


def test_automatic_numbers_are_written_out():
    document = docx.Document()
    number_paragraphs(document, [(0, "工作"), (1, "学习"), (1, "业务"), (2, "项目"), (0, "不足"), (1, "作风")])
    expected = "一、工作\n（一）学习\n（二）业务\n1.项目\n二、不足\n（一）作风"
    assert read_file("report.docx", saved(document)) == expected


def test_number_of_a_style():
    document = docx.Document()
    number_paragraphs(document, [])
    style = document.styles["Heading 1"].element.get_or_add_pPr()
    style.append(parse_xml(f"<w:numPr {nsdecls('w')}><w:numId w:val='90'/></w:numPr>"))
    document.add_heading("工作", 1)
    document.add_heading("打算", 1)
    assert read_file("report.docx", saved(document)) == "一、工作\n二、打算"


def test_headings_that_nobody_numbered_get_the_numbers_that_word_would_print():
    document = docx.Document()
    for words, level in [("述职报告", 1), ("抓学习，强信念", 2), ("党课", 3), ("调研", 3), ("抓发展，惠民生", 2)]:
        document.add_heading(words, level)
        document.add_paragraph(f"{words}的情况。")
    lines = read_file("report.docx", saved(document)).split("\n")
    assert lines[::2] == ["述职报告", "一、抓学习，强信念", "（一）党课", "（二）调研", "二、抓发展，惠民生"]
    assert lines[1::2] == [
        "述职报告的情况。",
        "抓学习，强信念的情况。",
        "党课的情况。",
        "调研的情况。",
        "抓发展，惠民生的情况。",
    ]


@pytest.mark.parametrize("numbered", ["一、抓学习", "1.抓学习"])
def test_headings_of_which_one_is_numbered_stay_as_they_are(numbered):
    document = docx.Document()
    for words in (numbered, "抓发展"):
        document.add_heading(words, 1)
    assert read_file("report.docx", saved(document)) == f"{numbered}\n抓发展"


def test_headings_above_numbered_paragraphs_stay_as_they_are():
    document = docx.Document()
    for words in ("主要工作", "存在问题"):
        document.add_heading(words, 1)
        document.add_paragraph("一、做了。")
    assert read_file("report.docx", saved(document)) == "主要工作\n一、做了。\n存在问题\n一、做了。"


def test_text_boxes_are_read_once():
    document = docx.Document()
    run = document.add_paragraph("正文").add_run()
    run._r.append(
        parse_xml(f"<w:pict {nsdecls('w')}><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict>")
    )
    assert read_file("report.docx", saved(document)) == "正文\n框"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n ", "empty"),
        ("a.txt", "\ufeff\u3000".encode(), "no_text"),
        ("a.txt", b"x" * (MAX_BYTES + 1), "too_large"),
        ("a.txt", "字".encode() * (MAX_CHARACTERS + 1), "too_long"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "extension"),
        ("a", TEXT.encode(), "extension"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + zlib.compress(b"picture"), "binary"),
        ("a.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "binary"),
        ("a.txt", bytes(range(256)) * 20, "binary"),
        ("a.txt", struct.pack("<200I", *range(200)), "binary"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_word"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_word"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("a.docx", TEXT.encode(), "not_docx"),
        ("a.docx", b"PK\x03\x04 not a zip at all", "broken"),
        ("a.docx", docx_of("报告")[:-300], "broken"),
        ("a.txt", docx_of("报告"), "binary"),
        ("a.docx", docx_of(), "no_text"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_refused_with_a_reason(name, data, code):
    assert code_of(name, data) == code


def test_zip_without_a_document():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert code_of("a.docx", stream.getvalue()) == "not_docx"


@pytest.mark.parametrize("part", ["word__document_xml", "word__footnotes_xml", "customXml__item1_xml"])
def test_external_entity_in_any_part(part):
    attack = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
    assert code_of("a.docx", repacked(docx_of("报告"), **{part: attack})) == "entities"


def test_document_type_in_utf16():
    attack = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'.encode("utf-16")
    assert code_of("a.docx", repacked(docx_of("报告"), word__document_xml=attack)) == "entities"


def test_damaged_xml():
    assert code_of("a.docx", repacked(docx_of("报告"), word__document_xml=b"<w:document>")) == "broken"


def test_document_without_a_body():
    empty = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    assert code_of("a.docx", repacked(docx_of("报告"), word__document_xml=empty)) == "broken"


def test_zip_bomb_is_stopped_by_its_ratio():
    bomb = repacked(docx_of("报告"), word__media__a_xml=b"<a>" + b" " * 4_000_000 + b"</a>")
    assert code_of("a.docx", bomb) == "bomb"


def test_zip_bomb_that_lies_about_its_size():
    data = bytearray(repacked(docx_of("报告"), bomb=b"\0" * (limits.RATIO_FROM * 4)))
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = struct.pack("<I", 10)
    assert code_of("a.docx", bytes(data)) in {"bomb", "broken"}


def test_too_many_entries():
    many = {f"a{number}": b"" for number in range(limits.MAX_ENTRIES)}
    assert code_of("a.docx", repacked(docx_of("报告"), **many)) == "bomb"


def test_limit_of_all_entries_together(monkeypatch):
    monkeypatch.setattr(limits, "MAX_UNPACKED", 1000)
    assert code_of("a.docx", docx_of("报告")) == "bomb"
