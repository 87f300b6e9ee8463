"""Problems with cause and measure: listed, ordered, marked in the text, set into it, entered in the ledger."""

import html
from datetime import date, timedelta

import pytest
from django.urls import reverse

from reports.actions.ledger_row import LedgerRowEdit, delete_row, save_row
from reports.actions.report import submit_report
from reports.actions.review import open_review, return_report
from reports.models import Cycle, Event, Ledger, LedgerRow, Report, Review, Section, Shortcoming
from reports.models.shortcoming import MOST_SHORTCOMINGS

from ..factories import MOMENT, write_report

PROBLEM, CAUSE, MEASURE = "到村组走得不够多", "事务性工作占了时间", "每月走访【走访次数】次"
SENT = {"version": 0, "tab": "a", "problem": PROBLEM, "cause": CAUSE, "measure": MEASURE, "person": "", "due": ""}


def text(answer):
    return html.unescape(answer.content.decode())


def url(name, *args, **query):
    return reverse(name, args=args, query=query)


@pytest.fixture
def client(author, visit):
    return visit(author)


@pytest.fixture
def put(report, author):
    def create(problem=PROBLEM, **fields):
        number = report.shortcomings.count() + 1
        saved = {"saved_at": MOMENT, "saved_by": author, "position": number}
        return Shortcoming.objects.create(report=report, problem=problem, **saved | fields)

    return create


def problems(report):
    return list(report.shortcomings.order_by("position").values_list("problem", flat=True))


def test_listed_with_cause_measure_who_and_when(report, client):
    sent = SENT | {"person": "李明", "due": "2027-06-30"}
    assert client.post(url("shortcoming_new", report.pk), sent).url == url("shortcomings", report.pk)
    one = report.shortcomings.get()
    assert (one.problem, one.cause, one.measure, one.person, one.due) == (
        *(PROBLEM, CAUSE, MEASURE, "李明"),
        date(2027, 6, 30),
    )
    page = text(client.get(url("shortcomings", report.pk)))
    assert [words in page for words in (PROBLEM, CAUSE, MEASURE, "李明", "June 30, 2027")] == [True] * 5
    assert Event.objects.filter(verb="problems_listed", report=report).count() == 1


def test_saved_and_one_more(report, client):
    assert client.post(url("shortcoming_new", report.pk), SENT | {"another": "1"}).url == url(
        "shortcoming_new", report.pk
    )


def test_a_page_that_lost_the_answer_adds_nothing(report, client):
    for _time in range(2):
        assert client.post(url("shortcoming_new", report.pk), SENT).status_code == 302
    assert problems(report) == [PROBLEM]


@pytest.mark.parametrize(
    "wrong",
    [
        {"problem": ""},
        {"problem": " \n\u3000"},
        {"problem": "长" * 2_001},
        {"cause": "长" * 2_001},
        {"person": "名" * 61},
        {"due": "哪天"},
        {"due": "9999-12-31"},
        {"version": "-1"},
    ],
)
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(report, client, put, wrong):
    one = put()
    for place in (url("shortcoming_new", report.pk), url("shortcoming", report.pk, one.pk)):
        answer = client.post(place, SENT | {"measure": "我写的措施"} | wrong)
        assert (answer.status_code, "我写的措施" in text(answer)) == (422, True)
    assert (Shortcoming.objects.count(), Shortcoming.objects.get().version) == (1, 1)


def test_there_are_not_more_than_so_many(report, client, put):
    for number in range(MOST_SHORTCOMINGS):
        put(f"问题{number}")
    answer = client.post(url("shortcoming_new", report.pk), SENT | {"cause": "我写的"})
    assert (answer.status_code, "at most 100 problems" in text(answer), "我写的" in text(answer)) == (409, True, True)
    assert report.shortcomings.count() == MOST_SHORTCOMINGS


