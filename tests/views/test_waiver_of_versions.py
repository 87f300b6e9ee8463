"""A reason for words that stay, while versions come and go: it holds in those that have its words, and in no other."""

import pytest

from reports.actions.report import submit_report, withdraw_report
from reports.actions.saved_text import TextEdit
from reports.actions.section import save_section
from reports.actions.waiver import waive_words
from reports.models import Report, Section
from reports.models.progress import progress_of
from reports.pages.section import marks_of
from reports.prose.content import Words

from ..factories import MOMENT
from .test_figure_basis import text

MEANT = "2023年，引水工程全线建成并且通水。"
BODY = f"走访63户。{MEANT}化解矛盾17件，群众满意。\n"
OTHER = "走访63户。2024年，引水工程全线建成并且通水。化解矛盾17件，群众满意。\n"
REASON, SECOND = "早年建成的也是本届的事。", "上一年的工程移交到本届。"


@pytest.fixture
def section(report):
    Section.objects.filter(report=report, position=4).update(body=BODY)
    return report.sections.get(position=4)


def now(report):
    return progress_of(Report.objects.select_related("cycle").get(pk=report.pk))


def asked(report):
    return [one.words.text for one in now(report).questions]


def held(report):
    return [(one.words.text, one.reason) for one in now(report).waived]


@pytest.fixture
def waive(report, author):
    def say(words, reason):
        key = next(one.key for one in now(report).asked if one.words.text == words)
        waive_words(report=report, key=key, reason=reason, by=author, at=MOMENT)

    return say


@pytest.fixture
def save(section, author):
    """As the editor does, over what is stored."""

    def put(body):
        stored = Section.objects.select_related("report", "outline_section").get(pk=section.pk)
        base = Words(stored.heading, stored.body)
        edit = TextEdit(tab="t", version=stored.version, words=Words(stored.heading, body), base=base)
        save_section(section=stored, edit=edit, by=author, at=MOMENT)

    return put


@pytest.fixture
def submitted_twice(report, author, waive, save):
    """First with words of 2023, then with those of 2024, each with its reason."""
    waive("2023年", REASON)
    submit_report(report=report, by=author, at=MOMENT)
    withdraw_report(report=Report.objects.get(pk=report.pk), by=author, at=MOMENT)
    save(OTHER)
    waive("2024年", SECOND)
    submit_report(report=Report.objects.get(pk=report.pk), by=author, at=MOMENT)
    return Report.objects.get(pk=report.pk)


def test_each_version_has_the_reasons_of_its_own_words(submitted_twice):
    kept = [[one["reason"] for one in version.waived] for version in submitted_twice.revisions.order_by("number")]
    assert kept == [[REASON], [SECOND]]
    assert held(submitted_twice) == [("2024年", SECOND)]


def test_where_an_earlier_version_is_put_back_its_reason_holds_and_the_later_one_is_not_shown(
    submitted_twice, save, author, visit
):
    withdraw_report(report=submitted_twice, by=author, at=MOMENT)
    first = submitted_twice.revisions.order_by("number")[0]
    save(first.content.sections[3].body)
    assert (asked(submitted_twice), held(submitted_twice)) == ([], [("2023年", REASON)])
    page = text(visit(author).get(f"/reports/{submitted_twice.pk}/check/"))
    assert (page.count(REASON), page.count(SECOND)) == (1, 0)
    submit_report(report=Report.objects.get(pk=submitted_twice.pk), by=author, at=MOMENT)
    third = submitted_twice.revisions.order_by("number").last()
    assert [one["reason"] for one in third.waived] == [REASON]


def test_words_that_are_gone_hold_nothing_and_are_shown_nowhere(section, report, waive, save, author, reviewer, visit):
    waive("2023年", REASON)
    save("走访63户，化解矛盾17件，群众满意。\n")
    assert (asked(report), held(report)) == ([], [])
    pages = [visit(author).get(f"/reports/{report.pk}/{place}") for place in ["check/", f"sections/{section.pk}/", ""]]
    assert [text(page).count(REASON) for page in pages] == [0, 0, 0]
    submit_report(report=Report.objects.get(pk=report.pk), by=author, at=MOMENT)
    client = visit(reviewer)
    client.post(f"/reports/{report.pk}/open/")
    assert REASON not in text(client.get(f"/reports/{report.pk}/read/", follow=True))


def test_the_same_passage_twice_is_one_question_and_one_reason(section, report, waive, save):
    save(f"{BODY}又一段。\n{BODY}")
    assert asked(report) == ["2023年"]
    waive("2023年", REASON)
    assert (asked(report), held(report)) == ([], [("2023年", REASON)])
    for body in [BODY, f"又一段。\n{BODY}", f"{BODY}{OTHER}"]:  # the first is gone, the second, one has another year
        save(body)
        assert held(report) == [("2023年", REASON)]
    assert asked(report) == ["2024年"]


def test_of_the_same_words_amid_others_each_has_a_reason_of_its_own(section, report, waive, save):
    save(f"{BODY}2023年，泵站投用。\n")
    assert [(one.words.text, one.more) for one in now(report).questions] == [("2023年", 1)]
    waive("2023年", REASON)  # of the first of the two
    assert [(one.words.start, one.more) for one in now(report).questions] == [(len(BODY), 0)]
    save(f"2023年，泵站投用。\n{BODY}")
    assert ([one.words.start for one in now(report).questions], held(report)) == ([0], [("2023年", REASON)])
    save("2023年，泵站投用。\n")
    assert (asked(report), held(report)) == (["2023年"], [])
    save(BODY)
    assert (asked(report), held(report)) == ([], [("2023年", REASON)])


def test_in_the_editor_the_place_that_has_no_reason_is_marked_and_listed(section, report, waive, save, author, visit):
    save(f"{BODY}2023年，泵站投用。\n")
    waive("2023年", REASON)
    page = visit(author).get(f"/reports/{report.pk}/sections/{section.pk}/")
    marks = [(one["words"], one["start"]) for one in marks_of(page.context["current"])]
    assert marks == [("2023年", len(BODY))]
    assert f'data-marks="2023年" data-start="{len(BODY)}"' in page.content.decode()
