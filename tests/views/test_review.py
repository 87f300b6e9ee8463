"""Decisions, their publication, who reads the opinions and the grades, and the files of what was said."""

import re
from datetime import date, datetime, time, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from reports.actions.comment import add_comment, comment_on_figure
from reports.actions.decision import decide_comment
from reports.actions.report import submit_report
from reports.actions.review import agree, return_report
from reports.actions.saved_text import TextEdit
from reports.actions.section import save_section
from reports.models import Comment, Event, GradeScale, Opinion, Report, Review, Section
from reports.prose.content import Words

from ..factories import MOMENT, UserFactory
from ..gongwen.pages import body_text

LATER = MOMENT + timedelta(days=9)
NO_FONT_HAS_IT = "\U000f0000"  # for private use


@pytest.fixture
def colleague(county):
    return UserFactory.create(username="qian", name="钱宁", unit=county)


@pytest.fixture
def leader(in_review, colleague):
    """Decides in a second stage."""
    stage = in_review.cycle.stages.create(position=2, name="领导审定", due=date(2027, 1, 20))
    Review.objects.create(report=in_review, stage=stage, reviewer=colleague, opened_at=MOMENT)
    return colleague


@pytest.fixture
def graded(cycle):
    cycle.grade_scale, cycle.best_grade_quota = GradeScale.of_labels(["好", "较好", "一般", "差"]), None
    cycle.save()
    return cycle


def go(client, name, report, data=None, **query):
    address = reverse(name, args=[report.pk], query=query)
    return client.get(address) if data is None else client.post(address, data)


def text(answer):
    return answer.content.decode()


def told(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def state(report):
    return Report.objects.values_list("state", flat=True).get(pk=report.pk)


def opinions():
    return list(Opinion.objects.values_list("review__reviewer__username", "decision", "text", "grade"))


# agreement


def test_who_has_decided_everything_still_finds_the_reviews_in_the_head(approved, author, reviewer, visit):
    link = f'href="{reverse("reviews")}"'
    assert [link in text(visit(person).get(reverse("home"))) for person in (reviewer, author)] == [True, False]


def test_the_last_agreement_publishes_and_the_final_copy_is_there(in_review, author, reviewer, visit):
    answer = go(visit(reviewer), "agree", in_review, {"opinion": "同意。"})
    assert (answer.status_code, answer.url) == (302, reverse("reviews"))
    assert told(answer) == ["The report is approved and published. Its final copy can be downloaded."]
    assert (state(in_review), opinions()) == ("published", [("zhao", "agreed", "同意。", "")])
    copy = visit(author).get(reverse("file", args=[in_review.pk, "final"]))
    assert (copy.status_code, copy["Content-Type"], copy.content[:5]) == (200, "application/pdf", b"%PDF-")


def test_an_agreement_before_the_last_goes_on_to_the_next(in_review, leader, reviewer, visit):
    answer = go(visit(reviewer), "agree", in_review, {"opinion": ""})
    assert told(answer) == ["Your agreement is kept. The report goes on to the next who have to decide."]
    assert (state(in_review), Report.objects.get(pk=in_review.pk).stage.name) == ("in_review", "领导审定")
    assert "同意" not in text(go(visit(leader), "agree", in_review))
    go(visit(leader), "agree", in_review, {"opinion": ""})
    assert state(in_review) == "published"


def test_no_grade_is_asked_for_where_the_cycle_asks_for_none(in_review, reviewer, visit):
    assert list(go(visit(reviewer), "agree", in_review).context["form"].fields) == ["read", "stage", "opinion"]
    go(visit(reviewer), "agree", in_review, {"opinion": "", "grade": "差"})
    assert opinions() == [("zhao", "agreed", "", "")]


def test_the_grade_is_kept(graded, in_review, reviewer, visit):
    go(visit(reviewer), "agree", in_review, {"opinion": "扎实。", "grade": "较好"})
    assert opinions() == [("zhao", "agreed", "扎实。", "较好")]


@pytest.mark.parametrize("grade", [{}, {"grade": "excellent"}])
def test_without_a_right_grade_the_opinion_stays_as_typed(graded, in_review, reviewer, visit, grade):
    answer = go(visit(reviewer), "agree", in_review, {"opinion": "写了半天的意见。", **grade})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["grade"])
    assert "写了半天的意见。</textarea>" in text(answer)
    assert (state(in_review), opinions()) == ("in_review", [])


