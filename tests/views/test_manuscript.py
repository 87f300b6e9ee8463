"""From a pasted text or a file to a report."""

import io
import json
import re
from dataclasses import replace

import docx
import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import escape

from reports.actions.word_list import list_words
from reports.documents.rendering import render_pdf, write_word
from reports.gongwen.pdf import PageStyle
from reports.models import Report, Unit
from reports.models.progress import progress_of
from reports.prose.content import AttachmentContent, FigureContent, ReportContent, SectionContent
from reports.prose.numbering import chinese_number
from reports.prose.proofreading import ListedKind, ListedWord

from ..factories import MOMENT, enrol

TEXT = "供水述职报告\n一、坚持学习。全年学习*次。\n二、抓好供水。铺设管网*公里。\n三、存在的问题。调研还不够。"


@pytest.fixture
def places(cycle, author):
    return {
        name: reverse(name, args=[enrol(cycle, author).pk])
        for name in ["start", "start_from_outline", "start_from_text", "start_from_file"]
    }


@pytest.fixture
def client(author, visit):
    return visit(author)


def parts(report):
    return [(s.kind, s.heading, s.body) for s in report.sections.order_by("position") if s.heading or s.body]


def test_the_outline_is_shown_and_taken(places, client):
    html = client.get(places["start"]).content.decode()
    assert [html.count(title) for title in ("导语", "政治建设", "业务工作", "存在问题", "下一步打算")] == [1] * 5
    answer = client.post(places["start_from_outline"])
    report = Report.objects.get()
    assert (answer.url, parts(report)) == (reverse("report", args=[report.pk]), [])


def test_pasted_then_confirmed(places, client):
    """Nothing is stored before it is confirmed; the page holds the text and what each part was taken for."""
    shown = client.post(places["start"], {"text": TEXT})
    parsed = shown.context["parsed"]
    assert (shown.status_code, Report.objects.count()) == (200, 0)
    assert [section.kind for section in parsed.sections] == ["duty", "duty", "problems"]
    assert shown.context["form"]["text"].value() == TEXT
    sent = {"text": TEXT, "kind-0": "duty", "kind-1": "duty", "kind-2": "problems"}
    answer = client.post(places["start_from_text"], sent)
    report = Report.objects.get()
    assert answer.url == reverse("report", args=[report.pk])
    assert report.title == "供水述职报告"
    assert [row[0] for row in parts(report)] == ["duty", "duty", "problems"]
    assert set(report.figures.values_list("label", flat=True)) == {blank.label for blank in parsed.blanks}
    assert len(parsed.blanks) == 2


def test_what_is_left_out_of_the_signature_is_not_to_be_filled(places, client):
    """The signature is not kept: the report has no such blank."""
    answer = client.post(places["start"], {"text": f"{TEXT}\n\n述职人：王××\n2026年12月1日"})
    form = answer.context["form"]
    assert form.parsed.signature.startswith("述职人：王【")
    assert [blank.label for blank in form.blanks] == ["学习次数", "铺设管网"]
    assert "2 blanks to fill" in " ".join(answer.content.decode().split())


def test_what_was_removed_is_listed_once_with_how_often(places, client):
    answer = client.post(places["start"], {"text": TEXT.replace("供水", "**供水**")})
    marks = sum(TEXT.replace("供水", "**供水**").count(mark) for mark in ["**"])
    assert answer.context["form"].removed == [("**", marks)]
    assert f"<del>**</del> <small> {marks} times </small>" in " ".join(answer.content.decode().split())


def test_a_corrected_kind(places, client):
    sent = {"text": TEXT, "kind-0": "duty", "kind-1": "next_steps", "kind-2": "problems"}
    client.post(places["start_from_text"], sent)
    assert [row[0] for row in parts(Report.objects.get())] == ["duty", "problems", "next_steps"]


