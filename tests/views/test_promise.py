"""Last year's promises: listed, answered, set into the text; seen by nobody who may not read their source."""

import html
from datetime import date, timedelta

import pytest
from django.urls import reverse

from reports.actions.conditions import Party
from reports.actions.errors import Refused
from reports.actions.ledger import begin_ledger
from reports.actions.ledger_row import LedgerRowEdit, add_row, save_row
from reports.actions.promise import PromiseEdit, answer_promise
from reports.actions.publication import publish_report
from reports.actions.report import submit_report, withdraw_report
from reports.actions.review import agree, open_review, return_report
from reports.models import (
    Assistance,
    Cycle,
    Event,
    LedgerRow,
    PromiseAnswer,
    Report,
    Review,
    Revision,
    Section,
    Stage,
    User,
)
from reports.models.review import Opinion
from reports.prose.numbering import chinese_number

from ..factories import MOMENT, WORDS, UserFactory, write_report

NEXT_STEPS = "下一步，一是每月到村组走访【走访次数】次；二是建成水站3座。"
BEFORE = MOMENT - timedelta(days=300)
ROW = {"发现日期": "2025-03-08", "问题": "渠道渗漏严重", "责任人": "林晓", "状态": "整改中"}
PROMISED = ["每月到村组走访21次", "建成水站3座。"]


@pytest.fixture
def last_year(last_year):
    """In a round that is still open."""
    Cycle.objects.filter(pk=last_year.cycle_id).update(closed_at=None)
    last_year.cycle.refresh_from_db()
    return last_year


@pytest.fixture
def earlier(last_year, author, reviewer):
    """Last year's report, submitted and approved with an opinion."""
    Section.objects.filter(report=last_year, position=5).update(body=NEXT_STEPS)
    stage = Stage.objects.create(cycle=last_year.cycle, name="初审")
    Review.objects.create(report=last_year, stage=stage, reviewer=reviewer)
    submit_report(report=last_year, by=author, at=BEFORE)
    open_review(report=last_year, by=reviewer, at=BEFORE)
    agree(report=last_year, opinion="望多下村组。", by=reviewer, at=BEFORE)
    last_year.refresh_from_db()
    return last_year


@pytest.fixture
def row(author):
    ledger = begin_ledger(slug="rectification", person=author, by=author, at=MOMENT)
    return add_row(ledger=ledger, edit=LedgerRowEdit(ROW, 0, "t"), by=author, at=MOMENT)


def text(answer):
    return html.unescape(answer.content.decode())


def listed(client, report):
    return client.get(reverse("promises", args=[report.pk])).context["listed"].promises


def said(client, report):
    return [promise.text for promise in listed(client, report)]


def address(report, promise):
    return reverse("promise", args=[report.pk, promise.key])


def sent(**changes):
    return {"version": 0, "tab": "a", "state": "done", "text": "都办了。", "figure": "", "row": ""} | changes


def test_they_come_back_from_all_three_sources(earlier, row, report, author, visit):
    promises = listed(visit(author), report)
    assert [promise.text for promise in promises] == [*PROMISED, "望多下村组。", "渠道渗漏严重"]
    assert [promise.origin for promise in promises] == ["next_step", "next_step", "opinion", "ledger_row"]
    assert [promise.source for promise in promises] == [
        *["2025年度述职报告"] * 2,
        "赵桥 · 2025年度述职",
        "问题整改 · 2025-03-08",
    ]


