import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from reports.documents.files import FileKind, file_name, make_file
from reports.documents.importing import UnreadableFile, limits, read_file
from reports.documents.rendering import site_faces, write_word
from reports.documents.restoring import CannotRestore, restore_content
from reports.gongwen.pdf import PageStyle
from reports.gongwen.pdf.block import break_lines
from reports.gongwen.pdf.composition import compose
from reports.gongwen.pdf.page import INDENT
from reports.gongwen.pdf.typesetting import Typesetter
from reports.gongwen.structure import BlockKind
from reports.gongwen.word.fitting import Fitter
from reports.prose.content import AttachmentContent, FigureContent, Numbering, SectionContent
from reports.prose.parsing import read_report

from ..documents.test_importing import repacked
from ..examples import examples
from .building import contents, labels_of, parts_of, parts_read
from .hard_reports import hard_reports
from .sample_report import short_report, write_report

STYLE = PageStyle()
ITEM = "customXml/item1.xml"


def opened(content, **style):
    return docx.Document(io.BytesIO(write_word(content, style=PageStyle(**style))))


def part(data, name):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def xml(data, name):
    return etree.fromstring(part(data, name))


def attributes(element):
    return {etree.QName(name).localname: value for name, value in element.attrib.items()}


def styles_and_texts(document):
    return [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]


def edited(data, old, new, name="word/document.xml"):
    text = part(data, name).decode()
    assert old in text
    return repacked(data, **{name.replace("/", "__").replace(".xml", "_xml"): text.replace(old, new).encode()})


def section_of(document):
    return document.element.body.sectPr


def test_page_and_grid():
    properties = section_of(opened(short_report()))
    assert attributes(properties.find(qn("w:pgSz"))) == {"w": "11906", "h": "16838"}
    margins = attributes(properties.find(qn("w:pgMar")))
    assert [margins[side] for side in ("top", "right", "bottom", "left")] == ["2098", "1474", "1984", "1588"]
    grid = attributes(properties.find(qn("w:docGrid")))
    assert grid == {"type": "linesAndChars", "linePitch": "579", "charSpace": "-849"}


def test_the_grid_holds_28_characters_and_22_lines():
    properties = section_of(opened(short_report()))
    width = 11906 - 1474 - 1588
    assert width // (320 + int(properties.find(qn("w:docGrid")).get(qn("w:charSpace"))) * 20 / 4096) == 28
    assert (16838 - 2098 - 1984) // 579 == 22


@pytest.mark.parametrize(
    ("name", "font", "half_points"),
    [
        ("Normal", "仿宋_GB2312", 32),
        ("Title", "方正小标宋简体", 44),
        ("公文署名行", "楷体_GB2312", 32),
        ("公文正文", "仿宋_GB2312", 32),
        ("公文接排标题 1", "仿宋_GB2312", 32),
        ("Heading 1", "黑体", 32),
        ("Heading 2", "楷体_GB2312", 32),
        ("Heading 3", "仿宋_GB2312", 32),
        ("Heading 4", "仿宋_GB2312", 32),
        ("公文附件标题", "方正小标宋简体", 44),
        ("Footer", "宋体", 28),
    ],
)
def test_fonts_and_sizes(name, font, half_points):
    style = opened(short_report()).styles[name]
    fonts = attributes(style.element.rPr.find(qn("w:rFonts")))
    assert fonts == dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), font)
    assert style.font.size == half_points * 6350
    assert not style.font.bold


def test_titles_are_divided_as_their_author_did_and_then_by_sense():
    long = "某某县2026年高标准农田建设项目竣工验收资料汇编目录"
    content = short_report(title=f"述职报告\n{long}", attachments=(AttachmentContent(long, "述职。"),))
    titles = [
        paragraph.text
        for paragraph in opened(content).paragraphs
        if "目录" in paragraph.text and "附件" not in paragraph.text
    ]
    divided = "某某县2026年高标准农田建设项目\n竣工验收资料汇编目录"
    assert titles == [f"述职报告\n{divided}", divided]