def test_a_part_goes_into_the_section_chosen_and_two_in_one_are_joined(places, client):
    shown = client.post(places["start"], {"text": TEXT})
    assert shown.context["form"].stays_empty == ["导语", "下一步打算"]
    sent = {"text": TEXT, "kind-0": "2", "kind-1": "2", "kind-2": "4"}
    client.post(places["start_from_text"], sent)
    rows = list(Report.objects.get().sections.order_by("position").values_list("kind", "heading", "body"))
    assert [row for row in rows if row[1] or row[2]] == [
        ("duty", "坚持学习", "全年学习【学习次数】次。\n抓好供水\n铺设管网【铺设管网】公里。"),
        ("next_steps", "存在的问题", "调研还不够。"),
    ]
    assert [kind for kind, _heading, _body in rows] == ["opening", "duty", "duty", "problems", "next_steps"]


@pytest.mark.parametrize("kinds", [{}, {"kind-0": "duty"}, {"kind-0": "other", "kind-1": "duty", "kind-2": "duty"}])
def test_kinds_that_are_none_are_asked_again(places, client, kinds):
    answer = client.post(places["start_from_text"], {"text": TEXT} | kinds)
    assert (answer.status_code in {200, 422}, Report.objects.count()) == (True, 0)
    assert answer.context["form"]["text"].value() == TEXT


def other_pdf(password=""):
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out, encryption=pikepdf.Encryption(user=password, owner=password) if password else None)
    return out.getvalue()


def docx_of(text):
    document, stream = docx.Document(), io.BytesIO()
    for paragraph in text.splitlines():
        document.add_paragraph(paragraph)
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("述职.txt", TEXT.encode("gb18030")),
        ("述职.TXT", TEXT.encode("utf-8-sig")),
        ("述职.txt", TEXT.encode("utf-16")),
        ("述职.docx", docx_of(TEXT)),
    ],
    ids=["gb18030", "utf-8", "utf-16", "docx"],
)
def test_uploaded(places, client, name, data):
    shown = client.post(places["start"], {"text": "", "file": SimpleUploadedFile(name, data)})
    assert shown.status_code == 200
    parsed = shown.context["parsed"]
    assert parsed.title == "供水述职报告"
    assert [(section.kind, section.numeral) for section in parsed.sections] == [
        ("duty", "一"),
        ("duty", "二"),
        ("problems", "三"),
    ]
    assert shown.context["form"]["text"].value().strip() == TEXT


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("空.txt", b"", "The submitted file is empty."),
        ("图.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 50, "This file is not text. Choose a .docx or .txt file."),
        ("大.txt", b"a" * (5 * 1024 * 1024 + 1), "The file is larger than 5 MB."),
        ("假.docx", "不是压缩包".encode(), "This is not a Word document (.docx), although its name says so."),
        ("旧.doc", b"\xd0\xcf\x11\xe0", "old Word version (.doc)"),
        ("表.xlsx", b"PK", "Files of the type “.xlsx” cannot be read."),
        ("假.pdf", b"%PDF-1.7 and then nothing", "This PDF is damaged or protected by a password"),
        ("别人的.pdf", other_pdf(), "Open it, copy its text and paste it instead."),
        ("上锁的.pdf", other_pdf("secret"), "This PDF is damaged or protected by a password"),
        ("大.pdf", b"%PDF" * (2 * 1024 * 1024), "The file is larger than 5 MB."),
    ],
)
def test_a_file_that_cannot_be_read(places, client, name, data, message):
    answer = client.post(places["start"], {"file": SimpleUploadedFile(name, data)})
    assert (answer.status_code, Report.objects.count()) == (422, 0)
    problems = [error for errors in answer.context["form"].errors.values() for error in errors]
    assert len(problems) == 1
    assert message in problems[0]


OWN = ReportContent(
    "水务述职报告", "县水务局", "局长", "别人", salutation="各位领导：",
    sections=(SectionContent("duty", "第一", "抓学习", "学习【次数】次。"),),
    figures=(FigureContent("次数", "number", "次", "12", "台账"),),
    attachments=(AttachmentContent("水渠清单", "东渠。"),),
)  # fmt: skip


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_a_file_of_this_site_is_restored_exactly(places, client, kind):
    data = write_word(OWN, style=PageStyle()) if kind == "docx" else render_pdf(OWN)
    shown = client.post(places["start"], {"file": SimpleUploadedFile(f"述职.{kind}", data)})
    assert (shown.status_code, shown.context["content"], Report.objects.count()) == (200, OWN, 0)
    answer = client.post(places["start_from_file"], {"source": shown.context["form"]["source"].value()})
    report = Report.objects.get()
    assert answer.url == reverse("report", args=[report.pk])
    assert (report.title, report.salutation) == ("水务述职报告", "各位领导：")
    assert parts(report) == [("duty", "抓学习", "学习【次数】次。")]
    assert list(report.figures.values_list("label", "value", "source")) == [("次数", "12", "台账")]
    assert list(report.attachments.values_list("title", "body")) == [("水渠清单", "东渠。")]


