"""Words that a check asks about stay with a reason: who may say it, how long it holds, who reads it."""

import pytest
from django.urls import reverse

from reports.actions.errors import Refused
from reports.actions.report import submit_report, withdraw_report
from reports.actions.waiver import waive_words
from reports.models import Event, Report, Section, Waiver
from reports.models.progress import progress_of

from ..factories import MOMENT, UserFactory, write_report
from .test_figure_basis import text

MEANT = "2023年，引水工程全线建成并且通水。"
BODY = f"走访63户。{MEANT}化解矛盾17件，群众满意。\n"
PARTS = [("", "本人分管供水。"), ("坚持学习", BODY), ("抓好供水", "修渠。"), ("", "不够深入。"), ("", "")]
REASON = "早年建成的也是本届的事。"


@pytest.fixture
def section(report):
    Section.objects.filter(report=report, position=4).update(body=BODY)
    return report.sections.get(position=4)


def write(section, body):
    Section.objects.filter(pk=section.pk).update(body=body)


def progress(report):
    return progress_of(Report.objects.select_related("cycle").get(pk=report.pk))


def asked(report):
    return [one.words.text for one in progress(report).questions]


def key_of(report, words="2023年"):
    return next(one.key for one in progress(report).asked if one.words.text == words)


@pytest.fixture
def send(report, visit):
    def post(person, name="words_waive", **sent):
        return visit(person).post(reverse(name, args=[report.pk]), sent, follow=True)

    return post


@pytest.fixture
def waived(section, author):
    waive_words(report=section.report, key=key_of(section.report), reason=REASON, by=author, at=MOMENT)
    return section.report


def test_a_question_with_a_reason_is_asked_no_more(section, author, send):
    report = section.report
    assert asked(report) == ["2023年"]
    page = text(send(author, key=key_of(report), reason=REASON))
    waiver, event = Waiver.objects.get(), Event.objects.first()
    assert (waiver.reason, waiver.by, asked(report)) == (REASON, author, [])
    assert (event.verb, event.actor, event.detail) == ("waived", author, section.name_in_log)
    assert (page.count(REASON), "Stays as it is" in page, "Is this meant?" in page) == (1, True, False)


def test_nothing_is_asked_before_submitting_then(waived, author, visit):
    client, submit = visit(author), reverse("submit", args=[waived.pk])
    assert list(client.get(submit).context["form"].fields) == []
    assert client.post(submit).url == reverse("report", args=[waived.pk])


@pytest.mark.parametrize(
    "body",
    [
        f"走访64户。{MEANT}化解矛盾17件，群众满意。\n",
        f"一段新的话。\n走访63户！{MEANT}化解18件。\n",
        MEANT,
        f"{BODY}又一段。\n",
        BODY.replace("并且通水", "并且按期通水"),
    ],
    ids=["before it", "far before it", "alone", "after it", "further on in its sentence"],
)
def test_it_holds_while_other_words_change(waived, section, body):
    write(section, body)
    assert asked(waived) == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (BODY.replace("2023年", "2022年"), ["2022年"]),
        (BODY.replace("引水工程", "供水工程"), ["2023年"]),
        (f"{BODY}2023年，走访群众一百户。", ["2023年"]),
        (f"{BODY}2024年，引水工程全线建成并且通水。", ["2024年"]),
    ],
    ids=["other words", "another sentence", "the same words elsewhere", "another year"],
)
def test_it_ends_when_its_own_words_change_and_covers_no_others(waived, section, body, words):
    write(section, body)
    assert asked(waived) == words
    write(section, BODY)
    assert asked(waived) == []


def test_the_same_words_in_another_section_are_asked_about(waived):
    write(waived.sections.get(position=3), BODY)
    assert asked(waived) == ["2023年"]


def test_a_contradiction_is_asked_about_again_when_the_other_passage_changes(report, author):
    one, other = report.sections.get(position=2), report.sections.get(position=4)
    write(one, "全年新建供水泵站12座。")
    write(other, "全年新建供水泵站13座。")
    assert asked(report) == ["新建供水泵站13座"]
    waive_words(report=report, key=key_of(report, "新建供水泵站13座"), reason=REASON, by=author, at=MOMENT)
    assert asked(report) == []
    write(one, "全年新建供水泵站14座。")
    assert asked(report) == ["新建供水泵站13座"]