def test_two_people_on_one_both_are_shown(report, put, client, assistant, visit):
    one = put()
    here = url("shortcoming", report.pk, one.pk)
    assert visit(assistant).post(here, SENT | {"version": 1, "tab": "b", "problem": "代填的"}).status_code == 302
    answer = client.post(here, SENT | {"version": 1, "problem": "作者的"})
    page = text(answer)
    assert (answer.status_code, "代填的" in page, "作者的" in page) == (409, True, True)
    assert problems(report) == ["代填的"]
    again = SENT | {"problem": "作者的", "version": answer.context["form"]["version"].value()}
    assert client.post(here, again).status_code == 302
    assert problems(report) == ["作者的"]


def test_an_old_page_saves_nothing_over_its_own_newer_save(report, put, client):
    """The browser's arrow led back to it, or its first save was held up on the way."""
    here = url("shortcoming", report.pk, put().pk)
    assert client.post(here, SENT | {"version": 1, "tab": "c", "problem": "新写的"}).status_code == 302
    answer = client.post(here, SENT | {"version": 1, "tab": "c", "problem": "以前写的"})
    page = text(answer)
    assert (answer.status_code, "新写的" in page, "以前写的" in page) == (409, True, True)
    assert problems(report) == ["新写的"]


def test_who_saves_the_same_is_in_no_conflict(report, put, client, assistant, visit):
    one = put()
    here = url("shortcoming", report.pk, one.pk)
    for person, tab in ((visit(assistant), "b"), (client, "c"), (client, "c")):
        assert person.post(here, SENT | {"version": 1, "tab": tab}).status_code == 302
    assert Shortcoming.objects.get().version == 2


def test_one_that_was_deleted_meanwhile_is_said_so(report, put, client):
    here = url("shortcoming", report.pk, put().pk)
    assert client.get(here).status_code == 200
    Shortcoming.objects.all().delete()
    assert (client.get(here).status_code, client.post(here, SENT).status_code) == (404, 404)


@pytest.mark.parametrize(("version", "left"), [("1", 0), ("2", 1), ("", 1), ("²", 1), ("9" * 50, 1)])
def test_deleted_only_as_it_was_looked_at(report, put, client, version, left):
    one = put()
    client.post(url("shortcoming_delete", report.pk, one.pk), {"version": version})
    assert Shortcoming.objects.count() == left


def test_put_in_another_order(report, put, client):
    first, second, third = put("甲"), put("乙"), put("丙")
    places = {f"place-{first.pk}": 3, f"place-{second.pk}": 1, f"place-{third.pk}": 1}
    client.post(url("shortcomings", report.pk), places)
    assert problems(report) == ["乙", "丙", "甲"]


@pytest.mark.parametrize("place", ["", "x", "-1", "9" * 30])
def test_a_wrong_place_changes_nothing(report, put, client, place):
    first, second = put("甲"), put("乙")
    client.post(url("shortcomings", report.pk), {f"place-{first.pk}": place, f"place-{second.pk}": 1})
    assert problems(report) == ["甲", "乙"]


def test_nothing_is_written_once_the_report_is_submitted(report, put, author, client):
    one = put()
    sentence = client.get(url("shortcoming_mark", report.pk)).context["form"].rows[0][1].html_name
    submit_report(report=report, by=author, at=MOMENT)
    sent = SENT | {"version": 1, "problem": "太迟"}
    kept = client.post(url("shortcoming", report.pk, one.pk), sent)
    assert (kept.status_code, "太迟" in text(kept)) == (409, True)
    assert client.post(url("shortcoming_new", report.pk), sent).status_code == 409
    assert client.post(url("shortcoming_mark", report.pk), {sentence: "problem"}).status_code == 409
    client.post(url("shortcomings", report.pk), {f"place-{one.pk}": 9})
    client.post(url("shortcoming_delete", report.pk, one.pk), {"version": 1})
    assert list(report.shortcomings.values_list("problem", "position", "version")) == [(PROBLEM, 1, 1)]


