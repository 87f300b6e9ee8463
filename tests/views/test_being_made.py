"""A page never waits for a long file: it says that it is being made, and brings it."""

import time
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.actions.batch import work_once
from reports.actions.report import submit_report
from reports.actions.review import open_review
from reports.documents import background
from reports.models import Batch, BatchItem, Event, Publication, Report
from reports.models.size import measure_report
from reports.prose.size import LARGEST, find_excess

from ..factories import MOMENT, UserFactory
from ..workers import end_background, get_made, threads

pytestmark = [pytest.mark.processes, pytest.mark.usefixtures("on_disk", "other_workers")]
SLOW = "The work on this file takes longer than 0.01 seconds, so it was stopped."


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch):
    monkeypatch.setattr(background, "WAIT_SECONDS", 0)


def page(report):
    return reverse("pdf", args=[report.pk])


def file_of(report, kind="draft"):
    return reverse("file", args=[report.pk, kind])


def shown(browser, report):
    """The page once everything on it is made."""
    while (answer := browser.get(page(report))).status_code == 200 and "data-being-made" in answer.content.decode():
        time.sleep(0.1)
    return answer


def test_the_page_says_that_it_is_being_made_and_then_shows_it(visit, author, report):
    browser = visit(author)
    first = browser.get(page(report))
    text = first.content.decode()
    assert (first.status_code, "The PDF is being made" in text, "<iframe" in text) == (200, True, False)
    assert reverse("file", args=[report.pk, "txt"]) in text  # what needs no making can be had
    in_chinese = browser.get(page(report), headers={"accept-language": "zh-hans"}).content.decode()
    assert "正在生成 PDF" in in_chinese
    last = shown(browser, report)
    assert ("<iframe" in last.content.decode(), last.context["sheet"]["pass"]) == (True, True)


def test_beside_the_checks_of_the_page_it_says_how_many_figures_are_open(visit, author, report):
    report.figures.filter(label="管网长度").update(value="")
    said = " ".join(shown(visit(author), report).content.decode().split())
    assert "1 figure is still to be filled in; the checks below look at the page alone." in said


@pytest.mark.parametrize("kind", ["draft", "docx", "annex"])
def test_the_address_of_a_file_asks_again_by_itself_and_then_brings_it(visit, author, report, kind):
    browser = visit(author)
    first = browser.get(file_of(report, kind))
    assert (first.status_code, first["Refresh"], first["Retry-After"]) == (202, "3", "3")
    assert not Event.objects.filter(verb="exported").exists()
    last = get_made(browser, file_of(report, kind))
    assert (last.status_code, last["Content-Disposition"][:10], "Refresh" in last) == (200, "attachment", False)
    assert browser.get(file_of(report, kind)).content == last.content


def test_each_reader_has_a_copy_with_the_own_name(visit, author, assistant, report):
    report.cycle.mark_reader = True
    report.cycle.save()
    copies = [get_made(visit(person), file_of(report)).content for person in (author, assistant)]
    assert copies[0] != copies[1]
    assert [visit(person).get(file_of(report)).content for person in (author, assistant)] == copies


@pytest.mark.parametrize("address", [page, file_of])
def test_nobody_else_has_it_before_or_after(visit, author, stranger, organiser, report, address):
    others = [visit(person) for person in (stranger, organiser)]
    visit(author).get(address(report))
    assert [browser.get(address(report)).status_code for browser in others] == [404, 404]
    assert [browser.post(address(report)).status_code for browser in others] == [404, 404]
    get_made(visit(author), file_of(report))
    shown(visit(author), report)
    assert [browser.get(address(report)).status_code for browser in others] == [404, 404]


@pytest.mark.parametrize("address", [page, file_of])
def test_why_it_was_not_made_is_told_until_somebody_tries_again(visit, author, report, settings, address):
    settings.MAKING_SECONDS = 0.01
    browser = visit(author)
    browser.get(address(report))
    end_background()
    settings.MAKING_SECONDS = 60
    for _ in range(2):
        told = browser.get(address(report))
        assert (told.status_code, SLOW in told.content.decode()) == (422, True)
    assert threads() == []
    again = browser.post(address(report))
    assert (again.status_code, again.url) == (302, address(report))
    assert shown(browser, report).status_code == get_made(browser, file_of(report)).status_code == 200


def decide(browser, report):
    version = report.revisions.latest("number").number
    data = {"version": version, "opinion": "同意。"}
    answer = browser.post(reverse("agree", args=[report.pk]), data, follow=True)
    return [str(message) for message in answer.context["messages"]]


BEING_PUBLISHED = "The report is approved. Its final copy is being made; it is published as soon as that is ready."