@pytest.mark.parametrize("name", ["agree", "return"])
def test_out_of_turn_one_is_told_before_typing(in_review, leader, visit, name):
    answer = go(visit(leader), name, in_review)
    assert (answer.status_code, answer.url) == (302, reverse("read", args=[in_review.pk]))
    assert told(answer) == ["There is nothing for you to decide here at the moment."]


@pytest.mark.parametrize(("name", "data"), [("agree", {}), ("return", {"opinion": "退。", "whole": 1})])
def test_out_of_turn_nothing_is_decided(in_review, leader, visit, name, data):
    answer = go(visit(leader), name, in_review, data)
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == [
        "It is not your turn to decide: you have decided about this version already, or another stage comes first."
    ]
    assert (state(in_review), opinions()) == ("in_review", [])


def test_a_second_agreement_from_another_window_counts_once(in_review, leader, reviewer, visit):
    client = visit(reviewer)
    for _time in range(2):
        answer = go(client, "agree", in_review, {"opinion": "同意。"})
    assert (answer.status_code, "同意。</textarea>" in text(answer)) == (422, True)
    assert opinions() == [("zhao", "agreed", "同意。", "")]


def opened(client, name, report):
    """What the page carries along."""
    form = go(client, name, report).context["form"]
    return {field: form[field].value() for field in ("read", "stage")}


def test_a_decision_sent_again_is_kept_once_and_says_so(graded, in_review, leader, reviewer, visit):
    client = visit(reviewer)
    sent = {"opinion": "同意。", "grade": "好", **opened(client, "agree", in_review)}
    answers = [go(client, "agree", in_review, sent) for _time in range(2)]
    assert [answer.url for answer in answers] == [reverse("reviews")] * 2
    assert told(answers[1])[-1] == "Your decision has arrived before: it is kept."
    assert opinions() == [("zhao", "agreed", "同意。", "好")]
    page = go(client, "agree", in_review)
    assert (page.status_code, "同意。" in text(page), "好</span>" in text(page)) == (200, True, True)


def test_other_words_sent_after_a_decision_are_shown_and_not_called_kept(in_review, leader, reviewer, visit):
    client = visit(reviewer)
    about = opened(client, "agree", in_review)
    go(client, "agree", in_review, {"opinion": "同意。", **about})
    answer = go(client, "agree", in_review, {"opinion": "同意，但请再改。", **about})
    assert (answer.status_code, "同意，但请再改。</textarea>" in text(answer)) == (422, True)
    reason = {f"reason-{in_review.sections.first().pk}": "再写。"}
    assert go(client, "return", in_review, {"opinion": "", **reason, **about}).status_code == 422
    assert (state(in_review), opinions()) == ("in_review", [("zhao", "agreed", "同意。", "")])


def test_a_decision_sent_twice_is_not_one_of_the_next_stage(in_review, leader, reviewer, visit):
    """The same person decides there too."""
    stage = in_review.cycle.stages.get(position=2)
    Review.objects.create(report=in_review, stage=stage, reviewer=reviewer, opened_at=MOMENT)
    client = visit(reviewer)
    sent = {"opinion": "同意。", **opened(client, "agree", in_review)}
    answers = [go(client, "agree", in_review, sent) for _time in range(2)]
    assert [answer.url for answer in answers] == [reverse("reviews")] * 2
    assert opinions() == [("zhao", "agreed", "同意。", "")]
    go(client, "agree", in_review, {"opinion": "再次同意。", **opened(client, "agree", in_review)})
    assert [row[2] for row in opinions()] == ["同意。", "再次同意。"]


def test_a_return_sent_again_is_kept(in_review, reviewer, visit):
    client = visit(reviewer)
    reason = {f"reason-{in_review.sections.first().pk}": "再写。 "}
    sent = {"opinion": "", **reason, **opened(client, "return", in_review)}
    assert [go(client, "return", in_review, sent).url for _time in range(2)] == [reverse("reviews")] * 2
    assert "再写。" in text(go(client, "return", in_review))
    assert (state(in_review), opinions()) == ("returned", [("zhao", "returned", "", "")])