@pytest.mark.parametrize("source", ["", "[]", "{", "[" * 100_000, '{"title": "\\u0000"}'])
def test_a_source_that_is_none_leads_back(places, client, source):
    answer = client.post(places["start_from_file"], {"source": source})
    assert (answer.url, Report.objects.count()) == (places["start"], 0)


@pytest.mark.parametrize("text", ["", "   \n ", "有\0空字符", "长" * 200_001])
def test_a_text_that_cannot_be_read_in(places, client, text):
    for name in ["start", "start_from_text"]:
        answer = client.post(places[name], {"text": text})
        assert (answer.status_code, len(answer.context["form"].errors)) == (422, 1)
    assert Report.objects.count() == 0


TOO_LARGE = {
    "parts": ("述职报告\n" + "".join(f"{chinese_number(n)}、某\n" for n in range(1, 2501)), "2500 parts", "200"),
    "blanks": ("述职报告\n一、抓学习。学习" + "*次，" * 1001, "1001 blanks", "1000"),
    "numbers": ("述职报告\n一、抓学习。学习" + "【次数】次，" * 1001, "1001 blanks", "1000"),
    "paragraphs": ("述职报告\n一、抓学习\n" + "学。\n" * 2001, "2002 paragraphs", "2000"),
    "attachments": (
        "述职报告\n一、抓学习。学。\n附件：" + "".join(f"{n}. 表\n" for n in range(1, 32)),
        "31 attachments",
        "30",
    ),
    "characters": ("述职报告\n一、抓学习。" + "*个学习" * 999 + "长" * 195_900, "characters", "200000"),
}


@pytest.mark.parametrize(("text", "count", "limit"), TOO_LARGE.values(), ids=TOO_LARGE)
def test_a_text_too_large_for_a_report_stays_on_its_page(places, client, text, count, limit):
    for name in ["start", "start_from_text"]:
        answer = client.post(places[name], {"text": text})
        (problem,) = answer.context["form"].non_field_errors()
        assert (answer.status_code, count in problem, limit in problem) == (422, True, True)
        assert escape(text) in answer.content.decode()
    assert Report.objects.count() == 0


def test_a_file_too_large_for_a_report_is_refused(places, client):
    parts = tuple(SectionContent("duty", "", "抓学习", "学。") for _ in range(201))
    content = ReportContent("述职报告", "水务局", "局长", "林晓", sections=parts)
    uploaded = SimpleUploadedFile("report.docx", write_word(content, style=PageStyle()))
    assert "201 parts" in client.post(places["start"], {"file": uploaded}).content.decode()
    answer = client.post(places["start_from_file"], {"source": json.dumps(content.to_dict())}, follow=True)
    assert ("201 parts" in answer.content.decode(), Report.objects.count()) == (True, 0)


@pytest.mark.parametrize("text", ["没有分段的一整段话", "。", "<script>alert(1)</script>甲", "﻿\u200b甲\r\r\n乙"])
def test_no_text_is_an_error_page(places, client, text):
    shown = client.post(places["start"], {"text": text})
    assert shown.status_code == 200
    assert "<script>alert" not in shown.content.decode()
    kinds = {f"kind-{n}": "duty" for n in range(len(shown.context["parsed"].sections))}
    assert client.post(places["start_from_text"], {"text": text} | kinds).status_code == 302


def test_what_is_wrong_with_both_fields_is_said_once(places, client):
    shown = client.post(places["start"], {"text": " "})
    assert (shown.status_code, shown.content.decode().count("Paste a text or choose a file.")) == (422, 1)