def test_over_two_years_each_list_is_of_the_year_before(earlier, row, report, stage, county, author, reviewer, visit):
    client = visit(author)
    for promise, state in zip(listed(client, report), ["done", "not_done", "under_way"], strict=False):
        client.post(address(report, promise), sent(state=state, text=f"{state}，已说明。"))
    submit_report(report=report, by=author, at=MOMENT)
    open_review(report=report, by=reviewer, at=MOMENT)
    agree(report=report, opinion="同意。另请补上水站的验收材料。", by=reviewer, at=MOMENT)
    closed = add_row(ledger=row.ledger, edit=LedgerRowEdit(ROW | {"问题": "已了结的"}, 0, "z"), by=author, at=MOMENT)
    save_row(row=closed, edit=LedgerRowEdit(ROW | {"问题": "已了结的", "状态": "已销号"}, 1, "z"), by=author, at=MOMENT)
    following = follow(report, author, stage, county)
    promises = listed(visit(author), following)
    assert [(promise.origin, promise.text, promise.answer) for promise in promises] == [
        ("next_step", "每月到村组走访4次。", None),
        ("opinion", "同意。另请补上水站的验收材料。", None),
        ("ledger_row", "渠道渗漏严重", None),
        ("carried", "建成水站3座。", None),
        ("carried", "望多下村组。", None),
    ]
    assert [promise.source for promise in promises[3:]] == ["2025年度述职报告", "赵桥 · 2025年度述职"]
    page = text(client.get(reverse("check", args=[following.pk])))
    assert [promise.text in page for promise in promises] == [True] * 5
    assert client.post(address(following, promises[3]), sent(state="under_way")).status_code == 302
    client.post(address(following, promises[0]), sent())
    assert PromiseAnswer.objects.filter(report=report).count() == 3
    answered = PromiseAnswer.objects.filter(report=following).order_by("pk")
    assert [answer.origin for answer in answered] == ["carried", "next_step"]


def follow(report, person, stage, county):
    """The report of the year after, and what comes back in it."""
    told = {"outline": report.cycle.outline, "due": date(2027, 12, 20), "opened_at": MOMENT, "unit": county}
    cycle = Cycle.objects.create(year=2027, name="2027年度述职", **told)
    return write_report(cycle, person, title="2027年度述职报告")


def test_what_is_promised_again_comes_back_once(earlier, report, stage, county, author, visit):
    client = visit(author)
    client.post(address(report, listed(client, report)[1]), sent(state="not_done"))
    Section.objects.filter(report=report, position=5).update(body="下一步，一是多走访；二是建成水站3座。")
    submit_report(report=report, by=author, at=MOMENT)
    following = follow(report, author, stage, county)
    assert said(client, following) == ["多走访", "建成水站3座。"]


def test_words_of_the_year_before_last_are_for_those_who_read_it(
    earlier, report, stage, county, author, reviewer, visit
):
    """One reviewer has reviewed all three years, another not the first."""
    client, newcomer = visit(author), UserFactory.create(unit=county)
    client.post(address(report, listed(client, report)[1]), sent(state="not_done"))
    following = follow(report, author, stage, county)
    last = Stage.objects.create(cycle=following.cycle, name="初审")
    for of, at in ((report, stage), (following, last)):
        submit_report(report=of, by=author, at=MOMENT)
        for person in (reviewer, newcomer):
            Review.objects.get_or_create(report=of, stage=at, reviewer=person)
    shown = {person: said(visit(person), following) for person in (author, reviewer, newcomer)}
    assert ["建成水站3座。" in shown[person] for person in (author, reviewer, newcomer)] == [True, True, False]
    assert "每月到村组走访4次。" in shown[newcomer]


def test_without_a_report_of_last_year_nothing_comes_back(report, author, visit):
    page = visit(author).get(reverse("promises", args=[report.pk]))
    assert (page.status_code, "There is nothing to be answered" in text(page)) == (200, True)


def test_a_draft_of_last_year_that_was_never_submitted_promises_nothing(last_year, report, author, visit):
    assert said(visit(author), report) == []


def test_one_that_was_withdrawn_promises_nothing(last_year, report, author, reviewer, visit):
    stage = Stage.objects.create(cycle=last_year.cycle, name="初审")
    Review.objects.create(report=last_year, stage=stage, reviewer=reviewer)
    submit_report(report=last_year, by=author, at=BEFORE)
    assert said(visit(author), report) == ["每月到村组走访21次。"]
    withdraw_report(report=last_year, by=author, at=BEFORE)
    assert said(visit(author), report) == []


def test_of_two_reports_last_year_both_promise(earlier, report, author, county, reviewer, visit):
    second = Cycle.objects.create(
        year=2025,
        name="2025年专项",
        unit=county,
        outline=earlier.cycle.outline,
        due=earlier.cycle.due,
        opened_at=BEFORE,
    )
    stage = Stage.objects.create(cycle=second, name="初审")
    words = [*WORDS[:4], ("", "修好北渠。")]
    other = write_report(second, author, words=words, title="2025年专项述职报告")
    Review.objects.create(report=other, stage=stage, reviewer=reviewer)
    submit_report(report=other, by=author, at=BEFORE)
    assert said(visit(author), report) == [*PROMISED, "修好北渠。", "望多下村组。"]