def test_no_theme_chooses_a_font():
    data = write_word(write_report(), style=STYLE)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        assert not [name for name in names if b"Theme=" in archive.read(name)]
    assert not [name for name in names if "theme" in name or "thumbnail" in name]


def test_lines_and_punctuation_of_the_body():
    document = opened(short_report())
    normal = document.styles["Normal"].element.pPr
    assert attributes(normal.find(qn("w:spacing"))) == {"before": "0", "after": "0", "line": "579", "lineRule": "exact"}
    for mark in ("kinsoku", "overflowPunct"):
        assert attributes(normal.find(qn(f"w:{mark}"))) == {}
    for mark in ("autoSpaceDE", "autoSpaceDN", "snapToGrid"):
        assert attributes(normal.find(qn(f"w:{mark}"))) == {"val": "0"}
    body = document.styles["公文正文"].element.pPr.find(qn("w:ind"))
    assert attributes(body) == {"firstLineChars": "200", "firstLine": "632"}
    compression = document.settings.element.find(qn("w:characterSpacingControl"))
    assert attributes(compression) == {"val": "compressPunctuation"}


def test_headings_have_levels():
    body = "（一）夯实基础\n1.抓学习\n（1）订计划\n平日的工作。"
    section = SectionContent("duty", "一", "主要工作", body)
    document = opened(short_report(sections=(section,), numbering=Numbering.HEADED))
    assert styles_and_texts(document)[2:] == [
        ("Heading 1", "一、主要工作"),
        ("Heading 2", "（一）夯实基础"),
        ("Heading 3", "1.抓学习"),
        ("Heading 4", "（1）订计划"),
        ("公文正文", "平日的工作。"),
    ]
    headings = [document.styles[f"Heading {level}"].element.pPr for level in (1, 2, 3, 4)]
    levels = [heading.find(qn("w:outlineLvl")).get(qn("w:val")) for heading in headings]
    assert levels == ["0", "1", "2", "3"]


def test_a_topic_sentence_runs_into_its_paragraph():
    section = SectionContent("duty", "第一", "坚持学习", "读了书。")
    paragraph = opened(short_report(sections=(section,))).paragraphs[-1]
    assert paragraph.style.name == "公文接排标题 1"
    assert [(run.style.name, run.text) for run in paragraph.runs] == [
        ("Heading 1 Char", "第一，坚持学习。"),
        ("Default Paragraph Font", "读了书。"),
    ]


def test_checkers_that_ignore_styles_find_alignment_and_indent():
    title, body = opened(write_report()).paragraphs[0], opened(write_report()).paragraphs[-1]
    assert (title.alignment.name, body.alignment.name) == ("CENTER", "JUSTIFY")
    assert attributes(body.paragraph_format.element.pPr.ind) == {"firstLineChars": "200", "firstLine": "632"}
    assert body.paragraph_format.line_spacing is None


def ends(document):
    found = [paragraph for paragraph in document.paragraphs if paragraph.style.name in {"Signature", "Date"}]
    indents = [attributes(paragraph.paragraph_format.element.pPr.find(qn("w:ind"))) for paragraph in found]
    return [
        (paragraph.text, {name: value for name, value in indent.items() if name.endswith("Chars")})
        for paragraph, indent in zip(found, indents, strict=True)
    ]


def test_date_begins_two_characters_after_the_signature():
    content = short_report(date="2026年1月5日", unit="清河区水利局")
    assert ends(opened(content, byline_place="end")) == [
        ("清河区水利局局长\u3000张三", {"rightChars": "200"}),
        ("2026年1月5日", {"leftChars": "1700", "rightChars": "-200"}),
    ]


def test_a_date_longer_than_the_signature_keeps_the_edge():
    content = short_report(date="2026年11月22日", unit="", post="")
    assert ends(opened(content, byline_place="end")) == [
        ("张三", {"leftChars": "1700", "rightChars": "-200"}),
        ("2026年11月22日", {"rightChars": "200"}),
    ]