def test_readers_see_it_once_it_is_submitted_and_not_while_it_is_written_again(report, put, author, reviewer, visit):
    put("机密的问题")
    reading = visit(reviewer)
    assert reading.get(url("shortcomings", report.pk)).status_code == 404
    submit_report(report=report, by=author, at=MOMENT)
    assert "机密的问题" in text(reading.get(url("shortcomings", report.pk)))
    open_review(report=report, by=reviewer, at=MOMENT)
    reasons = {report.sections.get(position=4).pk: "太笼统。"}
    return_report(report=report, reasons=reasons, by=reviewer, at=MOMENT)
    assert "机密的问题" not in text(reading.get(url("shortcomings", report.pk)))


def test_one_of_another_report_is_not_reached_through_ones_own(report, put, stranger, cycle, visit, client):
    one, other = put(), write_report(cycle, stranger)
    theirs = visit(stranger)
    assert theirs.get(url("shortcoming", other.pk, one.pk)).status_code == 404
    assert theirs.post(url("shortcoming", other.pk, one.pk), SENT).status_code == 404
    assert theirs.post(url("shortcoming_delete", other.pk, one.pk), {"version": 1}).status_code == 404
    assert problems(report) == [PROBLEM]


def marks(client, report):
    return {
        row[0].words: (row[1].html_name, row[2].html_name)
        for row in client.get(url("shortcoming_mark", report.pk)).context["form"].rows
    }


def test_sentences_of_the_text_become_items_and_the_text_stays(report, client):
    body = "一是走得不够多。原因是事情多。二是学得浅。\n三是看得少。"
    Section.objects.filter(report=report, position=4).update(body=body)
    before = list(report.sections.values_list("body", "version"))
    found = marks(client, report)
    assert list(found) == ["走得不够多", "原因是事情多", "学得浅", "看得少", "每月到村组走访【走访次数】次"]
    sent = {found["走得不够多"][0]: "problem", found["原因是事情多"][0]: "cause", found["学得浅"][0]: "problem"}
    assert client.post(url("shortcoming_mark", report.pk), sent).status_code == 302
    assert list(report.shortcomings.values_list("problem", "cause")) == [("走得不够多", "原因是事情多"), ("学得浅", "")]
    assert list(report.sections.values_list("body", "version")) == before
    later = marks(client, report)
    assert list(later) == ["看得少", "每月到村组走访【走访次数】次"]
    first = report.shortcomings.first()
    part, item = later["每月到村组走访【走访次数】次"]
    client.post(url("shortcoming_mark", report.pk), {part: "measure", item: first.pk})
    first.refresh_from_db()
    assert (first.measure, first.version) == ("每月到村组走访【走访次数】次", 3)
    listed = client.get(url("shortcomings", report.pk)).context["listed"]
    assert [row.is_set for row in listed.rows] == [True, True]
    Section.objects.filter(report=report, position=5).update(body="改了。")
    listed = client.get(url("shortcomings", report.pk)).context["listed"]
    assert [row.is_set for row in listed.rows] == [False, True]


def test_a_cause_of_no_problem_is_refused_and_the_choice_is_kept(report, client):
    part = marks(client, report)["每月到村组走访【走访次数】次"][0]
    answer = client.post(url("shortcoming_mark", report.pk), {part: "cause"})
    assert (answer.status_code, "Say of which problem it is" in text(answer)) == (409, True)
    assert (Shortcoming.objects.count(), answer.context["form"][part].value()) == (0, "cause")


def test_what_does_not_stand_there_any_more_is_said_and_nothing_is_marked(report, client):
    found = list(marks(client, report).values())
    Section.objects.filter(report=report, position=4).update(body="别的话。")
    answer = client.post(url("shortcoming_mark", report.pk), {found[0][0]: "problem", found[-1][0]: "problem"})
    assert (answer.status_code, "The words have changed" in text(answer)) == (409, True)
    assert Shortcoming.objects.count() == 0