def test_the_last_agreement_sent_again_is_kept(in_review, reviewer, visit):
    client = visit(reviewer)
    sent = {"opinion": "同意。", **opened(client, "agree", in_review)}
    assert [go(client, "agree", in_review, sent).url for _time in range(2)] == [reverse("reviews")] * 2
    assert (state(in_review), len(opinions())) == ("published", 1)


def test_nobody_decides_about_a_version_they_have_not_seen(in_review, author, reviewer, colleague, visit):
    """The page was opened on version 1; another reviewer returned it and version 3 came in."""
    client = visit(reviewer)
    Review.objects.create(report=in_review, stage=in_review.cycle.stages.get(), reviewer=colleague)
    opened = go(client, "agree", in_review).context["form"]["read"].value()
    return_report(report=in_review, reasons={in_review.sections.first().pk: "再写。"}, by=colleague, at=LATER)
    submit_report(report=in_review, by=author, at=LATER + timedelta(days=1))
    answer = go(client, "agree", in_review, {"opinion": "写了半天的意见。", "read": opened})
    assert (opened, answer.status_code, "写了半天的意见。</textarea>" in text(answer)) == (1, 422, True)
    assert answer.context["form"].non_field_errors() == [
        "The author has submitted another version since you opened this page. Look at the changes before you decide."
    ]
    assert [row[:2] for row in opinions()] == [("qian", "returned")]
    again = go(client, "agree", in_review, {"opinion": "同意。", "read": answer.context["form"]["read"].value()})
    assert (again.status_code, [row[:2] for row in opinions()]) == (302, [("qian", "returned"), ("zhao", "agreed")])


# sending back


def test_two_named_sections_are_returned(in_review, author, reviewer, visit):
    duty, problems = (in_review.sections.get(position=position) for position in (3, 4))
    reasons = {f"reason-{duty.pk}": "数据没有来源。", f"reason-{problems.pk}": "太笼统。"}
    answer = go(visit(reviewer), "return", in_review, {"opinion": "改两处。", **reasons})
    assert (answer.url, told(answer)) == (reverse("reviews"), ["The report has gone back to its author."])
    kept = in_review.sections.order_by("position").values_list("return_reason", flat=True)
    assert list(kept) == ["", "", "数据没有来源。", "太笼统。", ""]
    assert (state(in_review), opinions()) == ("returned", [("zhao", "returned", "改两处。", "")])
    page = text(go(visit(author), "report", in_review))
    assert [words in page for words in ("改两处。", "数据没有来源。", "太笼统。")] == [True, True, True]


def test_the_whole_report_is_returned(in_review, reviewer, visit):
    duty = in_review.sections.get(position=3)
    data = {"opinion": "与分工不符。", "whole": "on", f"reason-{duty.pk}": "数据没有来源。"}
    go(visit(reviewer), "return", in_review, data)
    kept = in_review.sections.order_by("position").values_list("return_reason", flat=True)
    assert list(kept) == ["与分工不符。", "与分工不符。", "数据没有来源。", "与分工不符。", "与分工不符。"]
    assert Section.objects.open_for_writing().filter(report=in_review).count() == 5


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({"opinion": "", "whole": "on"}, {"opinion": ["Write why the whole report is returned."]}),
        ({"opinion": "写了半天的意见。"}, {"__all__": ["Write the reason beside at least one section."]}),
        ({"opinion": " \n "}, {"__all__": ["Write the reason beside at least one section."]}),
    ],
)
def test_without_a_reason_nothing_is_returned(in_review, reviewer, visit, data, errors):
    answer = go(visit(reviewer), "return", in_review, data)
    assert (answer.status_code, answer.context["form"].errors) == (422, errors)
    assert answer.context["form"]["opinion"].value() == data["opinion"]
    assert (state(in_review), opinions()) == ("in_review", [])


# publication


def test_what_cannot_be_printed_is_approved_but_not_published(in_review, reviewer, visit):
    Report.objects.filter(pk=in_review.pk).update(title=f"报告{NO_FONT_HAS_IT}")
    answer = go(visit(reviewer), "agree", in_review, {"opinion": ""})
    assert told(answer) == [
        "Not published: the final copy cannot be made. "
        f"No font on this site has these characters: {NO_FONT_HAS_IT} (U+F0000).",
        "Your agreement is kept, and the report is approved.",
    ]
    assert state(in_review) == "approved"


