"""A reviewer's queue: narrowed and ordered by the address, and worked through from one report to the next."""

from datetime import date

import pytest
from django.urls import reverse

from reports.actions.report import submit_report
from reports.models import Report, Review

from ..factories import MOMENT, UserFactory, write_report


@pytest.fixture
def waiting(cycle, stage, bureau, office, reviewer):
    """Three reports: 甲 and 丙 of the bureau, 乙 of an office below it; each later one is due earlier."""
    found = {}
    for day, (name, unit) in enumerate([("甲", bureau), ("乙", office), ("丙", bureau)]):
        person = UserFactory.create(name=name, unit=unit)
        report = write_report(cycle, person)
        Review.objects.create(report=report, stage=stage, reviewer=reviewer, due=date(2027, 1, 9 - day))
        submit_report(report=report, by=person, at=MOMENT)
        found[name] = report
    return found


@pytest.fixture
def names(reviewer, visit):
    client = visit(reviewer)

    def listed(**asked):
        page = client.get(reverse("reviews"), asked).context["page"]
        return "".join(review.report.author.name for review in page)

    return listed


def test_filters_search_and_order(waiting, office, stage, names):
    assert names() == "丙乙甲"
    assert (names(sort="submitted"), names(q="乙"), names(q=office.name), names(q="没有")) == ("甲乙丙", "乙", "乙", "")
    assert (names(unit=office.pk), names(unit=office.parent_id), names(stage=stage.pk)) == ("乙", "丙乙甲", "丙乙甲")
    assert (names(due="overdue"), names(due="none"), names(due="later")) == ("", "", "丙乙甲")
    assert (names(state="decided"), names(sort="nonsense"), names(state="nonsense")) == ("", "", "丙乙甲")


def test_counts_by_state(waiting, reviewer, visit):
    tabs = visit(reviewer).get(reverse("reviews"), {"q": "甲"}).context["queue"].tabs
    assert [(name, count) for name, _label, count in tabs] == [("waiting", 1), ("elsewhere", 0), ("decided", 0)]


@pytest.mark.parametrize(("asked", "is_narrowed"), [({}, False), ({"sort": "name"}, False), ({"q": "没有"}, True)])
def test_where_filters_hide_what_waits_nobody_is_told_that_nothing_waits(reviewer, visit, asked, is_narrowed):
    page = visit(reviewer).get(reverse("reviews"), asked).content.decode()
    said = ("Nothing waits for you" in page, "Nothing that waits for you fits these filters" in page)
    assert said == (not is_narrowed, is_narrowed)


def decide(client, report, name, query, **sent):
    client.post(reverse("open", args=[report.pk]))
    section = report.sections.first()
    said = {f"reason-{section.pk}": "再写。"} if name == "return" else {}
    return client.post(reverse(name, args=[report.pk], query={"queue": query}), {**said, **sent})


def next_address(report, query):
    return reverse("read", args=[report.pk], query={"queue": query})


@pytest.mark.parametrize("name", ["agree", "return"])
def test_after_a_decision_the_next_of_the_same_list_opens(waiting, reviewer, visit, name):
    """In its order, from where one is; behind the last one what was passed over; then the list itself."""
    client, query = visit(reviewer), "sort=submitted"
    assert decide(client, waiting["乙"], name, query).url == next_address(waiting["丙"], query)
    assert decide(client, waiting["丙"], name, query).url == next_address(waiting["甲"], query)
    assert decide(client, waiting["甲"], name, query).url == f"{reverse('reviews')}?{query}"


def test_the_filter_is_kept(waiting, office, reviewer, visit):
    client, query = visit(reviewer), f"unit={office.pk}"
    assert decide(client, waiting["乙"], "return", query).url == f"{reverse('reviews')}?{query}"
    assert Report.objects.filter(state="returned").count() == 1


def test_from_elsewhere_one_comes_to_the_list(waiting, reviewer, visit):
    assert decide(visit(reviewer), waiting["乙"], "return", "").url == reverse("reviews")


def test_the_list_is_carried_along(waiting, reviewer, visit):
    client, report, query = visit(reviewer), waiting["甲"], "sort=name&q=甲"
    began = client.post(reverse("open", args=[report.pk], query={"queue": query}))
    assert began.url == next_address(report, query)
    page = client.get(began.url).content.decode()
    for name in ("agree", "return"):
        assert f'href="{reverse(name, args=[report.pk], query={"queue": query})}"' in page
    assert 'href="/reviews/?sort=name&amp;q=甲"' in page


WILD = ['"><script>alert(1)</script>', "unit=999999999999999999999", "q=" + "长" * 400, "%00=%ff"]


@pytest.mark.parametrize("query", WILD)
def test_a_list_that_makes_no_sense_harms_nothing(waiting, reviewer, visit, query):
    client, report = visit(reviewer), waiting["甲"]
    client.post(reverse("open", args=[report.pk]))
    page = client.get(reverse("read", args=[report.pk], query={"queue": query}))
    assert (page.status_code, "<script>alert" in page.content.decode()) == (200, False)
    assert decide(client, report, "return", query).url.startswith("/re")
    assert client.get(f"{reverse('reviews')}?{query}").status_code == 200


def test_a_title_is_found_as_it_was_submitted_and_not_as_it_is_being_written(returned, reviewer, visit):
    Report.objects.filter(pk=returned.pk).update(title="机密题目")
    client = visit(reviewer)

    def found(words):
        return sum(count for _name, _label, count in client.get(reverse("reviews"), {"q": words}).context["queue"].tabs)

    assert (found("述职报告"), found("机密"), found("没有")) == (1, 0, 0)