def test_a_signature_of_more_than_a_line_is_divided_by_sense_and_ends_two_characters_from_the_edge():
    content = short_report(
        date="2026年1月5日",
        unit="",
        post="清河区住房和城乡建设局党组书记、局长、一级调研员、综合执法大队政委",
        name="张三",
    )
    assert ends(opened(content, byline_place="end")) == [
        ("清河区住房和城乡建设局党组书记、", {"leftChars": "900", "rightChars": "-200"}),
        ("局长、一级调研员、综合执法大队政委", {"rightChars": "200"}),
        ("张三", {"leftChars": "900", "rightChars": "-200"}),
        ("2026年1月5日", {"leftChars": "1100", "rightChars": "-200"}),
    ]


@pytest.mark.parametrize(
    ("body", "kept"),
    [("一年来平稳有序。\n特此报告。", [True, True, None]), ("一年来平稳有序。\n" + "长" * 40, [None, True, None])],
)
def test_two_lines_of_text_go_with_the_signature(body, kept):
    document = opened(short_report(body), byline_place="end")
    assert [paragraph.paragraph_format.keep_with_next for paragraph in document.paragraphs[1:]] == kept


def footers(document):
    section = document.sections[0]
    return [section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]]


def test_page_numbers_are_fields_at_the_outer_edges():
    document = opened(short_report())
    assert document.settings.odd_and_even_pages_header_footer
    odd, even = footers(document)
    for paragraph in (odd, even):
        field = [element.text for element in paragraph.paragraph_format.element.iter(qn("w:instrText"))]
        assert (paragraph.text, field, paragraph.style.name) == ("— 1 —", [" PAGE "], "Footer")
    assert attributes(odd.paragraph_format.element.pPr.find(qn("w:ind")))["rightChars"] == "100"
    assert attributes(even.paragraph_format.element.pPr.find(qn("w:ind")))["leftChars"] == "100"
    assert [paragraph.alignment.name for paragraph in (odd, even)] == ["RIGHT", "LEFT"]


def test_page_numbers_in_the_middle():
    document = opened(short_report(), page_numbers_centred=True)
    assert not document.settings.odd_and_even_pages_header_footer
    assert document.sections[0].footer.paragraphs[0].alignment.name == "CENTER"


def test_properties():
    properties = opened(write_report()).core_properties
    assert (properties.author, properties.language) == ("张镕生", "zh-CN")
    assert properties.title == write_report().title
    assert f"{properties.created:%Y-%m-%d}" == "2026-01-05"


@pytest.mark.parametrize("place", ["title", "end", "both"])
def test_the_same_report_gives_the_same_file(place):
    style = PageStyle(byline_place=place)
    assert write_word(write_report(), style=style) == write_word(write_report(), style=style)


@examples(30)
@given(contents(), st.sampled_from(["title", "end", "both"]))
def test_the_text_reads_back(content, place):
    data = write_word(content, style=PageStyle(byline_place=place))
    reading = read_report(read_file("report.docx", data))
    assert parts_read(reading) == parts_of(content)
    assert [blank.label for blank in reading.blanks] == labels_of(content)


@examples(30)
@given(contents(tuple(Numbering)), st.sampled_from(["title", "end", "both"]))
def test_the_report_is_restored_exactly(content, place):
    assert restore_content("report.docx", write_word(content, style=PageStyle(byline_place=place))) == content


HOSTILE = "<w:p>&amp;]]>\x0b\ufeff\u202e\ufffe{{7*7}}<script>alert(1)</script>\t“\n”\U0001f600"


@examples(30)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")) | st.just(HOSTILE))
def test_hostile_text_in_every_field(text):
    section = SectionContent("duty", text[:5], text, text)
    content = short_report(
        title=text, unit=text, post=text, name=text, date=text, salutation=text, sections=(section,), numbering="headed"
    )
    assert restore_content("report.docx", write_word(content, style=PageStyle(byline_place="both"))) == content


def test_markup_stays_text():
    document = opened(short_report(body="<w:br/>&lt;b&gt;"))
    assert document.paragraphs[-1].text == "<w:br/>&lt;b&gt;"


def test_visible_text_that_was_changed_wins():
    data = edited(write_word(short_report(), style=STYLE), "平稳有序", "稳步向前")
    assert restore_content("report.docx", data) is None
    assert "一年来，各项工作稳步向前。" in read_file("report.docx", data).split("\n")