def test_what_misses_the_page_standard_is_published_only_by_one_who_says_so(on_letter_paper, organiser, visit):
    client = visit(organiser)
    answer = go(client, "publish", on_letter_paper, {})
    assert answer.url == reverse("reviewers", args=[on_letter_paper.pk])
    (message,) = told(answer)
    assert message.startswith("Approved, but not published: the final copy misses the page standard. ")
    assert "215.9" in message
    assert state(on_letter_paper) == "approved"
    answer = go(client, "publish", on_letter_paper, {"accepted_because": "只有信纸。"})
    assert told(answer)[-1] == "The report is published. Its final copy can be downloaded."
    assert state(on_letter_paper) == "published"
    assert "215.9" in Event.objects.get(verb="published").detail


def test_an_organiser_publishes_what_is_approved_and_keeps_the_standard(approved, organiser, visit):
    answer = go(visit(organiser), "publish", approved, {})
    assert told(answer) == ["The report is published. Its final copy can be downloaded."]
    event = Event.objects.get(verb="published")
    assert (state(approved), event.actor, event.detail) == ("published", organiser, "")


@pytest.mark.parametrize("where", ["report", "in_review", "published"])
def test_nothing_else_is_published(request, organiser, visit, where):
    report = request.getfixturevalue(where)
    before = state(report)
    answer = go(visit(organiser), "publish", report, {"although": "on"})
    assert told(answer) == ["Only an approved report is published, and only once."]
    assert state(report) == before


# who reads what was decided


def test_the_author_reads_opinions_once_nobody_is_deciding_any_more(
    in_review, leader, author, assistant, reviewer, visit
):
    agree(report=in_review, opinion="同意上报。", by=reviewer, at=LATER)
    assert ["同意上报。" in text(go(visit(person), "report", in_review)) for person in (author, assistant)] == [
        False,
        False,
    ]
    assert "同意上报。" in text(go(visit(leader), "agree", in_review))
    agree(report=in_review, by=leader, at=LATER)
    assert ["同意上报。" in text(go(visit(person), "report", in_review)) for person in (author, assistant)] == [
        True,
        True,
    ]


def test_a_grade_is_for_organisers_and_for_who_gave_it(graded, in_review, leader, reviewer, organiser, visit):
    agree(report=in_review, opinion="同意上报。", grade="较好", by=reviewer, at=LATER)
    pages = [go(visit(leader), "agree", in_review), go(visit(organiser), "reviewers", in_review)]
    assert [("同意上报。" in text(page), "较好</span>" in text(page)) for page in pages] == [
        (True, False),
        (True, False),
    ]
    assert "（较好）" in text(pages[1])
    grades = {person: remark_cells(visit(person), in_review) for person in (leader, reviewer, organiser)}
    assert {person.username: "较好" in str(cells) for person, cells in grades.items()} == {
        "qian": False,
        "zhao": True,
        "tang": True,
    }


@pytest.mark.parametrize("shows", [False, True])
def test_authors_see_grades_where_the_cycle_shows_them(graded, in_review, author, assistant, reviewer, visit, shows):
    graded.shows_grades = shows
    graded.save()
    agree(report=in_review, opinion="同意上报。", grade="较好", by=reviewer, at=LATER)
    for person in (author, assistant):
        pages = [text(go(visit(person), "report", in_review)), str(remark_cells(visit(person), in_review))]
        assert [("同意上报。" in page, "较好" in page) for page in pages] == [(True, shows), (True, shows)]


def test_organisers_see_that_grades_differ(graded, in_review, stage, colleague, reviewer, organiser, visit):
    Review.objects.create(report=in_review, stage=stage, reviewer=colleague)
    agree(report=in_review, grade="好", by=reviewer, at=LATER)
    round_ = reverse("cycle_grades", args=[graded.pk])
    assert "grades differ" not in text(visit(organiser).get(round_))
    agree(report=in_review, grade="一般", by=colleague, at=LATER)
    assert "grades differ" in text(visit(organiser).get(round_))
    page = text(visit(organiser).get(reverse("grade", args=[graded.pk, in_review.participant_id])))
    assert [words in page for words in ("赵桥：好", "钱宁：一般")] == [True, True]
    assert "The reviewers gave different grades." in text(go(visit(organiser), "reviewers", in_review))