def test_the_address_of_a_form_opened_by_itself_says_where_to_go(places, client):
    shown = client.get(places["start_from_text"])
    assert (shown.status_code, shown.headers["Allow"]) == (405, "POST")
    assert "This address only takes what a form sends" in shown.content.decode()


def test_started_twice(places, client):
    """Two clicks, or two tabs: the second is told, and led home or away; nothing is made twice."""
    assert client.post(places["start_from_outline"]).status_code == 302
    assert client.post(places["start_from_outline"]).status_code == 404
    assert Report.objects.count() == 1


def test_for_an_author_by_the_assistant(places, assistant, author, visit):
    assert visit(assistant).post(places["start_from_outline"]).status_code == 302
    assert Report.objects.get().author == author


LAST_YEARS = "2025年度述职报告\n一、坚持学习。2023年，全年学习*次（两轮。\n二、抓好供水。铺设管网*公里。"
KINDS = {"kind-0": "duty", "kind-1": "duty"}


def test_another_year_is_asked_about_and_the_rounds_title_proposed(places, client):
    html = client.post(places["start"], {"text": LAST_YEARS}).content.decode()
    assert [html.count(f"“{words}” ") for words in ["2025年", "2023年", "（"]] == [1] * 3
    assert re.search(r'value="(\S+)"[^>]* checked', html)[1] == "2026年度述职报告"


@pytest.mark.parametrize("title", ["2025年度述职报告", "2026年度述职报告"])
def test_the_title_is_the_one_chosen(places, client, title):
    client.post(places["start_from_text"], {"text": LAST_YEARS, "title": title} | KINDS)
    assert Report.objects.get().title == title


def test_going_back_keeps_the_text(places, client):
    answer = client.post(places["start"], {"text": TEXT, "back": "1"})
    assert (answer.status_code, Report.objects.count()) == (200, 0)
    assert escape(TEXT) in answer.content.decode()


NESTED = "述职报告\n一、主要工作\n开头。\n（一）抓学习。学了。\n（二）抓供水\n修了渠。\n二、下一步打算\n多下村。"


def shown(answer):
    return [(part.key, part.section.heading, part.section.body) for part in answer.context["form"].parts]


def cut(client, places, sent, **buttons):
    """The page after a button was pressed, sent as the page sends it."""
    return client.post(places["start_from_text"], {"text": NESTED} | sent | buttons)


@pytest.fixture
def nested(places, client, cycle):
    """The preview of a text with inner headings that the outline does not ask for."""
    cycle.outline.sections.filter(title="业务工作").delete()
    answer = client.post(places["start"], {"text": NESTED})
    assert [part.key for part in answer.context["form"].parts] == ["0", "1"]
    return {"part": ["0", "1"], "kind-0": "1", "kind-1": "3"}


def test_a_part_is_split_at_a_heading_and_joined_again(places, client, nested):
    split = cut(client, places, nested, split="0-4")
    assert split.status_code == 200
    assert shown(split) == [
        ("0", "主要工作", "开头。\n（一）抓学习。学了。\n（二）抓供水"),
        ("0-4", "", "修了渠。"),
        ("1", "下一步打算", "多下村。"),
    ]
    parts = {"part": ["0", "0-4", "1"], "kind-0": "1", "kind-0-4": "duty", "kind-1": "3"}
    joined = cut(client, places, parts, join="0-4")
    assert [row[0] for row in shown(joined)] == ["0", "1"]
    assert shown(joined)[0][2] == "开头。\n（一）抓学习。学了。\n（二）抓供水\n修了渠。"
    assert Report.objects.count() == 0


def test_one_button_splits_at_all_headings_inside(places, client, nested):
    page = cut(client, places, nested, split="0-2 0-3")
    assert [row[:2] for row in shown(page)] == [
        ("0", "主要工作"),
        ("0-2", "抓学习"),
        ("0-3", "抓供水"),
        ("1", "下一步打算"),
    ]


def test_the_buttons_are_there_without_a_script(places, client):
    html = client.post(places["start"], {"text": NESTED.replace("开头。", "开头。\n说明一句。")}).content.decode()
    buttons = re.findall(r'<button\s[^>]*name="(split|join)"\s+value="([^"]+)"\s+formaction="([^"]+)"', html)
    address = places["start_from_text"]
    assert buttons == [
        ("split", "0-2", f"{address}#part-0-2"),
        ("split", "0-3", f"{address}#part-0-3"),
        ("join", "1", f"{address}#part-0"),
        ("join", "2", f"{address}#part-1"),
    ]


