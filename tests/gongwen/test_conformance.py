import io
import json
import os
import pkgutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pikepdf
import pytest
from django.conf import settings
from django.utils import translation

from reports.gongwen.conformance import checks, extraction, judge
from reports.gongwen.conformance.extraction import read_pdf
from reports.gongwen.conformance.registry import check

from . import wrong_pdfs
from .all_edits import ALL_EDITS
from .edited_headings import HEADING_EDITS
from .edited_tables import TABLE_EDITS
from .wrong_pdfs import BOLD, FACES, FANG, HEI, KAI, LETTER, MM, SONG, Paragraph, Report, make_pdf

pytestmark = pytest.mark.skipif(
    not any((folder / f"{FACES[0]}.otf").exists() for folder in settings.FONT_DIRS),
    reason="the fonts are not installed",
)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def failed(result):
    return {check.id for check in result.checks if not check.passed}


def found(result, check_id):
    return str(next(check.found for check in result.checks if check.id == check_id))


def pushed_to_the_page_end(paragraph):
    """`paragraph` on line 22 of the first page, under four lines at its head and 17 of prose."""
    return (Paragraph(26 + 28 * 16), paragraph, Paragraph(26 + 28 * 25))


def test_right_report_passes_every_check():
    result = judge(make_pdf(Report()))

    assert failed(result) == set()
    assert result.passed
    assert result.pages == 2


NAMES = ("听取意见清单", "到村里走访听取群众意见把道路修好把水渠疏通让大家满意清单")
ALONE = {"note_numbers": ("",), "mark": "附件"}
NOTED = {"attachments": NAMES, "content": (Paragraph(300),)}