# the files of what was said


@pytest.fixture
def discussed(in_review, reviewer):
    """Words for the author, and between reviewers: a comment, a suggestion, and an answer to it."""
    section = in_review.sections.select_related("report", "outline_section").get(position=4)
    place = {"section": section, "read": section.body, "passage": (0, 3), "by": reviewer, "at": LATER}
    add_comment(**place, text="请写具体次数。")
    add_comment(**place, text="此人去年也这样写。", for_reviewers_only=True)
    hidden = add_comment(**place, text="", replacement="换成处分依据", for_reviewers_only=True)
    hidden.replies.create(author=reviewer, text="会上再议。", created_at=LATER)
    return in_review


def remark_cells(client, report, **asked):
    data = client.get(reverse("file", args=[report.pk, "workbook"]), asked).content
    rows = openpyxl.load_workbook(BytesIO(data)).active.iter_rows(min_row=3, values_only=True)
    return [row[3] for row in rows]


@pytest.mark.parametrize(("days", "marked"), [(0, False), (1, True)])
def test_a_late_report_is_marked_wherever_it_stands(graded, discussed, organiser, reviewer, visit, days, marked):
    """The due day itself still counts, to its end."""
    last = datetime.combine(discussed.due_on, time(23, 59), tzinfo=timezone.get_current_timezone())
    Report.objects.update(first_submitted_at=last + timedelta(days=days))
    cycle, client = discussed.cycle, visit(organiser)
    pages = [
        reverse("participant", args=[discussed.participant_id]),
        reverse("person", args=[discussed.author_id]),
        reverse("reviewers", args=[discussed.pk]),
        reverse("hand_over", args=[cycle.pk, reviewer.pk]),
        reverse("cycle_grades", args=[cycle.pk]),
        *(reverse(name, args=[cycle.pk]) for name in ("participants", "cycle_reports", "cycle_reviews")),
    ]
    shown = {page: client.get(page).content.decode() for page in pages}
    assert {page: "tag-late" in said for page, said in shown.items()} == dict.fromkeys(pages, marked)
    data = client.get(reverse("file", args=[discussed.pk, "workbook"])).content
    title = openpyxl.load_workbook(BytesIO(data)).active["A1"].value
    assert title == "2026年度述职报告意见汇总表" + ("（迟交）" if marked else "")


@pytest.mark.parametrize(
    ("kind", "content_type", "start", "name"),
    [
        ("annotated", "application/pdf", b"%PDF-", "2026年度述职报告（林晓）批注稿.pdf"),
        ("remarks", "application/pdf", b"%PDF-", "2026年度述职报告（林晓）意见汇总表.pdf"),
        (
            "workbook",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            b"PK\x03\x04",
            "2026年度述职报告（林晓）意见汇总表.xlsx",
        ),
    ],
)
def test_files_of_remarks(discussed, author, visit, disposition_name, kind, content_type, start, name):
    answer = visit(author).get(reverse("file", args=[discussed.pk, kind]))
    assert (answer.status_code, answer["Content-Type"]) == (200, content_type)
    assert (answer.content[: len(start)], disposition_name(answer)) == (start, name)


def test_files_of_remarks_are_offered_once_there_are_any(report, author, visit):
    client, url = visit(author), reverse("pdf", args=[report.pk])
    assert [kind for kind in client.get(url).context["kinds"] if kind.is_of_remarks] == []
    section = report.sections.get(position=4)
    Comment.objects.create(section=section, author=author, text="还要补。", created_at=MOMENT, changed_at=MOMENT)
    offered = [str(kind) for kind in client.get(url).context["kinds"] if kind.is_of_remarks]
    assert offered == ["annotated", "remarks", "workbook"]


def test_files_are_offered_by_what_they_are_about(published, author, visit):
    page = text(go(visit(author), "pdf", published))
    assert re.findall(r'<h2 id="files-\d">([^<]+)</h2>', page) == ["The report", "Figures", "Opinions and comments"]
    assert re.findall(r"/files/(\w+)/\"", page) == [
        "final", "docx", "ofd", "txt", "annex", "annotated", "remarks", "workbook", "json",
    ]  # fmt: skip