def test_words_written_after_the_submission_promise_nothing(earlier, report, author, visit):
    Section.objects.filter(report=earlier, position=5).update(body="一是别的；二是另外的。")
    assert said(visit(author), report)[:2] == PROMISED


def test_rows_of_this_year_and_closed_ones_do_not_come_back(row, report, author, visit):
    for number, change in enumerate([{"发现日期": "2026-03-08"}, {"状态": "已销号"}, {"状态": "长期推进"}]):
        add_row(ledger=row.ledger, edit=LedgerRowEdit(ROW | change, 0, f"n{number}"), by=author, at=MOMENT)
    assert said(visit(author), report) == ["渠道渗漏严重"]


def test_answered_with_words_a_figure_and_a_row(earlier, row, report, author, visit):
    client = visit(author)
    promise = listed(client, report)[0]
    figure = report.figures.get(label="走访次数")
    proof = add_row(
        ledger=row.ledger, edit=LedgerRowEdit(ROW | {"发现日期": "2026-05-01"}, 0, "p"), by=author, at=MOMENT
    )
    page = client.get(address(report, promise))
    assert ("走访次数 4次" in text(page), "问题整改 · 2026-05-01 · 渠道渗漏严重" in text(page)) == (True, True)
    answer = client.post(address(report, promise), sent(text="每月都去。", figure=figure.pk, row=proof.pk))
    assert answer.url == reverse("promises", args=[report.pk])
    stored = PromiseAnswer.objects.get()
    assert (stored.state, stored.text, stored.figure, stored.row) == ("done", "每月都去。", figure, proof)
    assert (stored.promise, stored.version, stored.saved_by) == (promise.text, 1, author)
    assert Event.objects.filter(verb="promise_answered", report=report, detail=promise.key, actor=author).count() == 1
    assert "1 of 4 promises are answered." in text(client.get(answer.url))


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": ""},
        {"state": "gone"},
        {"text": "长" * 2_001},
        {"figure": "0"},
        {"row": "x"},
        {"version": "-1"},
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_stored(earlier, report, author, visit, wrong):
    client = visit(author)
    answer = client.post(address(report, listed(client, report)[0]), sent(text="我写的。") | wrong)
    assert (answer.status_code, PromiseAnswer.objects.count()) == (422, 0)
    assert wrong.get("text", "我写的。") in text(answer)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"state": "done", "text": ""}, "Say what was done, in words, or with a figure or a row of a ledger."),
        ({"state": "done", "text": " \r\n　"}, "Say what was done, in words, or with a figure or a row of a ledger."),
        ({"state": "not_done", "text": ""}, "Say in words why it was not done, and what comes next."),
    ],
)
def test_an_answer_that_nothing_bears_out_is_asked_about(earlier, report, author, visit, changes, words):
    client = visit(author)
    promise = listed(client, report)[0]
    answer = client.post(address(report, promise), sent(**changes))
    assert (answer.status_code, words in text(answer), PromiseAnswer.objects.count()) == (422, True, 0)
    edit = PromiseEdit(changes["state"], " ", None, None, version=0, tab="")
    with pytest.raises(Refused, match="^Say"):
        answer_promise(report=report, promise=promise, edit=edit, by=author, at=MOMENT)


def test_what_is_not_done_is_not_borne_out_by_a_figure_alone(earlier, report, author, visit):
    client, figure = visit(author), report.figures.get(label="走访次数")
    promise = listed(client, report)[0]
    assert client.post(address(report, promise), sent(state="not_done", text="", figure=figure.pk)).status_code == 422
    assert client.post(address(report, promise), sent(text="", figure=figure.pk)).status_code == 302