WRONG = {
    "another paper": ({"paper": LETTER}, "paper"),
    "left margin": ({"left": 23 * MM}, "left_margin"),
    "top margin": ({"top": 32 * MM}, "top_margin"),
    "low top margin": ({"top": 39.5 * MM}, "top_margin"),
    "a line beyond the edge": ({"overhang": 3, "content": (Paragraph(60), Paragraph(85))}, "type_area"),
    "21 lines": ({"lines": 21, "line_pitch": 30}, "lines_per_page"),
    "23 lines": ({"lines": 23, "line_pitch": 27.8}, "lines_per_page"),
    "27 characters": ({"characters": 27}, "characters_per_line"),
    "29 characters": ({"characters": 29, "body_size": 15.75}, "characters_per_line"),
    "ragged ends": ({"ragged": 0.5}, "flush_ends"),
    "ends 1 pt short": ({"ragged": 1 / 16}, "flush_ends"),
    "no indent to speak of": ({"indent": 1}, "indent"),
    "indent of 4": ({"indent": 4}, "indent"),
    "red text": ({"colour": "1 0 0 rg"}, "colour"),
    "grey text": ({"colour": "0.6 g"}, "colour"),
    "title in Hei": ({"title_font": HEI}, "title_face"),
    "title of 18 pt": ({"title_size": 18}, "title_size"),
    "title of 16 pt": ({"title_size": 16}, "title_size"),
    "title at the left": ({"title_left": 28 * MM}, "title_centred"),
    "byline in Fang": ({"date_under_title": "张三市水务局张三", "byline_font": FANG}, "byline"),
    "byline of 14 pt": ({"byline_size": 14}, "byline"),
    "byline of 18 pt": ({"byline_size": 18}, "byline"),
    "byline to the right": ({"byline_shift": 40}, "byline"),
    "date below the title without brackets": ({"date_under_title": "2024年12月5日"}, "byline"),
    "salutation set in": ({"salutation_indent": 2}, "salutation"),
    "salutation with a narrow colon": ({"salutation": "尊敬的领导同志:"}, "salutation"),
    "body in Song": ({"body_font": SONG}, "body_face"),
    "body of 15 pt": ({"body_size": 15}, "body_size"),
    "一、 in Fang": ({"heading_fonts": (FANG, KAI, FANG, FANG)}, "heading_1"),
    "（一） in Hei": ({"heading_fonts": (HEI, HEI, FANG, FANG)}, "heading_2"),
    "1. in Kai": ({"heading_fonts": (HEI, KAI, KAI, FANG)}, "heading_3"),
    "（1） in bold Song": ({"heading_fonts": (HEI, KAI, FANG, BOLD)}, "heading_4"),
    "skipped level": (
        {"content": (Paragraph(level=1, heading="一、走访"), Paragraph(80, level=4, heading="（1）修路。"))},
        "heading_order",
    ),
    "second level after the third": (
        {
            "content": (
                Paragraph(level=1, heading="一、走访"),
                Paragraph(80, level=3, heading="1.修路。"),
                Paragraph(80, level=2, heading="（一）通水。"),
            )
        },
        "heading_order",
    ),
    "no page number": ({"number": ""}, "page_number"),
    "page number with hyphens": ({"number": "-{}-"}, "page_number"),
    "page number without dashes": ({"number": "{}"}, "page_number"),
    "every page is 7": ({"number": "—7—"}, "page_number"),
    "page number in Hei": ({"number_font": HEI}, "page_number_face"),
    "page number of 12 pt": ({"number_size": 12}, "page_number_size"),
    "page number too low": ({"number_drop": 11 * MM}, "page_number_height"),
    "page number centred": ({"number_centred": True}, "page_number_place"),
    "date with zeros": ({"date": "2024年02月05日"}, "date_form"),
    "short year": ({"date_under_title": "（24年12月5日）"}, "date_form"),
    "date in Chinese figures": ({"date": "二〇二四年十二月五日"}, "date_form"),
    "no such day": ({"date": "2024年2月30日"}, "date_form"),
    "date with points": ({"date": "2024.12.5"}, "date_form"),
    "signature moved": ({"signature_shift": 20}, "signature"),
    "note without a blank line above": ({**NOTED, "note_gap": 0}, "attachment_note"),
    "note set in too far": ({"attachments": NAMES[:1], "note_indent": 4, **ALONE}, "attachment_note"),
    "note in Hei": ({**NOTED, "note_font": HEI}, "attachment_note"),
    "note without numbers": ({**NOTED, "note_numbers": ("", "")}, "attachment_note"),
    "second number elsewhere": ({**NOTED, "second_shift": 8}, "attachment_note"),
    "turned line elsewhere": ({**NOTED, "turned_shift": -10}, "attachment_note"),
    "full stop in the note": ({**NOTED, "attachments": ("听取意见清单。", *NAMES[1:])}, "attachment_note"),
    "mark in Fang": ({**NOTED, "mark_font": FANG}, "attachment_mark"),
    "mark set in": ({**NOTED, "mark_left": 32}, "attachment_mark"),
    "marks without numbers": ({**NOTED, "mark": "附件"}, "attachment_mark"),
    "attachment's title on the second line": ({**NOTED, "attachment_gap": 0}, "attachment_mark"),
    "attachment's title in Song": ({**NOTED, "attachment_title_font": SONG}, "attachment_mark"),
    "heading at the page's end": (
        {"content": pushed_to_the_page_end(Paragraph(level=1, heading="一、走访"))},
        "lone_heading",
    ),
    "a page's end inside a topic sentence": (
        {"content": pushed_to_the_page_end(Paragraph(80, level=1, heading="一、" + "走访" * 20 + "。"))},
        "lone_heading",
    ),
    "signature on a page of its own": (
        {"content": (Paragraph(26 + 28 * 17),), "signature_page": True},
        "lone_signature",
    ),
    "fonts not in the file": ({"embedded": False}, "fonts_embedded"),
    "no PDF/A claim": ({"pdfa": False}, "pdfa"),
    "not tagged": ({"tagged": False}, "tagged"),
    "no language": ({"language": ""}, "language"),
    "English": ({"language": "en-GB"}, "language"),
    "no title in the properties": ({"properties_title": ""}, "document_title"),
    "another title in the properties": ({"properties_title": "二〇二三年度述职报告"}, "document_title"),
    "half the title in the properties": ({"properties_title": "述职报告"}, "document_title"),
}


@pytest.mark.parametrize(("changes", "check_id"), WRONG.values(), ids=WRONG.keys())
def test_each_fault_fails_its_own_check_alone(changes, check_id):
    result = judge(make_pdf(replace(Report(), **changes)))

    assert failed(result) == {check_id}


CENTRED = Report(number_centred=True)


def test_centred_page_numbers_pass_when_asked_for():
    assert failed(judge(make_pdf(CENTRED), centred_page_numbers=True)) == set()


def test_outer_page_numbers_fail_when_centred_ones_are_asked_for():
    assert failed(judge(make_pdf(Report()), centred_page_numbers=True)) == {"page_number_place"}


