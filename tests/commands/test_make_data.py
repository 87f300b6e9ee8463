"""`manage.py make_data`: what it makes is whole, opens, and is the same however often and in however many goes."""

from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import JSONField
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from reports.actions.log_seal import SETTLED, seal_log
from reports.actions.review import agree
from reports.demonstration.made.load import make_data
from reports.demonstration.made.people import name_of
from reports.demonstration.made.place import department_name, town_name
from reports.demonstration.made.report import ORDER
from reports.models import Comment, Cycle, Event, Notice, Participant, Report, Review, Revision, Unit, User
from reports.models.content import content_today
from reports.models.report import SUBMITTED_STATES, ReportState
from reports.models.revision_text import text_of
from reports.pages.log_seal import verify_log

from .test_demo import everything, run_demo

WANTED = 40  # all that may become of a report is among them
YEARS = 3


def run_make_data(officials: int = WANTED, years: int = YEARS) -> list[str]:
    out = StringIO()
    call_command("make_data", officials=officials, years=years, stdout=out)
    return out.getvalue().splitlines()


def made_reports():
    return Report.objects.filter(author__username__startswith="made").select_related("cycle", "author", "unit")


def as_it_reads() -> dict[str, list]:
    """All that was made, without the numbers of rows."""
    made = {"report__author__username__startswith": "made"}
    return {
        "people": list(User.objects.order_by("username").values_list("username", "name", "unit__name", "post")),
        "roll": sorted(Participant.objects.values_list("cycle__year", "person__username", "unit__name")),
        "versions": sorted(
            Revision.objects.filter(**made).values_list(
                "report__cycle__year", "report__author__username", "number", "sha256", "created_by__username"
            )
        ),
        "log": sorted(Event.objects.filter(**made).values_list("at", "actor__username", "verb", "detail")),
        "comments": sorted(Comment.objects.values_list("section__report__author__username", "created_at", "text")),
    }


class MadeDataTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        run_demo()
        cls.said = run_make_data()
        cls.this_year = timezone.localdate().year

    def test_the_roll_of_this_year_has_so_many_and_those_before_as_many_made_ones(self):
        made = len(User.objects.filter(username__regex=r"^made\d{6}$"))
        rolls = {cycle.year: cycle.participants for cycle in Cycle.objects.all()}
        assert rolls[self.this_year].count() == WANTED
        assert [
            rolls[self.this_year - back].filter(person__username__regex=r"^made\d{6}$").count() for back in range(YEARS)
        ] == [made] * YEARS

    def test_it_says_how_many(self):
        made = User.objects.filter(username__regex=r"^made\d{6}$").count()
        years = [self.this_year - back for back in range(YEARS)]
        assert self.said == [*(f"{year} 年度：{made} 人" for year in years), f"新增 {made} 人"]

    def test_each_state_has_reports_and_what_is_past_is_published(self):
        states = made_reports().filter(cycle__year=self.this_year).values_list("state", flat=True)
        assert set(states) == set(ReportState)
        past = made_reports().exclude(cycle__year=self.this_year)
        assert set(past.values_list("state", flat=True)) == {ReportState.PUBLISHED}
        assert past.filter(cycle__closed_at=None).count() == 0

    def test_every_report_opens_for_whoever_has_to_do_with_it(self):
        for report in made_reports():
            readers = [*(review.reviewer for review in report.reviews.select_related("reviewer")), report.author]
            for reader in dict.fromkeys(readers):
                client = Client()
                client.force_login(reader, backend="reports.http.session.PersonBackend")
                page = client.get(reverse("read", args=[report.pk]), follow=True)
                assert page.status_code == 200, (report, reader)
                assert report.author.name in page.content.decode()
            assert client.get(reverse("file", args=[report.pk, "txt"])).status_code == 200, report

    def test_versions_hold_what_the_report_says_and_their_own_hash(self):
        submitted = made_reports().filter(state__in=SUBMITTED_STATES)
        for report in submitted:
            last, today = report.revisions.latest("number"), content_today(report)
            assert all(version.sha256 == version.content.sha256() for version in report.revisions.all())
            without_last_year = tuple(replace(figure, previous="") for figure in today.figures)
            assert last.content == replace(today, figures=without_last_year)
            assert last.text.text.count(report.author.name) == 1
            as_kept = text_of(last)
            assert (last.text.title, last.text.text) == (as_kept.title, as_kept.text)
            assert last.text.stated == as_kept.stated

    def test_every_row_is_one_that_the_site_itself_could_have_stored(self):
        """Words, states and what has its default; what must not be NULL the database knows."""
        for model in (*ORDER, Participant, User, Notice):
            for row in model.objects.order_by("-pk")[:20]:
                fields = [field for field in model._meta.fields if getattr(row, field.attname) is not None]
                checked = {field.name for field in fields if not isinstance(field, JSONField)}
                row.clean_fields(exclude={field.name for field in model._meta.fields} - checked)

    def test_a_comment_lies_on_the_words_that_it_quotes(self):
        comments = Comment.objects.filter(section__report__in=made_reports()).select_related("section")
        assert [comment.words_today for comment in comments] == [comment.original_quote for comment in comments]
        assert comments.filter(resolved_at=None).exists()

    def test_its_reviewer_goes_on_where_it_stands(self):
        waiting = Review.objects.waiting().filter(report__in=made_reports(), report__state="in_review")
        review = waiting.filter(stage__position=1).select_related("reviewer", "report").first()
        moved = agree(report=review.report, by=review.reviewer, at=timezone.now(), grade="一般")
        assert (moved.state, moved.stage.position) == ("in_review", 2)
        assert Review.objects.waiting().filter(report=moved).count() == 1

    def test_the_log_stays_as_it_was_sealed(self):
        """Sealed before, between two goes, and after."""
        at = timezone.now()
        for minutes in range(4):
            seal_log(at=at + SETTLED * minutes)
            if minutes == 1:
                run_make_data(officials=WANTED + 3)
        verdict = verify_log(at=at + SETTLED * 4)
        assert (verdict.broken, verdict.waiting, verdict.sealed) == ([], 0, Event.objects.count())

    def test_old_rows_made_after_a_day_are_no_forgery(self):
        at = timezone.now()
        for days in range(3):
            seal_log(at=at + timedelta(days=days))
        run_make_data(officials=WANTED + 3)
        for days in range(3, 5):
            seal_log(at=at + timedelta(days=days))
        assert verify_log(at=at + timedelta(days=6)).broken == []

    def test_again_changes_nothing(self):
        before = everything()
        run_make_data()
        assert everything() == before

    def test_fewer_takes_nothing_away(self):
        before = everything()
        run_make_data(officials=1)
        assert everything() == before

    def test_a_unit_has_the_name_of_its_place(self):
        first = User.objects.get(username="made000000")
        assert first.name == name_of(0)
        assert (first.unit.parent.name, first.unit.parent.parent.name) == (department_name(0), town_name(0))


def test_names_of_towns_differ_up_to_the_most_that_can_be_made():
    assert len({town_name(town) for town in range(900)}) == 900


class GoesTests(TestCase):
    """As many goes as one likes."""

    @classmethod
    def setUpTestData(cls):
        run_demo()

    def test_in_one_go_in_two_and_after_an_interruption_it_is_the_same(self):
        county, organiser = Unit.objects.get(name="云溪县"), User.objects.get(username="tangyaqin")

        def stop(year, there):
            raise KeyboardInterrupt

        def in_goes():
            run_make_data(officials=25, years=1)
            with pytest.raises(KeyboardInterrupt):
                make_data(county=county, organiser=organiser, officials=WANTED, years=2, tell=stop)
            run_make_data()

        results = []
        for make in (run_make_data, in_goes):
            with pytest.raises(CommandError, match="undo"):
                self.made_and_undone(make, results)
        assert results[0] == results[1]

    def made_and_undone(self, make, results):
        with transaction.atomic():
            make()
            results.append(as_it_reads())
            raise CommandError("undo")


@pytest.mark.django_db
def test_without_the_demonstration_nothing_is_made():
    with pytest.raises(CommandError, match="manage.py demo"):
        run_make_data()
    assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("officials", "years"), [(0, 3), (-1, 3), (900_001, 3), (10, 0), (10, 11)])
def test_numbers_that_make_no_sense_are_refused(officials, years):
    with pytest.raises(CommandError):
        run_make_data(officials, years)
