"""What the first page says of the reports that a person writes; what they are told of who reviews them."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from reports.actions.review import agree
from reports.models import Figure, Review, Section, Stage

from ..factories import MOMENT, UserFactory

LATER = MOMENT + timedelta(days=2)


def shown(html):
    """The text of a page without tags, its white space folded."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def steps_on(client, report):
    """What each step says, and which is the present one."""
    html = client.get(reverse("report", args=[report.pk])).content.decode()
    rows = re.findall(r'<li class="step step-(\w+)"[^>]*>(.*?)</li>', html, re.DOTALL)
    return [(state, shown(words)) for state, words in rows]


@pytest.fixture
def submitted_for_two(submitted, cycle, county):
    """A second stage with a reviewer of its own."""
    stage = Stage.objects.create(cycle=cycle, position=2, name="县领导审定")
    leader = UserFactory.create(username="han", name="韩维", unit=county)
    Review.objects.create(report=submitted, stage=stage, reviewer=leader)
    return submitted


def test_a_draft(report, cycle, author, visit):
    first = cycle.stages.get().name
    assert steps_on(visit(author), report) == [
        ("now", "Writing 林晓 since November 2 until December 20"),
        ("ahead", "Submission"),
        ("ahead", f"{first} until January 10"),
        ("ahead", "Publication"),
    ]


def test_with_whom_it_is(submitted_for_two, cycle, author, visit):
    first = cycle.stages.get(position=1).name
    assert steps_on(visit(author), submitted_for_two) == [
        ("done", "Writing (done) November 2"),
        ("done", "Submission (done) November 3"),
        ("now", f"{first} 赵桥 since November 3 until January 10"),
        ("ahead", "县领导审定"),
        ("ahead", "Publication"),
    ]


def test_nobody_learns_who_has_agreed_while_others_decide(submitted, cycle, county, author, reviewer, visit):
    """Two review in one stage; one has agreed. The page is the same as before, but for the state of the report."""
    other = UserFactory.create(username="luo", name="罗明", unit=county)
    Review.objects.create(report=submitted, stage=cycle.stages.get(), reviewer=other)
    before = steps_on(visit(author), submitted)
    agree(report=submitted, by=reviewer, at=LATER)
    assert steps_on(visit(author), submitted) == before
    assert [name in before[2][1] for name in ("罗明", "赵桥")] == [True, True]


def test_whoever_has_left_is_not_named(submitted, reviewer, author, visit):
    reviewer.is_active = False
    reviewer.save()
    assert [words for _state, words in steps_on(visit(author), submitted) if "赵桥" in words] == []


def test_reviewers_of_later_stages_are_not_named(submitted_for_two, author, reviewer, visit):
    client = visit(author)
    assert "韩维" not in client.get("/").content.decode()
    agree(report=submitted_for_two, by=reviewer, at=LATER)
    assert steps_on(client, submitted_for_two)[3] == ("now", "县领导审定 韩维 since November 4")


def test_home_leads_to_where_one_stopped(report, author, visit):
    section = report.sections.get(position=4)
    Section.objects.filter(pk=section.pk).update(body="短。", saved_at=MOMENT, saved_by=author)
    Section.objects.filter(report=report, position=3).update(body="")
    html = visit(author).get("/").content.decode()
    page = reverse("section", args=[report.pk, section.pk])
    assert f'class="btn btn-primary" href="{page}"' in html
    assert shown(html).partition("Go on with: ")[2].startswith("存在问题")


def test_a_report_from_a_text_is_gone_on_with(report, author, visit):
    """Words stand there, though nobody has saved a section yet."""
    Section.objects.filter(report=report).update(saved_at=None)
    Section.objects.filter(report=report, position=3).update(body="")
    assert "Go on with: " in shown(visit(author).get("/").content.decode())
    Section.objects.filter(report=report).update(heading="", body="")
    assert "Begin with: " in shown(visit(author).get("/").content.decode())


def test_home_counts_sections_and_figures(report, author, visit):
    Figure.objects.filter(label="管网长度").update(value="")
    words = shown(visit(author).get("/").content.decode())
    assert "80% Sections 4 / 5 4 / 5 figures" in words


def test_home_says_why_it_was_returned(returned, author, visit):
    html = visit(author).get("/").content.decode()
    section = returned.sections.exclude(return_reason="").first()
    assert (shown(html).count(section.return_reason), html.count("Why it was returned")) == (1, 1)
    assert reverse("section", args=[returned.pk, section.pk]) in html


def test_a_published_report_is_downloaded_from_home(published, author, visit):
    client, address = visit(author), reverse("publication", args=[published.pk, 1])
    assert client.get("/").content.decode().count(f'href="{address}"') == 1
    assert client.get(address)["content-type"] == "application/pdf"


def test_what_happens_after_submitting(submitted, author, assistant, visit):
    page = reverse("report", args=[submitted.pk])
    own, helped = (shown(visit(person).get(page).content.decode()) for person in (author, assistant))
    for words in (own, helped):
        assert ("It is with 赵桥 now" in words, "you get a notice" in words) == (True, True)
    assert ("Its author withdraws it." in own, "Its author withdraws it." in helped) == (False, True)


def test_an_organiser_sees_how_far_the_open_round_is(in_review, organiser, visit):
    page = visit(organiser).get(reverse("home"))
    going = page.context["going"]
    assert going["cycle"] == in_review.cycle
    numbers = {count.key: count.number for count in going["counts"]}
    assert numbers == {
        count.key: count.number
        for count in visit(organiser).get(reverse("cycle", args=[in_review.cycle_id])).context["counts"]
    }
    assert f'href="{reverse("cycle", args=[in_review.cycle_id])}"' in page.content.decode()


def test_whoever_organises_nothing_sees_no_round(in_review, author, reviewer, visit):
    assert [visit(person).get(reverse("home")).context["going"] for person in (author, reviewer)] == [None, None]


def test_a_reviewer_is_led_to_the_report_that_waits_first(in_review, reviewer, visit):
    page = visit(reviewer).get(reverse("home")).content.decode()
    head = page.partition('class="hero"')[2].partition("</section>")[0]
    assert ("1 report waits for your review" in head, reverse("read", args=[in_review.pk]) in head) == (True, True)