def test_formatting_that_was_changed_does_not_matter():
    data = edited(write_word(short_report(), style=STYLE), 'w:line="579"', 'w:line="600"', "word/styles.xml")
    assert restore_content("report.docx", data) == short_report()


def test_words_of_latin_letters_stay_apart_where_a_title_is_broken():
    title = "Annual report on the work of the county bureau of water resources 2025"
    data = write_word(short_report(title=title), style=PageStyle())
    assert read_file("x.docx", data).splitlines()[0] == title


def test_a_title_of_two_lines_is_one_whatever_the_program_that_saved_it_calls_its_style():
    title = "某局2025年度承担的重点改革任务、民生实事项目和督查反馈问题整改落实情况一览表"
    content = short_report(attachments=(AttachmentContent(title, "已全部办结。"),))
    data = write_word(content, style=STYLE)
    for name in ("word/document.xml", "word/styles.xml"):
        data = edited(data, "ReportAttachmentTitle", "Style14", name)
    assert restore_content("report.docx", data) == content
    assert read_report(read_file("report.docx", data)).attachments == content.attachments


def without_source(data):
    return edited(data, "urn:duty-report:source", "urn:another", ITEM)


@pytest.mark.parametrize(
    "source",
    [
        "not JSON",
        "[1, 2]",
        '{"title": "x"}',
        "[" * 50_000,
        json.dumps(short_report().to_dict() | {"title": 5}),
        json.dumps(short_report().to_dict() | {"numbering": "sideways"}),
    ],
)
def test_a_damaged_source_is_not_used(source):
    data = write_word(short_report(), style=STYLE)
    root = xml(data, ITEM)
    root.text = source
    assert restore_content("report.docx", repacked(data, customXml__item1_xml=etree.tostring(root))) is None


@pytest.mark.parametrize("document", ["<a/>", '<w:document xmlns:w="urn:w"/>', ""])
def test_a_document_that_is_none_is_said_to_be_broken(document):
    data = repacked(write_word(short_report(), style=STYLE), word__document_xml=document)
    with pytest.raises(UnreadableFile) as refused:
        restore_content("report.docx", data)
    assert refused.value.code == "broken"


def test_documents_of_others_are_read_not_restored():
    assert restore_content("report.docx", without_source(write_word(short_report(), style=STYLE))) is None
    assert restore_content("report.txt", b"text") is None


@pytest.mark.parametrize(("name", "data", "error"), [("a.docx", b"PK", UnreadableFile), ("a.pdf", b"", CannotRestore)])
def test_files_that_cannot_be_opened(name, data, error):
    with pytest.raises(error):
        restore_content(name, data)


def test_a_source_that_unpacks_to_too_much_is_not_opened():
    data = write_word(short_report(), style=STYLE)
    bomb = b"<report>" + b" " * (limits.RATIO_FROM * 8) + b"</report>"
    with pytest.raises(UnreadableFile) as refused:
        restore_content("report.docx", repacked(data, customXml__item1_xml=bomb))
    assert refused.value.code == "bomb"


def test_a_kind_of_file():
    content = replace(write_report(), title="述职报告")
    style = PageStyle(byline_place="end")  # has what is asked of a cycle
    made = make_file(content, FileKind.DOCX, cycle=style, reader="王审阅", at=datetime(2026, 1, 5, tzinfo=UTC))
    assert (file_name(content, FileKind.DOCX), made) == ("述职报告（张镕生）.docx", write_word(content, style=style))


def spacings_of(text):
    paragraph = next(p for p in opened(short_report(text)).paragraphs if p.text == text)
    return {run.element.rPr.find(qn("w:spacing")) for run in paragraph.runs if run.element.rPr is not None}


def test_a_paragraph_stands_closer_only_where_word_would_take_a_line_more():
    """The last character of 26 and 28 hangs alone below them, unless the marks give up their blank as in the PDF."""
    assert spacings_of("述" * 40 + "。") == {None}
    assert spacings_of("述" * 20 + "，" + "述" * 32 + "。") != {None}
    (closer,) = spacings_of("述" * 20 + "，" + "述" * 32 + "。")
    assert -20 <= int(closer.get(qn("w:val"))) < -6