RIGHT = {
    "size of 15.75 pt": {"body_size": 15.75, "heading_size": 15.75},
    "long signature": {"signature": "张三市水务局水务领导", "date": "2024年5月1日"},
    "no signature": {"date": ""},
    "no date under the title": {"date_under_title": ""},
    "name below the title": {"date_under_title": "张三市水务局张三"},
    "subtitle below the title": {"date_under_title": "——张三市水务局", "byline_font": FANG},
    "label of a table below the title": {
        "date_under_title": "年度：二〇二四",
        "byline_font": FANG,
        "byline_shift": 150,
    },
    "heading in the middle": {"date_under_title": "一、听取群众意见", "byline_font": HEI},
    "paragraph of 24 characters in place of an address": {
        "date_under_title": "",
        "salutation": f"{wrong_pdfs.PROSE[:23]}。",
        "salutation_indent": 2,
    },
    "watermark": {"watermark": "草稿"},
    "no headings": {"content": (Paragraph(900),)},
    "topic sentence in place of an address": {"salutation": "一年述职报告如下：", "salutation_indent": 2},
    "one line": {"content": (Paragraph(10),), "date_under_title": "", "date": ""},
    "topic sentences before （一）": {
        "content": (Paragraph(60, level=1, heading="一、走访"), Paragraph(80, level=2, heading="（一）修路。"))
    },
    "一、 and 1., two levels alone": {
        "content": (
            Paragraph(level=1, heading="一、走访"),
            Paragraph(80, level=3, heading="1.修路。"),
            Paragraph(80, level=3, heading="2.通水。"),
        )
    },
    "attachments": NOTED,
    "one attachment": {"attachments": NAMES[:1], **ALONE},
    "attachments and no signature": {**NOTED, "date": ""},
    "spaced line pitch": {"line_pitch": 29.5},
}


@pytest.mark.parametrize("changes", RIGHT.values(), ids=RIGHT.keys())
def test_what_the_standard_leaves_open_passes(changes):
    assert failed(judge(make_pdf(replace(Report(), **changes)))) == set()


def test_heading_moved_to_keep_its_text_leaves_a_page_of_21_lines():
    filled = Paragraph(26 + 28 * 16)
    report = replace(Report(), content=(filled, Paragraph(level=1, heading="一、走访"), Paragraph(300)), break_before=1)

    result = judge(make_pdf(report))

    assert failed(result) == set()
    assert found(result, "lines_per_page") == "page 1: 21 and 1 kept for the next page (line pitch 28.95 pt)"


def test_lines_moved_with_the_signature_leave_a_short_page():
    report = replace(Report(), content=(Paragraph(26 + 28 * 15), Paragraph(28)), company=2)

    result = judge(make_pdf(report))

    assert failed(result) == set()
    assert result.pages == 2


def test_more_lines_moved_with_the_signature_than_it_needs():
    report = replace(Report(), content=(Paragraph(26 + 28 * 15), Paragraph(28)), company=4)

    assert failed(judge(make_pdf(report))) == {"lines_per_page"}


def test_rows_of_a_table_are_not_judged_by_the_grid():
    report = replace(Report(), content=(Paragraph(300),), table=8)

    assert failed(judge(make_pdf(report))) == set()


def test_hyphen_at_a_line_end_is_read_as_it_is_written():
    written = "-".join(["水渠"] * 9)
    lines = read_pdf(make_pdf(Report(title=written + "-"))).pages[0].lines

    assert lines[0].text == written + "-"


def test_every_check_has_a_name_of_its_own_and_a_wrong_pdf():
    checked = [check.id for check in judge(make_pdf(Report())).checks]
    registered = {check.id for check in checks.CHECKS}

    assert checked == list(dict.fromkeys(checked))
    assert set(checked) == registered
    edited = {check_id for check_id, _edit in ALL_EDITS.values()} | {"encryption"}  # test_proof.py
    edited |= {check_id for check_id, _edit in TABLE_EDITS.values()}  # test_proof_of_tables.py
    edited |= {check_id for check_id, _edit in HEADING_EDITS.values()}  # test_heading_tags.py
    assert {check_id for _changes, check_id in WRONG.values()} | edited == registered - {"readable"}
    assert len({str(check.label) for check in checks.CHECKS}) == len(registered)


def test_an_id_is_given_once():
    with pytest.raises(ValueError, match="two checks with the id paper"):
        check("paper", "Paper again", clause="5.1")(lambda layout: None)


def test_a_label_is_translated_for_each_reader():
    with pytest.raises(TypeError, match="label of new_check is translated too early"):
        check("new_check", "A new one", clause="5.1")(lambda layout: None)


def test_every_module_of_checks_has_its_place_on_the_sheet():
    modules = {module.name for module in pkgutil.iter_modules(checks.__path__, f"{checks.__name__}.")}

    assert {check.function.__module__ for check in checks.CHECKS} == modules


def test_substitutes_are_named():
    assert judge(make_pdf(Report())).substitutes == (
        ("仿宋", "FandolFang-Regular"),
        ("宋体", "FandolSong-Regular"),
        ("小标宋", "FandolSong-Bold"),
        ("楷体", "FandolKai-Regular"),
        ("黑体", "FandolHei-Regular"),
    )