def test_what_reviewers_tell_one_another_stays_out_of_the_authors_workbook(
    discussed, author, assistant, reviewer, organiser, visit
):
    public = ["请写具体次数。"]
    private = [
        "(only reviewers see this)\n此人去年也这样写。",
        "(only reviewers see this)\nWrite instead: 换成处分依据\n赵桥: 会上再议。",
    ]
    assert remark_cells(visit(reviewer), discussed, apart="") == public + private
    for person in (author, assistant, organiser, reviewer):
        assert remark_cells(visit(person), discussed) == public
    for person in (author, assistant, organiser):
        assert remark_cells(visit(person), discussed, apart="") == public


APART = ["去年", "处分", "再议"]  # so short that no cell of a table breaks them
MARK = "仅审阅人可见"


@pytest.mark.parametrize("role", ["author", "assistant", "organiser", "reviewer"])
@pytest.mark.parametrize("kind", ["annotated", "remarks", "workbook"])
@pytest.mark.parametrize("asked", [{}, {"apart": ""}], ids=["unasked", "asked"])
def test_what_is_for_reviewers_leaves_the_site_only_for_them_on_request_and_marked(
    request, discussed, visit, disposition_name, role, kind, asked
):
    answer = visit(request.getfixturevalue(role)).get(reverse("file", args=[discussed.pk, kind]), asked)
    words, is_apart = words_of_file(kind, answer.content), role == "reviewer" and asked != {}
    assert (answer.status_code, "请写具体次数" in words) == (200, True)
    assert [secret in words for secret in APART] == [is_apart] * 3
    assert (MARK in words, MARK in disposition_name(answer)) == (is_apart, is_apart)


def words_of_file(kind, data):
    if kind == "workbook":
        rows = openpyxl.load_workbook(BytesIO(data)).active.iter_rows(values_only=True)
        return "".join(str(value) for row in rows for value in row)
    return "".join(body_text(data).split())


@pytest.mark.parametrize("role", ["author", "assistant", "organiser", "reviewer"])
def test_files_with_what_only_reviewers_see_are_offered_to_them_alone(request, discussed, visit, role):
    answer = go(visit(request.getfixturevalue(role)), "pdf", discussed)
    assert text(answer).count("/?apart") == (3 if role == "reviewer" else 0)
    assert [str(kind) for kind in answer.context["apart"]] == (
        ["annotated", "remarks", "workbook"] if role == "reviewer" else []
    )


# why it was returned, and whether the words have changed


def rows(client, report):
    data = client.get(reverse("file", args=[report.pk, "workbook"])).content
    found = openpyxl.load_workbook(BytesIO(data)).active.iter_rows(min_row=3, values_only=True)
    return [(row[1], row[3], row[4], row[7]) for row in found]


def test_every_returns_reasons_stand_in_the_table(returned, author, reviewer, organiser, visit):
    submit_report(report=returned, by=author, at=LATER)
    duty = returned.sections.get(position=3)
    return_report(report=returned, reasons={duty.pk: "数据没有来源。"}, opinion="再改。", by=reviewer, at=LATER)
    Section.objects.filter(pk=duty.pk).update(body="铺设管网三十公里，数据见水务台账。")
    submit_report(report=returned, by=author, at=LATER + timedelta(days=1))
    expected = [
        ("存在问题", "Returned, version 1:\n问题写得太笼统。", "赵桥", "Words unchanged"),
        ("第二，业务工作", "Returned, version 3:\n数据没有来源。", "赵桥", "Words changed"),
    ]
    for person in (author, organiser):
        assert rows(visit(person), returned)[:2] == expected
    assert [
        words in text(go(visit(author), "revisions", returned)) for words in ("问题写得太笼统。", "数据没有来源。")
    ] == [
        True,
        True,
    ]


@pytest.fixture
def remarked(in_review, reviewer):
    """Comments on three passages of one section, on its figure, and on the whole of two others."""
    duty, study, problems = (
        in_review.sections.select_related("report", "outline_section").get(position=position) for position in (3, 2, 4)
    )
    say = {"text": "请改。", "by": reviewer, "at": LATER}
    for quote in ("铺设管网", "【管网长度】公里", "通水。"):
        start = duty.body.index(quote)
        add_comment(section=duty, read=duty.body, passage=(start, start + len(quote)), **say)
    date_ = in_review.figures.get(label="通水日期")
    comment_on_figure(figure=date_, section=duty, read=duty.body, value="2026年6月1日", **say)
    for section in (study, problems):
        add_comment(section=section, read=section.body, passage=None, **say)
    return in_review