@pytest.mark.django_db(transaction=True)
def test_the_largest_report_is_approved_published_and_shown(visit, author, reviewer, report):
    """Of the most characters that are accepted, in few paragraphs."""
    size = LARGEST.characters - measure_report(report).characters
    line = "全年抓好各项工作落实见效明显。"
    report.sections.filter(position=4).update(body="\n".join([line * (size // 8 // len(line))] * 8))
    assert find_excess(measure_report(report)) is None
    submit_report(report=report, by=author, at=MOMENT)
    open_review(report=report, by=reviewer, at=MOMENT)
    in_review = Report.objects.get(pk=report.pk)
    assert decide(visit(reviewer), in_review) == [BEING_PUBLISHED]
    assert Report.objects.get(pk=in_review.pk).state == "approved"
    work()
    assert Report.objects.get(pk=in_review.pk).state == "published"
    publication = Publication.objects.get()
    assert (publication.published_by, publication.sheets["en"]["pass"]) == (reviewer, True)
    final = get_made(visit(author), file_of(in_review, "final"))
    assert (final.content[:5], len(final.content)) == (b"%PDF-", publication.size)


def work():
    while work_once(at=timezone.now()):
        pass


@pytest.mark.django_db(transaction=True)
def test_the_page_says_that_it_is_being_published_and_then_shows_it(visit, author, reviewer, organiser, in_review):
    assert decide(visit(reviewer), in_review) == [BEING_PUBLISHED]
    browser, told = visit(author), visit(organiser)
    assert "data-being-made" in browser.get(page(in_review)).content.decode()
    assert "being made in the background" in told.get(reverse("reviewers", args=[in_review.pk])).content.decode()
    assert threads() == []  # nothing was begun by the request
    work()
    last = browser.get(page(in_review))
    assert (last.context["publications"], "data-being-made" in last.content.decode()) == (
        [Publication.objects.get()],
        False,
    )


@pytest.mark.django_db(transaction=True)
def test_an_agreement_that_cannot_be_stored_publishes_nothing(visit, reviewer, in_review, monkeypatch):
    """Both or neither: killed between them, nothing would ever publish what was approved."""

    def killed(*_args, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr("reports.actions.publication.item_of", killed)
    with pytest.raises(KeyboardInterrupt):
        decide(visit(reviewer), in_review)
    assert (Report.objects.get(pk=in_review.pk).state, Batch.objects.count()) == ("in_review", 0)
    assert in_review.reviews.get().opinions.count() == 0


@pytest.mark.django_db(transaction=True)
def test_what_follows_from_an_agreement_is_in_nobodys_list(visit, reviewer, organiser, in_review, cycle, county):
    county.organisers.add(reviewer)
    decide(visit(reviewer), in_review)
    batch = Batch.objects.get()
    answers = [visit(reviewer).get(reverse(*to)) for to in [("batches", None, [cycle.pk])]]
    assert [list(answer.context["page"]) for answer in answers] == [[]]
    assert visit(reviewer).get(reverse("batch", args=[cycle.pk, batch.pk])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_asked_for_twice_it_is_published_once(visit, reviewer, organiser, in_review):
    assert decide(visit(reviewer), in_review) == [BEING_PUBLISHED]
    browser = visit(organiser)
    browser.post(reverse("publish", args=[in_review.pk]), {})
    assert Batch.objects.count() == 1
    work()
    assert (Publication.objects.count(), Event.objects.filter(verb="published").count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_made_stays_approved_and_the_organiser_tries_again(
    visit, reviewer, organiser, in_review, settings
):
    settings.MAKING_SECONDS = 0.01
    assert decide(visit(reviewer), in_review) == [BEING_PUBLISHED]
    work()
    why = BatchItem.objects.get().why
    assert SLOW in why
    assert why in unescape(visit(organiser).get(reverse("reviewers", args=[in_review.pk])).content.decode())
    assert (Report.objects.get(pk=in_review.pk).state, Publication.objects.count()) == ("approved", 0)
    settings.MAKING_SECONDS = 60
    visit(organiser).post(reverse("publish", args=[in_review.pk]), {})
    work()
    assert Report.objects.get(pk=in_review.pk).state == "published"


ASKED = "The final copy is being made. The report is published as soon as it is ready."


def ask(client, report, **data):
    answer = client.post(reverse("publish", args=[report.pk]), data, follow=True)
    return [str(message) for message in answer.context["messages"]], answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_organisers_button_leaves_it_to_the_work_in_the_background(visit, organiser, approved):
    client = visit(organiser)
    said, page = ask(client, approved)
    assert (said, page.count("data-being-made"), page.count(reverse("publish", args=[approved.pk]))) == ([ASKED], 1, 0)
    assert (threads(), Report.objects.get(pk=approved.pk).state) == ([], "approved")
    work()
    after = client.get(reverse("reviewers", args=[approved.pk])).content.decode()
    assert (after.count("data-being-made"), after.count(reverse("correct", args=[approved.pk]))) == (0, 1)
    publication = Publication.objects.get()
    assert (publication.published_by, publication.accepted_because) == (organiser, "")


@pytest.mark.django_db(transaction=True)
def test_its_reason_goes_along_and_only_another_reason_asks_again(visit, organiser, on_letter_paper):
    client = visit(organiser)
    for reason in ("", "", "只有信纸。", " 只有信纸。 "):
        assert ask(client, on_letter_paper, accepted_because=reason)[0] == [ASKED]
    assert [batch.options["accepted_because"] for batch in Batch.objects.order_by("pk")] == ["", "只有信纸。"]
    work()
    assert Publication.objects.get().accepted_because == "只有信纸。"
    without, with_reason = BatchItem.objects.order_by("pk")
    assert (without.state, "215.9" in without.why, with_reason.state) == ("left_out", True, "done")


@pytest.mark.django_db(transaction=True)
def test_who_was_deactivated_meanwhile_publishes_nothing_and_the_page_says_why(visit, organiser, approved, county):
    ask(visit(organiser), approved)
    other = UserFactory.create(name="另一组织者", unit=county)
    county.organisers.add(other)
    organiser.is_active = False
    organiser.save()
    work()
    page = visit(other).get(reverse("reviewers", args=[approved.pk])).content.decode()
    why = "the account that asked for it was deactivated"
    assert (Report.objects.get(pk=approved.pk).state, page.count(why)) == ("approved", 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", ["report", "in_review", "published"])
def test_what_cannot_be_published_is_refused_at_once(request, visit, organiser, where):
    report = request.getfixturevalue(where)
    assert ask(visit(organiser), report)[0] == ["Only an approved report is published, and only once."]
    assert Batch.objects.count() == 0
