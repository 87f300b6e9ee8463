"""Numbers typed straight into the words: listed on the check page, made a figure by one click, or left."""

import pytest
from django.urls import reverse

from reports.actions.report import submit_report
from reports.models import Figure, Section
from reports.prose.blanks import fill_blanks
from reports.prose.untraced import find_untraced

from ..factories import MOMENT
from .test_figure_basis import text

BODY = "到村组走访63户，化解矛盾17件，2026年3月8日开会。"


@pytest.fixture
def section(report):
    section = report.sections.get(position=4)
    Section.objects.filter(pk=section.pk).update(body=BODY)
    section.refresh_from_db()
    return section


@pytest.fixture
def post(section, author, visit):
    def send(name, start, excerpt, **more):
        address = reverse(name, args=[section.report_id, section.pk])
        return visit(author).post(address, {"start": start, "excerpt": excerpt, **more}, follow=True)

    return send


FIRST = (5, "到村组走访63户，化解矛盾")


def test_the_check_page_lists_them_and_says_the_share(section, author, visit):
    page = text(visit(author).get(reverse("check", args=[section.report_id])))
    assert "0 of 5 numbers lead back to rows or to other figures." in page
    assert page.count("Make it a figure") == 2


def test_one_click_makes_a_figure_and_the_text_reads_as_before(section, post):
    answer = post("number_open", *FIRST)
    section.refresh_from_db()
    (label,) = section.labels
    figure = Figure.objects.get(report=section.report, label=label)
    assert (figure.value, figure.unit, figure.kind) == ("63", "户", "number")
    assert section.body.replace(f"【{label}】", "63") == BODY
    assert f"It is the figure “{label}” now" in text(answer)


def test_the_ledger_is_chosen_next_where_that_was_asked(section, post):
    answer = post("number_open", *FIRST, bind="1")
    figure = Figure.objects.get(report=section.report, value="63")
    assert answer.redirect_chain[-1][0] == reverse("figure_ledgers", args=[section.report_id, figure.pk])


def test_what_is_left_is_not_listed_any_more(section, post):
    page = text(post("number_waive", *FIRST))
    assert ("0 of 4 numbers" in page, page.count("Make it a figure")) == (True, 1)
    section.refresh_from_db()
    assert section.body == BODY


@pytest.mark.parametrize("name", ["number_open", "number_waive"])
@pytest.mark.parametrize("meant", [(4, FIRST[1]), (5, "别的字"), (999999, FIRST[1]), ("x", FIRST[1]), (5, "")])
def test_words_that_have_changed_are_left_alone(section, post, name, meant):
    post(name, *meant)
    section.refresh_from_db()
    assert (section.body, section.waived, section.version) == (BODY, [], 1)


def test_a_locked_report_is_left_alone(section, post, author):
    submit_report(report=section.report, by=author, at=MOMENT)
    post("number_open", *FIRST)
    section.refresh_from_db()
    assert section.body == BODY


def test_two_become_two_figures(section, post):
    post("number_open", *FIRST)
    section.refresh_from_db()
    (second,) = find_untraced(section.body)
    post("number_open", second.start, second.excerpt)
    section.refresh_from_db()
    values = dict(section.report.figures.filter(label__in=section.labels).values_list("label", "value"))
    assert (len(section.labels), sorted(values.values())) == (2, ["17", "63"])
    assert fill_blanks(section.body, values.get) == BODY


def test_a_reviewer_reads_how_many_stand_in_the_words_alone(section, author, reviewer, visit):
    submit_report(report=section.report, by=author, at=MOMENT)
    client = visit(reviewer)
    client.post(reverse("open", args=[section.report_id]))
    page = text(client.get(reverse("read", args=[section.report_id])))
    assert "0 of 5 lead back" in page
    assert "2 numbers more stand in the words alone." in page