@pytest.mark.parametrize("figure", ["12", "AB", "1A"])
def test_room_is_made_for_the_gaps_that_libreoffice_leaves_around_figures(figure):
    """25 characters fit into a first line; with six gaps of a fifth of a character they do not."""
    assert spacings_of("述" * 24 + "。") == {None}
    (closer,) = spacings_of(figure.join(["述" * 7, "述" * 7, "述" * 5, "述" * 2]) + "。")
    assert -32 <= int(closer.get(qn("w:val"))) < -6


def test_where_no_spacing_holds_the_gaps_the_text_is_as_close_as_word_needs_it():
    (closer,) = spacings_of("述1" * 17 + "。")
    assert int(closer.get(qn("w:val"))) == -10


def test_a_name_of_an_attachment_stands_closer_too_where_it_would_take_a_line_more():
    """As wide as two lines below 附件：1., where a comma has no room at the end of the first."""
    name = "持续改进工作作风，切实解决群众急难愁盼问题，不断增强人民群众的获得感、幸福感、安全感"
    document = opened(short_report(attachments=(AttachmentContent(name, ""), AttachmentContent("清单", ""))))
    (named,) = (paragraph for paragraph in document.paragraphs if name in paragraph.text)
    spacings = {run.element.rPr.find(qn("w:spacing")).get(qn("w:val")) for run in named.runs}
    assert len(spacings) == 1
    assert -32 <= int(spacings.pop()) < -6


def test_a_paragraph_that_the_pdf_sets_longer_to_fill_a_page_is_as_long_in_word():
    assert any(_set_otherwise(content) for content in hard_reports(40))


def _set_otherwise(content):
    """Paragraphs that the PDF sets longer or shorter than they are by themselves. Word's have the same lines."""
    faces = site_faces()
    typesetter = Typesetter(content, faces)
    blocks = [block for block in compose(content, STYLE, typesetter) if block.kind is BlockKind.BODY]
    alone = [len(break_lines(typesetter, list(block.runs), INDENT)) for block in blocks]
    counts = list(Fitter(content, STYLE, faces)._counts[BlockKind.BODY])
    assert counts == [len(block.lines) for block in blocks]
    return counts != alone


TABLE = "序号\t项目\t投资\t备注\n1\t清河水渠改造工程\t1,280.5\t\n2\t东山水库\t860\t跨年度实施"


def test_a_table_is_a_table_with_its_head_repeated_and_its_rows_whole():
    (table,) = opened(short_report(f"办结。\n{TABLE}\n办结。")).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    marks = [[child.tag.rpartition("}")[2] for child in row._tr.trPr] for row in table.rows]
    assert rows == [line.split("\t") for line in TABLE.split("\n")]
    assert marks == [["cantSplit", "trHeight", "tblHeader"], ["cantSplit", "trHeight"], ["cantSplit", "trHeight"]]


def test_figures_of_a_table_stand_in_the_size_of_a_table_with_values_in_its_blanks():
    figures = (FigureContent("投资", "number", "", "1280"),)
    (table,) = opened(short_report("项目\t投资\n水渠\t【投资】\n道路\t30", figures=figures)).tables
    cell = table.cell(1, 1).paragraphs[0]
    assert (cell.text, cell.style.name, cell.runs[0].font.size.pt) == ("1280", "公文表格", 12)


@pytest.mark.parametrize("body", [f"办结。\n{TABLE}\n办结。", f"{TABLE}\n办结。", f"办结。\n{TABLE}", '甲\t<&>\n"\t乙'])
def test_a_table_that_is_read_back_has_the_same_rows(body):
    assert body in read_file("报告.docx", write_word(short_report(body), style=STYLE))


def test_a_table_in_an_attachment_is_a_table():
    (table,) = opened(short_report("办结。", attachments=(AttachmentContent("清单", TABLE),))).tables
    assert [cell.text for cell in table.rows[1].cells] == ["1", "清河水渠改造工程", "1,280.5", ""]