def test_what_must_be_mended_cannot_be_waived(section, author, send):
    """Nothing that anybody sends lets unfinished text pass."""
    report = section.report
    write(section, "解决XX件，由某某负责，（待补充）。")
    found = [one.words.known_by for one in progress(report).asked]
    assert found == []
    for key in [f"{section.pk}:unfinished", f"{section.pk}:unfinished:XX", "0:", "x"]:
        send(author, key=key, reason=REASON)
        with pytest.raises(Refused):
            waive_words(report=report, key=key, reason=REASON, by=author, at=MOMENT)
    send(author, "submit")
    assert (Waiver.objects.count(), Report.objects.get().state) == (0, "draft")


def test_a_reason_is_needed_and_what_was_typed_is_shown_again(section, author, send):
    key = key_of(section.report)
    empty = send(author, key=key, reason=" \n ")
    assert (empty.status_code, "Say in a sentence why it stays" in text(empty)) == (422, True)
    long = send(author, key=key, reason="很长的理由" * 101)
    assert (long.status_code, "很长的理由" * 101 in text(long)) == (422, True)
    write(section, "另一句话。")
    late = send(author, key=key, reason=REASON)
    assert (late.status_code, REASON in text(late), "have changed since you looked" in text(late)) == (409, True, True)
    assert Waiver.objects.count() == 0


def test_sent_twice_it_is_noted_once_and_another_reason_takes_its_place(section, author, send):
    key = key_of(section.report)
    send(author, key=key, reason=REASON)
    send(author, key=key, reason="另有原因。")
    assert [waiver.reason for waiver in Waiver.objects.all()] == ["另有原因。"]


def test_taken_back_it_is_asked_about_again(waived, author, send):
    page = text(send(author, "words_ask", key=key_of(waived)))
    assert (Waiver.objects.count(), asked(waived), "Is this meant?" in page) == (0, ["2023年"], True)
    assert Event.objects.first().verb == "asked_again"


def test_an_assistant_may_and_nobody_else(section, assistant, reviewer, organiser, stranger, send):
    report, key = section.report, key_of(section.report)
    for person in [reviewer, organiser, stranger]:
        assert send(person, key=key, reason=REASON).status_code == 404
    assert Waiver.objects.count() == 0
    send(assistant, key=key, reason=REASON)
    assert (Waiver.objects.get().by, asked(report)) == (assistant, [])


@pytest.mark.parametrize("name", ["words_waive", "words_ask"])
def test_a_locked_report_is_left_alone(waived, author, send, name):
    key = key_of(waived)
    submit_report(report=waived, by=author, at=MOMENT)
    send(author, name, key=key, reason="另有原因。")
    assert [waiver.reason for waiver in Waiver.objects.all()] == [REASON]


def read(visit, person, report):
    client = visit(person)
    client.post(reverse("open", args=[report.pk]))
    return text(client.get(reverse("read", args=[report.pk]), follow=True))


def test_reviewers_read_the_reason_with_the_version_that_was_submitted(
    waived, section, author, assistant, reviewer, organiser, visit
):
    key = key_of(waived)
    submit_report(report=waived, by=author, at=MOMENT)
    for person in [reviewer, author, assistant]:
        page = read(visit, person, waived)
        assert (page.count(REASON), "“2023年” is not the year of this round" in page) == (1, True)
    assert REASON not in read(visit, organiser, waived)
    Waiver.objects.filter(key=key).update(reason="后来改的。")  # the version says what was said then
    assert REASON in read(visit, reviewer, waived)


def test_a_reviewer_does_not_read_what_is_said_of_words_that_were_not_submitted(section, author, reviewer, visit):
    report = section.report
    write(section, "走访63户，化解矛盾17件，群众满意。")
    submit_report(report=report, by=author, at=MOMENT)
    withdraw_report(report=Report.objects.get(pk=report.pk), by=author, at=MOMENT)
    write(section, BODY)
    waive_words(report=report, key=key_of(report), reason=REASON, by=author, at=MOMENT)
    assert visit(reviewer).get(reverse("read", args=[report.pk])).status_code == 404
    submit_report(report=Report.objects.get(pk=report.pk), by=author, at=MOMENT)
    assert [len(one.waived) for one in report.revisions.order_by("number")] == [0, 1]