def test_a_row_or_a_figure_of_somebody_else_is_no_choice(earlier, row, report, author, stranger, cycle, visit):
    theirs = begin_ledger(slug="rectification", person=stranger, by=stranger, at=MOMENT)
    other = add_row(ledger=theirs, edit=LedgerRowEdit(ROW | {"发现日期": "2026-05-01"}, 0, "p"), by=stranger, at=MOMENT)
    figure = write_report(cycle, stranger).figures.first()
    client = visit(author)
    promise = listed(client, report)[0]
    for change in ({"row": other.pk}, {"figure": figure.pk}):
        assert client.post(address(report, promise), sent(**change)).status_code == 422
    assert PromiseAnswer.objects.count() == 0


def test_two_people_on_one_promise_both_are_shown(earlier, report, author, assistant, visit):
    client = visit(author)
    promise = listed(client, report)[0]
    visit(assistant).post(address(report, promise), sent(tab="b", text="代填的。"))
    answer = client.post(address(report, promise), sent(state="not_done", text="作者的。"))
    page = text(answer)
    assert (answer.status_code, "代填的。" in page, "作者的。" in page) == (409, True, True)
    assert PromiseAnswer.objects.get().text == "代填的。"
    again = sent(state="not_done", text="作者的。", version=answer.context["form"]["version"].value())
    assert client.post(address(report, promise), again).status_code == 302
    assert PromiseAnswer.objects.get().text == "作者的。"


def test_a_page_that_lost_the_answer_to_its_save_is_in_no_conflict(earlier, report, author, visit):
    client = visit(author)
    promise = listed(client, report)[0]
    for _time in range(2):
        assert client.post(address(report, promise), sent(text="一稿。")).status_code == 302
    assert client.post(address(report, promise), sent(text="二稿。")).status_code == 409  # which is newer, nobody knows
    assert (PromiseAnswer.objects.get().text, PromiseAnswer.objects.get().version) == ("一稿。", 1)


def test_nothing_is_answered_once_the_report_is_submitted(earlier, report, author, visit):
    client = visit(author)
    promise = listed(client, report)[0]
    submit_report(report=report, by=author, at=MOMENT)
    answer = client.post(address(report, promise), sent(text="太迟。"))
    assert (answer.status_code, PromiseAnswer.objects.count(), "太迟。" in text(answer)) == (409, 0, True)


def test_unanswered_ones_stand_on_the_check_page_with_a_link(earlier, report, author, visit):
    client = visit(author)
    first, *others = listed(client, report)
    client.post(address(report, first), sent())
    page = text(client.get(reverse("check", args=[report.pk])))
    assert [f'href="{address(report, one)}"' in page for one in (first, *others)] == [False, True, True]
    assert "1 of 3 are answered." in page
    for one in others:
        client.post(address(report, one), sent())
    assert "are answered." not in text(client.get(reverse("check", args=[report.pk])))


def test_a_row_that_is_reworded_after_the_answer_is_asked_about(row, report, author, visit):
    client = visit(author)
    client.post(address(report, listed(client, report)[0]), sent())
    save_row(row=row, edit=LedgerRowEdit(ROW | {"问题": "水库渗漏"}, 1, "x"), by=author, at=MOMENT)
    (promise,) = listed(client, report)
    assert (promise.text, promise.is_reworded, promise.answer.promise) == ("水库渗漏", True, "渠道渗漏严重")
    assert "changed since it was answered" in text(client.get(reverse("check", args=[report.pk])))
    client.post(address(report, promise), sent(version=1, tab="c"))
    assert "changed since" not in text(client.get(reverse("check", args=[report.pk])))


def test_an_answer_outlives_its_promise(earlier, row, report, author, visit):
    """A correction changes last year's words, and a row is closed: what was answered is still there."""
    client = visit(author)
    for promise in listed(client, report):
        client.post(address(report, promise), sent(text=f"答：{promise.text}"))
    LedgerRow.objects.filter(pk=row.pk).update(cells=ROW | {"状态": "已销号"})
    Section.objects.filter(report=earlier, position=5).update(body="别的事。")
    frozen = earlier.revisions.latest("number")
    data = frozen.data | {"sections": [part | {"body": "别的事。"} for part in frozen.data["sections"]]}
    Revision.objects.create(
        report=earlier, number=9, milestone="approved", data=data, sha256="x", created_at=MOMENT, created_by=author
    )
    promises = listed(client, report)
    assert [(one.text, one.is_current) for one in promises] == [
        ("别的事。", True),
        ("望多下村组。", True),
        *((words, False) for words in (*PROMISED, "渠道渗漏严重")),
    ]
    page = text(client.get(reverse("promises", args=[report.pk])))
    assert page.count("it does not stand so in its source any more") == 3
    assert f"答：{PROMISED[0]}" in page