def test_what_was_chosen_for_a_part_is_kept_when_another_is_split(places, client, nested):
    page = cut(client, places, nested | {"kind-1": "problems"}, split="0-2")
    assert {name: page.context["form"][name].value() for name in ("kind-0", "kind-0-2", "kind-1")} == {
        "kind-0": "1",
        "kind-0-2": "duty",
        "kind-1": "problems",
    }


def test_the_report_is_started_as_it_was_cut(places, client, nested):
    sent = {"part": ["0", "0-2", "1"], "kind-0": "1", "kind-0-2": "duty", "kind-1": "3"}
    client.post(places["start_from_text"], {"text": NESTED} | sent)
    assert parts(Report.objects.get()) == [
        ("duty", "主要工作", "开头。"),
        ("duty", "抓学习", "学了。\n（二）抓供水\n修了渠。"),
        ("next_steps", "下一步打算", "多下村。"),
    ]


@pytest.mark.parametrize("sent", [{"split": "9-9"}, {"join": "0"}, {"split": "x -1 0-0"}, {"part": ["7"], "join": "7"}])
def test_a_cut_that_is_none_changes_nothing(places, client, nested, sent):
    page = client.post(places["start_from_text"], {"text": NESTED} | nested | sent)
    assert (page.status_code, Report.objects.count()) == (200, 0)
    assert "".join(f"{heading}{body}" for _key, heading, body in shown(page)).count("修了渠。") == 1


def test_a_text_is_not_split_into_more_parts_than_a_report_may_have_and_the_page_says_why(places, client):
    """Sent back, more parts than that would be more fields than the site takes: the text would be lost."""
    text = "述职报告\n一、抓学习\n" + "学习\n" * 250
    keys = " ".join(f"0-{line}" for line in range(2, 251))
    answer = client.post(places["start_from_text"], {"text": text, "part": ["0"], "split": keys})
    assert (answer.status_code, len(shown(answer))) == (200, 1)
    assert "250 parts" in answer.content.decode()


def test_a_text_cut_into_more_parts_than_a_report_may_have_stays_on_its_page(places, client):
    text = "述职报告\n一、抓学习\n" + "学。\n" * 250
    keys = ["0", *(f"0-{line}" for line in range(1, 250))]
    sent = {"text": text, "part": keys} | {f"kind-{key}": "duty" for key in keys}
    answer = client.post(places["start_from_text"], sent)
    assert (answer.status_code, Report.objects.count()) == (422, 0)
    assert "250 parts" in answer.content.decode()


OLD = "2025年度述职报告\n一、政治建设。学习24次。\n二、业务工作。管网31.5公里，*户通水。\n三、存在的问题。走访不够。"


def test_lines_that_a_page_broke_are_joined_and_the_page_says_so(places, client):
    line = "改造老旧管网，新建水厂两座，群众满意，投诉减少，"
    text = "述职报告\n一、业务工作\n" + "\n".join([line] * 5) + "\n好。\n二、存在的问题\n走访不够。"
    answer = client.post(places["start"], {"text": text})
    assert answer.context["parsed"].sections[0].body == line * 5 + "好。"
    assert "5 lines that a page had broken joined again" in answer.content.decode()


@pytest.fixture
def begun(places, client):
    """A report begun with last year's text, its figures opened."""
    preview = client.post(places["start"], {"text": OLD, "figures": "on"})
    assert "(last year 31.5)" in preview.content.decode()
    kinds = {part.field.html_name: part.field.value() for part in preview.context["form"].parts}
    client.post(places["start_from_text"], {"text": OLD, "figures": "on"} | kinds)
    return Report.objects.get()


def test_last_years_figures_are_no_values_of_this_year(begun, client):
    assert list(begun.figures.order_by("pk").values_list("unit", "value", "previous")) == [
        ("次", "", "24"),
        ("公里", "", "31.5"),
        ("户", "", ""),
    ]
    waiting = [finding for one in progress_of(begun).sections for finding in one.findings if finding.is_figure]
    assert [finding.params["label"] for finding in waiting] == [figure.label for figure in begun.figures.order_by("pk")]