def test_a_problem_of_another_report_is_no_choice(report, client, last_year, author):
    theirs = Shortcoming.objects.create(report=last_year, problem="旧", position=1, saved_at=MOMENT, saved_by=author)
    part, item = next(iter(marks(client, report).values()))
    assert client.post(url("shortcoming_mark", report.pk), {part: "cause", item: theirs.pk}).status_code == 422
    theirs.refresh_from_db()
    assert (theirs.cause, report.shortcomings.count()) == ("", 0)


def choose(client, report, words, part="problem", item=""):
    return client.post(url("shortcoming_mark", report.pk), {"words": words, "part": part, "item": item})


def test_any_words_of_the_text_become_an_item(report, client):
    """Less than a sentence, and more than one, over paragraphs."""
    Section.objects.filter(report=report, position=4).update(
        body="一是走得不够多，学得浅。\n二是看得少。原因是事情多。"
    )
    before = list(report.sections.values_list("body", "version"))
    assert choose(client, report, "走得不够多，").url == url("shortcoming_mark", report.pk)
    choose(client, report, "学得浅。\r\n二是看得少。")
    second = report.shortcomings.get(position=2)
    choose(client, report, " 事情多 ", "cause", second.pk)
    choose(client, report, "村组走访【走访次数】次", "measure", second.pk)
    said = report.shortcomings.order_by("position").values_list("problem", "cause", "measure")
    assert list(said) == [("走得不够多", "", ""), ("学得浅\n看得少", "事情多", "村组走访【走访次数】次")]
    assert list(report.sections.values_list("body", "version")) == before
    listed = client.get(url("shortcomings", report.pk)).context["listed"]
    assert [row.is_set for row in listed.rows] == [True, True]


@pytest.mark.parametrize("words", ["没有这句话", "走得不够多。没有这句话", "", " 。", "组织集中学习", "甲" * 2_001])
def test_words_that_do_not_stand_there_are_not_marked_and_stay_in_the_field(report, client, words):
    """The last but one stand in a section that is about something else."""
    answer = choose(client, report, words)
    assert (answer.status_code, Shortcoming.objects.count()) == (422, 0)
    assert answer.context["marking"].chosen["words"].value() == words


def test_a_blank_is_marked_as_a_whole(report, client):
    section = report.sections.get(position=4)
    section.body = "抽查发现【不合格支部数】个支部。"
    section.save()
    for words in ("不合格支部数】个支部", "抽查发现【不合格"):
        answer = choose(client, report, words)
        assert (answer.status_code, "choose all from 【 to 】" in text(answer)) == (422, True)
    assert choose(client, report, "抽查发现【不合格支部数】个").status_code == 302
    assert problems(report) == ["抽查发现【不合格支部数】个"]


def test_the_cause_may_stand_within_the_problem(report, client):
    choose(client, report, "走得不够多")
    item = report.shortcomings.get()
    assert choose(client, report, "走得不够", "cause", item.pk).status_code == 302
    item.refresh_from_db()
    assert (item.problem, item.cause) == ("走得不够多", "走得不够")


def test_words_are_listed_once(report, client):
    choose(client, report, "走得不够多")
    answer = choose(client, report, "走得不够多")
    assert (answer.status_code, "These words are listed already." in text(answer)) == (422, True)
    assert problems(report) == ["走得不够多"]


def test_a_cause_needs_its_problem_and_one_of_this_report(report, client, last_year, author):
    theirs = Shortcoming.objects.create(report=last_year, problem="旧", position=1, saved_at=MOMENT, saved_by=author)
    assert choose(client, report, "走得不够多", "cause").status_code == 409
    assert choose(client, report, "走得不够多", "cause", theirs.pk).status_code == 422
    assert choose(client, report, "走得不够多", "praise").status_code == 422
    theirs.refresh_from_db()
    assert (theirs.cause, report.shortcomings.count()) == ("", 0)