@pytest.fixture
def newcomer(report, stage, elsewhere):
    """Reviews this year's report, and read nothing of last year."""
    person = UserFactory.create(username="xin", name="辛来", unit=elsewhere)
    Review.objects.create(report=report, stage=stage, reviewer=person)
    return person


def test_a_reader_sees_what_they_may_read_and_only_once_it_is_submitted(
    earlier, row, report, author, reviewer, newcomer, organiser, visit
):
    client = visit(author)
    for promise in listed(client, report):
        client.post(address(report, promise), sent(text=f"答：{promise.text}"))
    submit_report(report=report, by=author, at=MOMENT)
    seen = {person: said(visit(person), report) for person in (reviewer, newcomer, organiser)}
    assert seen == {
        reviewer: [*PROMISED, "望多下村组。"],
        newcomer: [],
        organiser: [*PROMISED, "望多下村组。", "渠道渗漏严重"],
    }
    page = text(visit(newcomer).get(reverse("promises", args=[report.pk])))
    assert [words in page for words in (*PROMISED, "望多下村组", "渗漏", "答：", "2025")] == [False] * 6
    open_review(report=report, by=reviewer, at=MOMENT)
    reasons = {report.sections.get(position=4).pk: "太笼统。"}
    return_report(report=report, reasons=reasons, by=reviewer, at=MOMENT)
    assert said(visit(reviewer), report) == []


def test_moved_to_another_unit_nobody_new_sees_more(earlier, row, cycle, author, elsewhere, reviewer, visit):
    """The organiser of the new unit reads this year's report, and nothing of what was written in the old one."""
    User.objects.filter(pk=author.pk).update(unit=elsewhere)
    author.refresh_from_db()
    report = write_report(cycle, author)
    Review.objects.create(report=report, stage=cycle.stages.get(), reviewer=reviewer)
    there = UserFactory.create(username="kai", unit=elsewhere)
    elsewhere.organisers.add(there)
    assert said(visit(author), report) == [*PROMISED, "望多下村组。", "渠道渗漏严重"]
    submit_report(report=report, by=author, at=MOMENT)
    assert said(visit(there), report) == ["渠道渗漏严重"]  # organisers of the official's unit read the ledger itself


def test_a_revoked_assistant_sees_and_answers_nothing(earlier, report, author, assistant, visit):
    client = visit(assistant)
    promise = listed(client, report)[0]
    Assistance.objects.all().delete()
    assert client.get(reverse("promises", args=[report.pk])).status_code == 404
    assert client.post(address(report, promise), sent()).status_code == 404
    assert PromiseAnswer.objects.count() == 0


def test_an_assistant_who_may_not_read_last_years_report_sees_nothing_of_it(earlier, report, author, assistant, visit):
    assert said(visit(assistant), report) == [*PROMISED, "望多下村组。"]
    stage = earlier.cycle.stages.get()
    stage.reviewers.create(unit=earlier.unit, reviewer=assistant)
    assert said(visit(assistant), report) == []


def test_opinions_of_a_report_that_is_still_reviewed_stay_with_its_reviewers(earlier, report, author, visit):
    Report.objects.filter(pk=earlier.pk).update(state="in_review")
    assert said(visit(author), report) == PROMISED


def test_of_several_opinions_of_one_reviewer_the_last(earlier, report, author, reviewer, visit):
    first = Opinion.objects.get()
    other = Revision.objects.filter(report=earlier).exclude(pk=first.revision_id).first()
    later = MOMENT - timedelta(days=1)
    Opinion.objects.create(
        review=first.review, revision=other, by=reviewer, decision="agreed", text="还要多看。", at=later
    )
    assert said(visit(author), report) == [*PROMISED, "还要多看。"]