def test_a_waiver_whose_words_are_gone_is_not_in_the_version(waived, section, author, reviewer, visit):
    write(section, "走访63户，化解矛盾17件，群众满意。")
    submit_report(report=waived, by=author, at=MOMENT)
    assert waived.revisions.get().waived == []
    assert REASON not in read(visit, reviewer, waived)


def test_each_finding_leads_to_its_words(section, author, visit):
    """From the check page and from the page of blanks; in the editor the link stays on the page."""
    page, place = reverse("section", args=[section.report_id, section.pk]), BODY.index("2023年")
    link, client = f'href="{page}?at={place}-{place + 5}#id_body"', visit(author)
    for name, args in [("check", [section.report_id]), ("fill", [section.report_id, section.pk])]:
        assert client.get(reverse(name, args=args)).content.decode().count(link) == 1
    html = client.get(page).content.decode()
    assert (html.count(link), html.count('href="#id_body" data-marks="2023年"')) == (0, 1)


FOUND = "that the checks ask about"
ASKED = "“2023年” is not the year of this round"


def test_reviewers_and_organisers_read_what_no_reason_answers_of_the_version_that_was_submitted(
    section, author, assistant, reviewer, organiser, stranger, visit
):
    report = section.report
    write(section, f"{BODY}2024年，走访群众一百户。")
    waive_words(report=report, key=key_of(report), reason=REASON, by=author, at=MOMENT)
    submit_report(report=report, by=author, at=MOMENT)
    for person in [reviewer, organiser]:
        page = read(visit, person, report)
        assert (FOUND in page, page.count("“2024年” is not the year"), f'data-at="{section.pk}-' in page) == (
            True,
            1,
            True,
        )
    pages = [read(visit, person, report) for person in [author, assistant]]
    assert [FOUND in page for page in pages] == [False, False]
    assert visit(stranger).get(reverse("read", args=[report.pk])).status_code == 404
    assert ASKED not in read(visit, organiser, report)  # what stays with a reason is not asked about


def test_what_is_written_after_the_submission_is_asked_of_nobody_but_its_author(section, author, reviewer, visit):
    """The words of today are in the database, those that were submitted are read."""
    report = section.report
    write(section, "走访63户，化解矛盾17件，群众满意。")
    submit_report(report=report, by=author, at=MOMENT)
    write(section, f"{BODY}早年是XX的事。")
    page = read(visit, reviewer, report)
    assert (FOUND in page, "2023年" in page, "早年" in page) == (False, False, False)


def test_a_reviewer_of_another_report_reads_none_of_it(section, author, organiser, county, visit):
    """Nor does an organiser of another branch."""
    report = section.report
    submit_report(report=report, by=author, at=MOMENT)
    for person in [UserFactory.create(unit=county), organiser]:
        county.organisers.remove(person)
        assert visit(person).get(reverse("read", args=[report.pk])).status_code == 404


def test_it_holds_while_its_section_is_renamed_and_a_figure_changes(waived, section, author, reviewer, visit):
    Section.objects.filter(pk=section.pk).update(heading="换了一个标题")
    waived.figures.filter(kind="number").update(value="1")
    assert asked(waived) == []
    submit_report(report=waived, by=author, at=MOMENT)
    page = read(visit, reviewer, waived)
    assert (page.count(REASON), "换了一个标题" in page) == (1, True)


@pytest.mark.parametrize(
    "forged",
    ["0:", "0:{known}", "{pk}:{known}x", "{pk}:", "0-5", "{pk}:0:5", "-1:{known}", "{pk}:' OR 1=1 --"],
)
def test_a_key_that_nothing_asks_under_notes_nothing(section, author, send, forged):
    report = section.report
    pk, known = key_of(report).split(":")
    answer = send(author, key=forged.format(pk=pk, known=known), reason=REASON)
    assert (answer.status_code, Waiver.objects.count(), asked(report)) == (409, 0, ["2023年"])


def test_the_key_of_somebody_elses_words_answers_nothing_there_or_here(section, author, report, cycle, send, visit):
    other = write_report(cycle, UserFactory.create(unit=author.unit), words=PARTS, figures=[])
    key = key_of(other)
    for pk, status in [(report.pk, 409), (other.pk, 404)]:
        sent = {"key": key, "reason": REASON}
        assert visit(author).post(reverse("words_waive", args=[pk]), sent).status_code == status
    assert (Waiver.objects.count(), "2023年" in asked(other)) == (0, True)