def changes(client, report):
    data = client.get(reverse("file", args=[report.pk, "workbook"])).content
    found = openpyxl.load_workbook(BytesIO(data)).active.iter_rows(min_row=3, values_only=True)
    return {(row[1], row[2]): row[7] for row in found if row[3] == "请改。"}


def test_the_table_says_whether_what_was_commented_on_has_changed(remarked, author, reviewer, visit):
    same = dict.fromkeys(
        [
            ("政治建设", None),
            ("业务工作", "铺设管网"),
            ("业务工作", "31.5公里"),
            ("业务工作", "通水。"),
            ("业务工作", "2026年6月1日"),
            ("存在问题", None),
        ],
        "Words unchanged",
    )
    assert changes(visit(author), remarked) == same
    duty, problems = (remarked.sections.get(position=position) for position in (3, 4))
    return_report(report=remarked, reasons={duty.pk: "改。", problems.pk: "改。"}, by=reviewer, at=LATER)
    section = Section.objects.select_related("report", "outline_section").get(pk=duty.pk)
    words = Words("抓好供水保障", section.body.replace("铺设管网", "新修水渠"))
    edit = TextEdit("a", section.version, words, Words(section.heading, section.body))
    save_section(section=section, edit=edit, by=author, at=LATER)
    remarked.figures.filter(label="管网长度").update(value="42")
    Section.objects.filter(pk=problems.pk).update(body="到村组只走了三回。")
    assert changes(visit(author), remarked) == {
        ("政治建设", None): "Words unchanged",
        ("业务工作", "铺设管网"): "Words changed",
        ("业务工作", "42公里"): "Words changed",
        ("业务工作", "通水。"): "Words unchanged",
        ("业务工作", "2026年6月1日"): "Words unchanged",
        ("存在问题", None): "Words changed",
    }
    # The reviewer reads the version that was returned: there nothing has changed yet.
    assert changes(visit(reviewer), remarked) == same


def test_adopted_without_a_change_is_seen_in_the_table(remarked, author, reviewer, visit):
    comment = Comment.objects.get(section__position=3, original_quote="通水。")
    decide_comment(comment=comment, verdict="adopted", reason="", by=author, at=LATER)
    data = visit(author).get(reverse("file", args=[remarked.pk, "workbook"])).content
    found = openpyxl.load_workbook(BytesIO(data)).active.iter_rows(min_row=3, values_only=True)
    assert [row[6:8] for row in found if row[2] == "通水。"] == [("Adopted", "Words unchanged")]


def test_the_same_words_elsewhere_are_not_the_ones_that_were_taken_out(report, author, reviewer, visit):
    twice = "调研不够。别的事都办了，成效明显，群众满意。调研不够。"
    report.sections.filter(position=4).update(body=twice)
    submit_report(report=report, by=author, at=MOMENT)
    problems = Section.objects.select_related("report", "outline_section").get(report=report, position=4)
    add_comment(section=problems, read=twice, passage=(0, 4), text="请改。", by=reviewer, at=LATER)
    return_report(report=report, reasons={problems.pk: "改。"}, by=reviewer, at=LATER)
    section = Section.objects.select_related("report", "outline_section").get(pk=problems.pk)
    words = Words("", "别的事都办了，成效明显，群众满意。调研不够。")
    edit = TextEdit("a", section.version, words, Words("", section.body))
    save_section(section=section, edit=edit, by=author, at=LATER)
    assert set(changes(visit(author), report).values()) == {"Words changed"}


@pytest.mark.parametrize("kind", ["annotated", "remarks", "workbook"])
def test_where_nobody_has_commented_there_is_no_file(in_review, author, visit, kind):
    answer = visit(author).get(reverse("file", args=[in_review.pk, kind]))
    assert answer.status_code == 422
    assert "Nobody has commented on this report yet." in text(answer)
    assert not Event.objects.filter(verb="exported").exists()