def test_three_hundred_promises_are_listed_by_the_page_and_answered(last_year, report, author, reviewer, visit):
    steps = "".join(f"{chinese_number(number)}是修好第{number}条渠。\n" for number in range(1, 301))
    Section.objects.filter(report=last_year, position=5).update(body=steps)
    Review.objects.create(
        report=last_year, stage=Stage.objects.create(cycle=last_year.cycle, name="初审"), reviewer=reviewer
    )
    submit_report(report=last_year, by=author, at=BEFORE)
    client = visit(author)
    promises = listed(client, report)
    assert [promise.text for promise in promises] == [f"修好第{number}条渠。" for number in range(1, 301)]
    last = client.get(reverse("promises", args=[report.pk]), {"page": 99})
    assert (last.status_code, "修好第300条渠。" in text(last)) == (200, True)
    assert client.post(address(report, promises[299]), sent()).status_code == 302


PASSAGE = (
    "上年度承诺事项办理情况：一是“每月到村组走访21次”，已完成：每月都去，走访次数【走访次数】次。"
    "二是“建成水站3座”，正在推进。"
)


@pytest.fixture
def answered(earlier, report, author, visit):
    client = visit(author)
    first, second, _opinion = listed(client, report)
    figure = report.figures.get(label="走访次数")
    client.post(address(report, first), sent(text="每月都去。", figure=figure.pk))
    client.post(address(report, second), sent(state="under_way", text=""))
    return client


def passage(part, **changes):
    part.refresh_from_db()
    return {"section": f"{part.pk}-{part.version}", "text": PASSAGE} | changes


def test_the_answers_are_set_below_the_text_of_the_chosen_section(answered, report, section):
    url = reverse("promise_passage", args=[report.pk])
    assert answered.get(url).context["form"]["text"].value() == PASSAGE
    before = section.body
    answer = answered.post(url, passage(section, text="自己改过。\r\n" + PASSAGE))
    assert answer.url == reverse("section", args=[report.pk, section.pk])
    section.refresh_from_db()
    assert (section.body, section.version) == (f"{before}\n自己改过。\n{PASSAGE}", 2)


def test_a_section_that_was_changed_meanwhile_is_asked_about(answered, report, section):
    stale = passage(section)
    Section.objects.filter(pk=section.pk).update(body="别人的话。", version=2)
    url = reverse("promise_passage", args=[report.pk])
    answer = answered.post(url, stale)
    page = text(answer)
    assert (answer.status_code, "别人的话。" in page, PASSAGE in page) == (409, True, True)
    section.refresh_from_db()
    assert section.body == "别人的话。"
    assert answered.post(url, passage(section)).status_code == 302
    section.refresh_from_db()
    assert section.body == f"别人的话。\n{PASSAGE}"


@pytest.mark.parametrize("wrong", [{"section": ""}, {"section": "0-1"}, {"section": "x"}, {"text": " "}])
def test_a_passage_without_a_place_or_without_words(answered, report, section, wrong):
    before = section.body
    answer = answered.post(reverse("promise_passage", args=[report.pk]), passage(section, **wrong))
    section.refresh_from_db()
    assert (answer.status_code, section.body) == (422, before)


def test_nothing_is_set_into_a_section_that_was_not_returned(answered, report, author, section):
    submit_report(report=report, by=author, at=MOMENT)
    answer = answered.post(reverse("promise_passage", args=[report.pk]), passage(section))
    section.refresh_from_db()
    assert (answer.status_code, PASSAGE in section.body, PASSAGE in text(answer)) == (409, False, True)


def test_a_published_report_promises_too(earlier, report, author, reviewer, visit):
    publish_report(report=earlier, by=reviewer, party=Party.REVIEWER, at=MOMENT)
    assert said(visit(author), report)[:2] == PROMISED


def test_an_opinion_that_only_agrees_asks_for_nothing(earlier, report, author, reviewer, visit):
    given = Opinion.objects.get()
    other = Revision.objects.filter(report=earlier).exclude(pk=given.revision_id).first()
    told = {"review": given.review, "revision": other, "by": reviewer, "decision": "agreed"}
    Opinion.objects.create(**told, text="同意。", at=MOMENT - timedelta(days=1))
    assert said(visit(author), report) == PROMISED


def test_no_section_is_chosen_before_the_author_chooses(answered, report):
    page = answered.get(reverse("promise_passage", args=[report.pk]))
    assert page.context["form"].fields["section"].choices[0][0] == ""