def test_found_values_are_measured():
    result = judge(make_pdf(Report(left=23 * MM, top=32 * MM)))

    assert found(result, "left_margin") == "23.1 mm"
    assert found(result, "top_margin") == "page 1: 31.9 mm, page 2: 32.2 mm"
    assert found(result, "byline") == "lines: 1, FandolKai-Regular, 16 pt"


def test_two_checks_at_once_agree():
    data = make_pdf(Report())

    with ThreadPoolExecutor(2) as threads:
        sheets = list(threads.map(judge, [data] * 6))

    assert {sheet.passed for sheet in sheets} == {True}


JUDGE = """
import json, sys
from reports.gongwen import judge
print(json.dumps(judge(sys.stdin.buffer.read()).to_json()))
"""


def test_a_file_is_judged_by_python_alone():
    """No settings, so the words are English."""
    data = make_pdf(Report(paper=LETTER, left=23 * MM))
    without_site = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-c", JUDGE]

    said = subprocess.check_output(command, input=data, cwd=settings.BASE_DIR, env=without_site)  # noqa: S603

    assert json.loads(said) == judge(data).to_json()


def test_json_holds_plain_strings():
    sheet = judge(make_pdf(Report(paper=LETTER))).to_json()

    assert json.loads(json.dumps(sheet)) == sheet
    assert (sheet["pass"], sheet["pages"]) == (False, 2)
    assert sheet["checks"][1] == {
        "id": "paper",
        "label": "Paper",
        "clause": "5.1",
        "required": "A4, 210 × 297 mm",
        "found": "215.9 × 279.4 mm",
        "pass": False,
        "reading": "A landscape page for a wide table is A4 too; what stands on it is not judged.",
        "note": "",
    }


def no_pages():
    written = io.BytesIO()
    pikepdf.new().save(written)
    return written.getvalue()


def only_a_picture():
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=wrong_pdfs.A4)
    picture = pdf.make_stream(bytes(4), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=2, Height=2,
                              ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8)  # fmt: skip
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=picture))
    page.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /Scan Do Q")
    written = io.BytesIO()
    pdf.save(written)
    return written.getvalue()


UNREADABLE = {
    "nothing": (b"", "not a PDF, or a damaged one"),
    "prose": ("述职报告".encode(), "not a PDF, or a damaged one"),
    "half a file": (b"%PDF-1.7\n1 0 obj\n<<", "not a PDF, or a damaged one"),
    "no pages": (no_pages(), "no pages"),
}


@pytest.mark.parametrize(("data", "reason"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_unreadable_file_fails_one_check_with_the_reason(data, reason):
    result = judge(data)

    assert [(check.id, str(check.found), check.passed) for check in result.checks] == [("readable", reason, False)]
    assert not result.passed


@pytest.mark.parametrize("owner_password", ["", "other"])
def test_locked_file(owner_password):
    data = make_pdf(Report(password="geheim", owner_password=owner_password))

    assert found(judge(data), "readable") == "locked with a password"


def test_file_locked_against_changes_alone_is_read_and_refused():
    assert failed(judge(make_pdf(Report(owner_password="other")))) == {"encryption"}


@pytest.mark.parametrize("limit", ["MAXIMUM_BYTES", "MAXIMUM_GLYPHS"])
def test_file_beyond_a_limit(monkeypatch, limit):
    monkeypatch.setattr(extraction, limit, 800)

    result = judge(make_pdf(Report()))

    assert found(result, "readable") == "too large to be judged: more than 64 MB or too many characters"


def test_more_pages_than_the_limit(monkeypatch):
    monkeypatch.setattr(extraction, "MAXIMUM_PAGES", 1)

    result = judge(make_pdf(Report()))

    assert found(result, "readable") == "too long to be judged: more than 500 pages"


def test_text_too_small_to_see_is_judged_and_not_divided_by():
    report = Report(body_size=0.001, heading_size=0.001, title_size=0.001, number_size=0.001)

    assert not judge(make_pdf(report)).passed


def test_text_beside_the_paper_is_not_seen():
    assert found(judge(make_pdf(Report(left=2000, number="", content=()))), "readable").startswith("0 ")


def test_scan_without_text_is_not_judged_by_text():
    result = judge(only_a_picture())

    assert [check.id for check in result.checks] == [
        "readable", "foreign_ink", "fonts_embedded", "pdfa", "file_structure", "format_rules", "tagged", "language",
        "document_title", "page_view", "annotations", "actions", "attached_files", "encryption", "output_intent",
        "page_labels", "graphics",
    ]  # fmt: skip
    assert found(result, "readable") == "0 characters of text"
    assert not result.passed