def test_set_into_the_text_in_another_order_and_wording(report, put, client):
    put("走得少", cause="事情多", measure="每月走访", due=date(2027, 6, 30))
    put("学得浅")
    page = client.get(url("shortcoming_passage", report.pk))
    composed = page.context["form"]["text"].value()
    assert composed == "一是走得少。原因是事情多。整改措施：每月走访（2027年6月底前完成）。\n二是学得浅。"
    only = client.get(url("shortcoming_passage", report.pk, of="measure")).context["form"]["text"].value()
    assert only == "一是每月走访（2027年6月底前完成）。"
    section = report.sections.get(position=4)
    sent = {"section": f"{section.pk}-{section.version}", "text": "一是学得浅。\n二是走得少，因为事情多。"}
    assert client.post(url("shortcoming_passage", report.pk), sent).status_code == 302
    section.refresh_from_db()
    assert section.body == "到村组走得不够多，调研还不够深入。\n一是学得浅。\n二是走得少，因为事情多。"


def test_a_section_that_was_changed_meanwhile_keeps_its_words(report, put, client):
    put()
    section = report.sections.get(position=4)
    Section.objects.filter(pk=section.pk).update(body="别人的话。", version=2)
    answer = client.post(url("shortcoming_passage", report.pk), {"section": f"{section.pk}-1", "text": "我的话。"})
    section.refresh_from_db()
    assert (answer.status_code, "我的话。" in text(answer), section.body) == (409, True, "别人的话。")


def test_entered_in_the_ledger_once(report, put, author, client):
    one = put(measure=MEASURE, due=date(2027, 6, 30))
    put("学得浅", person="李明")
    for _time in range(2):
        client.post(url("shortcoming_ledger", report.pk))
    ledger = Ledger.objects.get()
    assert (ledger.kind.slug, ledger.person) == ("rectification", author)
    first, second = LedgerRow.objects.order_by("pk")
    assert first.cells == {
        "发现日期": first.day.isoformat(),
        "问题": PROBLEM,
        "问题来源": "自查",
        "整改措施": "每月走访4次",
        "责任人": "林晓",
        "整改时限": "2027-06-30",
        "状态": "整改中",
    }
    assert (first.day.year, second.cells["责任人"], first.shortcoming, second.shortcoming.problem) == (
        *(2026, "李明", one),
        "学得浅",
    )
    page = text(client.get(url("ledger_row", ledger.pk, first.pk)))
    assert f'href="{url("shortcomings", report.pk)}#shortcoming-{one.pk}"' in page
    put("第三个")
    client.post(url("shortcoming_ledger", report.pk))
    assert LedgerRow.objects.count() == 3


def test_entered_after_the_report_is_submitted_too_and_not_by_who_only_reads(report, put, author, reviewer, visit):
    put()
    submit_report(report=report, by=author, at=MOMENT)
    assert visit(reviewer).post(url("shortcoming_ledger", report.pk)).status_code == 403
    assert LedgerRow.objects.count() == 0
    visit(author).post(url("shortcoming_ledger", report.pk))
    assert LedgerRow.objects.count() == 1


def test_what_is_too_long_for_the_ledger_is_said_and_nothing_is_entered(report, put, client):
    put("先来的")
    put("长" * 1_990 + "【学习次数】" * 2, measure="x")
    Shortcoming.objects.filter(problem__startswith="长").update(problem="长" * 2_001)
    page = client.post(url("shortcoming_ledger", report.pk), follow=True)
    assert ("was not entered" in text(page), LedgerRow.objects.count()) == (True, 0)


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([], ["none is listed"]),
        ([{"cause": "忙"}], ["Problem 1 (“到村组走得不够多”) has no measure."]),
        ([{"cause": "忙", "measure": "改"}, {}], ["Problem 2 (“到村组走得不够多”) has no cause.", "has no measure."]),
    ],
)
def test_each_with_cause_and_measure_where_the_round_asks(report, put, author, client, items, said):
    for fields in items:
        put(**fields)
    assert "has no" not in text(client.get(url("check", report.pk)))
    Cycle.objects.filter(pk=report.cycle_id).update(problems_need_measures=True)
    page = text(client.get(url("check", report.pk)))
    assert [words in page for words in said] == [True] * len(said)
    client.post(url("submit", report.pk))
    report.refresh_from_db()
    assert report.state == "draft"
    report.shortcomings.all().delete()
    put(cause="忙", measure="改")
    client.post(url("submit", report.pk))
    report.refresh_from_db()
    assert report.state == "submitted"


