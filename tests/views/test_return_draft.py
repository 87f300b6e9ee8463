"""Sections marked to be changed while reading, and sent as one return."""

import pytest
from django.urls import reverse

from reports.actions.report import submit_report, withdraw_report
from reports.actions.review import return_report
from reports.models import Opinion, ReturnDraft, ReturnReason, Review, Substitution

from ..factories import MOMENT, UserFactory

WORDS = "机密的拟退回理由。"


@pytest.fixture
def duty(in_review):
    return in_review.sections.get(position=3)


@pytest.fixture
def mark(in_review, duty, reviewer, visit):
    def post(text=WORDS, was="", section=duty, by=reviewer, query=""):
        address = reverse("return_draft", args=[in_review.pk, section.pk])
        return visit(by).post(address + query, {"text": text, "was": was})

    return post


def drafts():
    return list(ReturnDraft.objects.order_by("pk").values_list("by__username", "text", "read"))


def read(report, client):
    return client.get(reverse("read", args=[report.pk])).content.decode()


def test_a_mark_is_stored_at_once_and_leads_back_to_the_section(in_review, reviewer, visit, mark):
    answer = mark(query="?show=open&queue=q")
    assert answer.url == f"{reverse('read', args=[in_review.pk])}?show=open&queue=q#section-3"
    assert drafts() == [("zhao", WORDS, 1)]
    assert read(in_review, visit(reviewer)).count(f"{WORDS}</textarea>") == 1


def test_an_empty_text_takes_the_mark_away(mark):
    mark()
    mark(" \n ", was=WORDS)
    assert drafts() == []


def test_sent_twice_it_is_stored_once(mark):
    assert [mark().status_code, mark().status_code] == [302, 302]
    assert drafts() == [("zhao", WORDS, 1)]


@pytest.mark.parametrize("text", ["另一个窗口写的。", ""])
def test_what_another_page_has_stored_is_never_written_over_unseen(mark, text):
    mark()
    answer = mark(text, was="")
    html = answer.content.decode()
    assert (answer.status_code, drafts()) == (422, [("zhao", WORDS, 1)])
    assert (f"{WORDS}</blockquote>" in html, f"{text}</textarea>" in html) == (True, True)
    assert mark(text, was=answer.context["form"]["was"].value()).status_code == 302
    assert [row[1] for row in drafts()] == [text] * bool(text)


def test_too_long_a_text_stays_as_typed(mark):
    answer = mark("长" * 2001)
    assert (answer.status_code, "长" * 2001 in answer.content.decode(), drafts()) == (422, True, [])


@pytest.mark.parametrize("name", ["report", "read", "section", "answers", "revisions", "pdf", "reviewers", "return"])
def test_nobody_else_sees_it_before_it_is_sent(in_review, duty, author, assistant, organiser, visit, mark, name):
    mark()
    colleague = UserFactory.create(username="qian", name="钱宁")
    Review.objects.create(report=in_review, stage=in_review.stage, reviewer=colleague, opened_at=MOMENT)
    args = [in_review.pk, duty.pk] if name == "section" else [in_review.pk]
    for person in (author, assistant, organiser, colleague):
        assert WORDS not in visit(person).get(reverse(name, args=args), follow=True).content.decode()


def test_the_summary_shows_what_is_marked_and_the_open_comments(in_review, duty, reviewer, visit, mark):
    mark()
    form = visit(reviewer).get(reverse("return", args=[in_review.pk])).context["form"]
    assert [(section.pk, field.value()) for section, field in form.reasons] == [(duty.pk, WORDS)]
    assert [section.position for section in form.unmarked] == [1, 2, 4, 5]


def send(client, report, **reasons):
    page = client.get(reverse("return", args=[report.pk]))
    form = page.context["form"]
    data = {"read": form["read"].value(), "stage": form["stage"].value(), "opinion": ""}
    for section, field in form.reasons:
        data[field.html_name] = reasons.get(f"reason_{section.position}", field.value())
        data[field.html_initial_name] = field.initial
    return client.post(reverse("return", args=[report.pk]), data)


@pytest.mark.parametrize("said", [WORDS, "在汇总页上改过的理由。"])
def test_the_return_sends_the_marks_and_they_are_gone(in_review, duty, reviewer, visit, mark, said):
    mark()
    assert send(visit(reviewer), in_review, reason_3=said).url == reverse("reviews")
    assert list(ReturnReason.objects.values_list("section", "text")) == [(duty.pk, said)]
    assert drafts() == []


def test_what_was_marked_while_the_summary_was_open_stays(in_review, reviewer, visit, mark):
    mark()
    client = visit(reviewer)
    page = client.get(reverse("return", args=[in_review.pk])).context["form"]
    [(_, field)] = page.reasons
    mark("后来又写的。", was=WORDS)
    data = {field.html_name: field.value(), field.html_initial_name: field.initial, "read": 1}
    client.post(reverse("return", args=[in_review.pk]), data)
    assert Opinion.objects.count() == 1
    assert [row[1] for row in drafts()] == ["后来又写的。"]


def test_marks_survive_the_return_of_a_colleague_and_say_of_which_version_they_speak(
    in_review, author, reviewer, visit, mark
):
    mark()
    colleague = UserFactory.create(username="qian", name="钱宁")
    Review.objects.create(report=in_review, stage=in_review.stage, reviewer=colleague, opened_at=MOMENT)
    return_report(report=in_review, reasons={in_review.sections.first().pk: "再写。"}, by=colleague, at=MOMENT)
    assert mark("又写。", was=WORDS).status_code == 422
    in_review.refresh_from_db()
    submit_report(report=in_review, by=author, at=MOMENT)
    client = visit(reviewer)
    client.post(reverse("open", args=[in_review.pk]))
    client.get(reverse("read", args=[in_review.pk]), follow=True)  # leads to the changes first
    html = read(in_review, client)
    assert (html.count(f"{WORDS}</textarea>"), "You wrote this on version 1;" in html) == (1, True)


def test_marks_survive_a_withdrawal(submitted, author, reviewer, visit):
    """Only a report that nobody has opened is withdrawn; marks of the round before are there when it comes again."""
    section = submitted.sections.get(position=3)
    ReturnDraft.objects.create(section=section, by=reviewer, text=WORDS, read=1, at=MOMENT)
    withdraw_report(report=submitted, by=author, at=MOMENT)
    client = visit(reviewer)
    address = reverse("return_draft", args=[submitted.pk, section.pk])
    assert [client.get(address).status_code, client.post(address, {"text": "改。"}).status_code] == [404, 404]
    submitted.refresh_from_db()
    submit_report(report=submitted, by=author, at=MOMENT)
    client.post(reverse("open", args=[submitted.pk]))
    assert client.get(address).context["form"]["text"].value() == WORDS


def test_handed_over_the_words_stay_with_who_wrote_them(in_review, duty, reviewer, visit, mark):
    mark()
    substitute = UserFactory.create(username="qian", name="钱宁")
    in_review.reviews.update(reviewer=substitute)
    Substitution.objects.create(
        report=in_review, stage=in_review.stage, former=reviewer, substitute=substitute, by=substitute, at=MOMENT
    )
    assert WORDS not in read(in_review, visit(substitute))
    answers = [mark("又写。", was=WORDS), visit(reviewer).get(reverse("return", args=[in_review.pk]))]
    assert [(answer.status_code, WORDS in answer.content.decode()) for answer in answers] == [(403, True)] * 2
    assert drafts() == [("zhao", WORDS, 1)]