def test_last_years_figures_are_not_submitted_unfilled(begun, client):
    client.post(reverse("submit", args=[begun.pk]), {"declared": "on"})
    begun.refresh_from_db()
    assert (begun.state, begun.revisions.count()) == ("draft", 0)


def test_last_years_value_stands_beside_the_blank_wherever_it_is_filled(begun, client):
    work = begun.sections.get(body__contains="公里")
    for name, places in [("fill", [begun.pk, work.pk]), ("fill_report", [begun.pk]), ("section", [begun.pk, work.pk])]:
        html = client.get(reverse(name, args=places)).content.decode()
        assert (name, html.count("31.5"), 'value="31.5"' in html) == (name, 1, False)


def test_last_years_figures_are_opened_by_choice_on_the_page_itself(places, client):
    """And left as they are where the choice is taken back."""
    opened = client.post(places["start_from_text"], {"text": OLD, "figures": "on", "again": "1"})
    assert [blank.previous for blank in opened.context["parsed"].blanks] == ["24", "31.5", ""]
    closed = client.post(places["start_from_text"], {"text": OLD, "again": "1"})
    assert [blank.previous for blank in closed.context["parsed"].blanks] == [""]
    assert Report.objects.count() == 0


def test_going_back_keeps_the_choice(places, client):
    html = client.post(places["start"], {"text": OLD, "figures": "on", "back": "1"}).content.decode()
    assert re.search(r'name="figures"[^>]* checked', html)


@pytest.mark.parametrize(("choice", "value", "previous"), [({}, "12", ""), ({"figures": "on"}, "", "12")])
def test_values_of_a_file_of_this_site_are_opened_by_choice(places, client, choice, value, previous):
    client.post(places["start_from_file"], {"source": json.dumps(OWN.to_dict())} | choice)
    assert list(Report.objects.get().figures.values_list("value", "previous")) == [(value, previous)]


UNFINISHED = """2023年度XX同志述职报告
一、政治建设。学了，案例待补充。
二、修渠。2023年修了渠（一条。
三、存在的问题。去得少。"""


def test_what_is_left_unfinished_is_asked_about(places, client):
    """2023 in title and text, a bare 待补充, a bracket without its partner."""
    form = client.post(places["start"], {"text": UNFINISHED}).context["form"]
    assert [(words.check, words.text) for words in form.checked.questions] == [
        ("year", "2023年"),
        ("year", "2023年"),
    ]
    assert [(finding.code, finding.params["words"]) for finding in form.checked.unfinished] == [
        ("unfinished", "待补充"),
        ("unpaired", "（"),
    ]


def test_the_rounds_title_is_proposed_for_one_with_an_open_place(places, client):
    form = client.post(places["start"], {"text": "XX镇镇长述职报告\n一、学习。\n二、修渠。"}).context["form"]
    assert form["title"].value() == "2026年度述职报告"


def test_a_place_that_is_a_guess_is_marked_until_another_is_chosen(places, client):
    text = "述职报告\n一、甲事。做了。\n二、政治建设。学了。\n三、乙事。做了。\n四、存在的问题。少。"
    page = client.post(places["start"], {"text": text})
    marks = [(part.section.heading, part.is_guess, part.has_no_section) for part in page.context["form"].parts]
    assert marks == [
        ("甲事", True, False),
        ("政治建设", False, False),
        ("乙事", False, True),
        ("存在的问题", False, False),
    ]
    html = page.content.decode()
    assert (html.count("A guess: please check."), html.count("no section for it: please check.")) == (1, 1)
    sent = {"text": text, "part": ["0", "1", "2", "3"], "kind-0": "2", "kind-1": "1", "kind-2": "2", "kind-3": "3"}
    chosen = client.post(places["start_from_text"], sent | {"again": "1"}).context["form"]
    assert [part.section.heading for part in chosen.unsure] == ["甲事"]


PASSED = """述职报告
一、政治建设。学了。
二、业务工作。XX单位某某同志解决*件，【未闭合，＿＿个，待补充。
三、存在的问题。去得少。"""