# A year later


@pytest.fixture
def before(last_year, author, report, reviewer):
    """A problem of last year's report, which was handed in."""
    Cycle.objects.filter(pk=last_year.cycle_id).update(closed_at=None)
    last_year.cycle.refresh_from_db()
    Section.objects.filter(report=last_year, position=5).update(body="一是每月走访【走访次数】次；二是修好北渠。")
    made = {"saved_at": MOMENT, "saved_by": author, "position": 1}
    one = Shortcoming.objects.create(report=last_year, problem=PROBLEM, measure=MEASURE, **made)
    stage = last_year.cycle.stages.create(name="初审")
    Review.objects.create(report=last_year, stage=stage, reviewer=reviewer)
    submit_report(report=last_year, by=author, at=MOMENT - timedelta(days=300))
    return one


def promised(client, report):
    return client.get(url("promises", report.pk)).context["listed"].promises


def test_it_comes_back_to_be_answered_once(before, report, client):
    assert [(one.origin, one.text, bool(one.answer)) for one in promised(client, report)] == [
        ("next_step", "修好北渠。", False),
        ("problem", f"{PROBLEM}；每月走访21次", False),
    ]


def test_what_its_report_withdrew_does_not(before, report, client):
    Report.objects.filter(pk=before.report_id).update(state="draft")
    assert promised(client, report) == []


@pytest.mark.parametrize(
    ("state", "answer"), [("整改中", None), ("待销号", None), ("已销号", "done"), ("长期推进", "under_way")]
)
def test_its_row_answers_once_it_is_closed(before, report, author, client, state, answer):
    client.post(url("shortcoming_ledger", before.report_id))
    row = LedgerRow.objects.get()
    assert row.day == date(2025, 12, 31)
    save_row(row=row, edit=LedgerRowEdit(row.cells | {"状态": state}, 1, "x"), by=author, at=MOMENT)
    found = promised(client, report)
    assert [(one.origin, one.answer and one.answer.state) for one in found] == [
        ("next_step", None),
        ("problem", answer),
    ]
    page = text(client.get(url("promises", report.pk)))
    assert ("问题整改" in page) == (answer is not None)


def test_a_row_that_was_deleted_answers_nothing(before, report, author, client):
    client.post(url("shortcoming_ledger", before.report_id))
    row = LedgerRow.objects.get()
    save_row(row=row, edit=LedgerRowEdit(row.cells | {"状态": "已销号"}, 1, "x"), by=author, at=MOMENT)
    delete_row(row=row, version=2, by=author, at=MOMENT)
    assert [bool(one.answer) for one in promised(client, report)] == [False, False]


def test_what_the_author_says_counts_more_than_the_row(before, report, author, client):
    client.post(url("shortcoming_ledger", before.report_id))
    row = LedgerRow.objects.get()
    save_row(row=row, edit=LedgerRowEdit(row.cells | {"状态": "已销号"}, 1, "x"), by=author, at=MOMENT)
    (_step, promise) = promised(client, report)
    sent = {"version": 0, "tab": "a", "state": "not_done", "text": "又犯了。", "figure": "", "row": ""}
    assert client.post(url("promise", report.pk, promise.key), sent).status_code == 302
    assert promised(client, report)[1].answer.text == "又犯了。"