def test_the_sentence_that_passed_is_asked_about_at_import_and_not_submitted_after_it(places, client):
    form = client.post(places["start"], {"text": PASSED}).context["form"]
    assert [finding.params["words"] for finding in form.checked.unfinished] == ["【", "待补充"]
    assert [blank.unit for blank in form.parsed.blanks] == ["", "", "件", "个"]
    client.post(places["start_from_text"], {"text": PASSED, "kind-0": "1", "kind-1": "2", "kind-2": "3"})
    work = next(one for one in progress_of(Report.objects.get()).sections if "解决" in one.section.body)
    assert [str(finding.code) for finding in work.findings] == [*["blank_unfilled"] * 4, "unpaired", "unfinished"]


LISTED = [
    ListedWord(ListedKind.WRONG_WORD, "水厂宗旨", "供水宗旨"),
    ListedWord(ListedKind.TERM, "县水政处", "县水政执法大队", valid_until=2025, source="机构改革方案"),
    ListedWord(ListedKind.STOCK_PHRASE, "全力以赴抓落实"),
    ListedWord(ListedKind.EXEMPT, "二〇二三年度水利杯"),
]
OF_OFFICE = "年度述职报告\n一、坚持水厂宗旨。县水政处到场。\n二、抓好供水。全力以赴抓落实。"
ASKED_OF_OFFICE = [
    ("wrong_word", "水厂宗旨", "供水宗旨"),
    ("outdated_term", "县水政处", "县水政执法大队"),
    ("stock_words", "全力以赴抓落实", ""),
]


def found_in(checked):
    return [(words.check, words.text, words.suggestion) for words in checked.questions]


def test_a_pasted_text_is_held_against_the_word_lists_of_the_authors_line_and_of_no_other(
    places, client, county, organiser
):
    elsewhere = Unit.objects.create(name="外县水务局")
    list_words(unit=elsewhere, entries=[ListedWord(ListedKind.STOCK_PHRASE, "抓好供水")], by=organiser, at=MOMENT)
    assert found_in(client.post(places["start"], {"text": OF_OFFICE}).context["form"].checked) == []
    list_words(unit=county, entries=LISTED, by=organiser, at=MOMENT)
    page = client.post(places["start"], {"text": OF_OFFICE})
    assert found_in(page.context["form"].checked) == ASKED_OF_OFFICE
    assert page.content.decode().count("县水政执法大队") == 1
    again = client.post(places["start_from_text"], {"text": OF_OFFICE, "again": "1"})
    assert found_in(again.context["form"].checked) == ASKED_OF_OFFICE


def test_a_file_of_this_site_is_held_against_them_too_and_begins_a_report_all_the_same(
    places, client, county, organiser
):
    list_words(unit=county, entries=LISTED, by=organiser, at=MOMENT)
    parts = (SectionContent("duty", "第一", "坚持水厂宗旨", "2023年，县水政处到场，案例待补充。全力以赴抓落实。"),)
    attached = (AttachmentContent("水渠清单", "东渠（一条。"),)
    old = replace(OWN, title="2023年度述职报告", sections=parts, attachments=attached)
    page = client.post(places["start"], {"file": SimpleUploadedFile("旧.docx", write_word(old, style=PageStyle()))})
    checked = page.context["checked"]
    assert found_in(checked) == [
        ("year", "2023年", ""), ASKED_OF_OFFICE[0], ("year", "2023年", ""), *ASKED_OF_OFFICE[1:]
    ]  # fmt: skip
    assert [finding.params["words"] for finding in checked.unfinished] == ["待补充", "（"]
    assert page.content.decode().count("县水政执法大队") == 1
    client.post(places["start_from_file"], {"source": page.context["form"]["source"].value()})
    assert Report.objects.get().title == "2023年度述职报告"


def test_a_file_of_this_site_without_findings_is_shown_without_a_warning(places, client):
    data = write_word(replace(OWN, title="水务述职报告"), style=PageStyle())
    page = client.post(places["start"], {"file": SimpleUploadedFile("旧.docx", data)})
    checked = page.context["checked"]
    assert (checked.questions, checked.unfinished, 'id="questions"' in page.content.decode()) == ([], [], False)
