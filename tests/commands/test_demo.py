"""`manage.py demo`: what it loads, and that it never loads twice or over what people made."""

from datetime import datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import TestCase
from django.utils import timezone

from reports.actions.manuscript import Manuscript, start_report
from reports.demonstration.files import FOLDER, people_rows, read_file_of_year
from reports.demonstration.load import load_demonstration
from reports.documents.evidence import find_ending, read_evidence
from reports.ledgers.columns import ItemState
from reports.management.commands.demo import PASSWORD
from reports.models import (
    Comment,
    Cycle,
    Event,
    Evidence,
    Ledger,
    LedgerRow,
    Opinion,
    Outline,
    Participant,
    Report,
    Review,
    StageReviewer,
    Unit,
    User,
)
from reports.models.comment import unanswered_comments
from reports.models.figure_basis import live_bases
from reports.models.last_year import last_year_of
from reports.models.progress import progress_of
from reports.models.read_receipt import SinceLastRead, since_last_read
from reports.models.report import ReportState
from reports.models.section_progress import SectionState
from reports.pages.proposed_binding import proposed_bindings
from reports.prose.blanks import find_labels
from reports.prose.checking import Code
from reports.prose.content import SectionKind
from reports.prose.parsing import read_report


def run_demo(**options) -> str:
    out = StringIO()
    call_command("demo", stdout=out, **options)
    return out.getvalue()


def everything() -> dict[str, list]:
    """Every row of every table of the site."""
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in apps.get_app_config("reports").models.values()
    }


class DemonstrationTests(TestCase):
    """One load for all tests that only look."""

    @classmethod
    def setUpTestData(cls):
        cls.said = run_demo()
        cls.this_year = timezone.localdate().year

    def report_of(self, username: str) -> Report:
        return Report.objects.get(author__username=username, cycle__year=self.this_year)

    def test_each_state_has_a_report(self):
        states = Report.objects.filter(cycle__year=self.this_year).values_list("state", flat=True)
        assert set(states) == set(ReportState) - {ReportState.APPROVED}  # passed through in one step

    def test_names_and_the_password_are_printed(self):
        printed = [line.split()[0] for line in self.said.splitlines()[1:]]
        assert printed == [row["username"] for row in people_rows()]
        assert self.said.splitlines()[0].endswith(PASSWORD)

    def test_everybody_signs_in_with_it(self):
        assert [person.username for person in User.objects.all() if not person.check_password(PASSWORD)] == []

    def test_complete_report_is_of_real_size_and_ready(self):
        progress = progress_of(self.report_of("linxiaofeng"))
        assert progress.is_ready
        assert (progress.characters, progress.blanks, progress.filled) == (2176, 54, 54)
        assert [figure.label for figure in progress.content.figures if not figure.source] == []

    def test_half_of_its_figures_have_another_value_last_year(self):
        report = self.report_of("linxiaofeng")
        earlier = last_year_of(report.sections.first()).values
        values = dict(report.figures.values_list("label", "value"))
        changed = [label for label in values if label in earlier and values[label] != earlier[label]]
        assert len(changed) == 47

    def test_what_is_taken_from_ledgers_is_what_its_rows_say_and_what_the_office_knew(self):
        report = self.report_of("linxiaofeng")
        known = read_file_of_year("this_year/linxiaofeng.toml", self.this_year)["figures"]
        bases = live_bases(report)
        assert len(bases) == 44
        said = {label: basis.value for label, basis in bases.items()}
        assert said == dict(report.figures.filter(label__in=bases).values_list("label", "value"))
        assert said == {label: known[label]["value"].replace(",", "") for label in bases}
        assert [label for label, basis in bases.items() if not (basis.rows or basis.operands)] == []

    def test_last_years_report_was_taken_from_ledgers_too(self):
        report = Report.objects.get(author__username="linxiaofeng", cycle__year=self.this_year - 1)
        known = read_file_of_year("last_year/linxiaofeng.toml", self.this_year - 1)["figures"]
        frozen = report.revisions.latest("number").bases
        assert {label: basis["value"] for label, basis in frozen.items()} == {
            label: known[label]["value"].replace(",", "") for label in frozen
        }
        assert len(frozen) == 44

    def test_a_new_report_is_filled_before_its_author_opens_it(self):
        """A second round of the year, begun from last year's text: nobody has typed anything yet."""
        old = self.report_of("linxiaofeng")
        last = Report.objects.get(author=old.author, cycle__year=self.this_year - 1).revisions.latest("number").content
        asked = {"year": self.this_year, "unit": old.cycle.unit, "outline": old.cycle.outline, "due": old.cycle.due}
        cycle = Cycle.objects.create(name="专项述职", opened_at=timezone.now(), **asked)
        participant = Participant.objects.create(cycle=cycle, person=old.author, unit=old.unit, post=old.post)
        source = Manuscript.from_content(last, opens_figures=True)
        new = start_report(participant=participant, by=old.author, at=timezone.now(), manuscript=source)
        progress, typed = progress_of(new), dict(old.figures.values_list("label", "value"))
        assert (progress.filled, progress.blanks) == (44, 48)
        filled = {figure.label: figure.value for figure in progress.figures if figure.value}
        assert filled == {label: typed[label] for label in filled}

    def test_of_what_the_bare_outline_asks_for_four_fifths_are_filled_before_the_author_opens_it(self):
        """Begun without a text: the outline asks for what its sample texts name, in another round of the year."""
        old = self.report_of("linxiaofeng")
        outline = old.cycle.outline.copy("提纲，要求填报数据")
        for section in outline.sections.all():
            section.figures = [{"label": label, "kind": "number", "unit": ""} for label in find_labels(section.sample)]
            section.save()
        asked = {"year": self.this_year, "unit": old.cycle.unit, "outline": outline, "due": old.cycle.due}
        cycle = Cycle.objects.create(name="专项述职", opened_at=timezone.now(), **asked)
        participant = Participant.objects.create(cycle=cycle, person=old.author, unit=old.unit, post=old.post)
        new = start_report(participant=participant, by=old.author, at=timezone.now())
        typed = dict(old.figures.values_list("label", "value"))
        filled = dict(new.figures.exclude(value="").values_list("label", "value"))
        assert (len(filled), new.figures.count()) == (15, 17)
        assert filled == {label: typed[label] for label in filled}
        assert {section.body for section in new.sections.all()} == {""}

    def test_each_problem_that_is_done_shows_its_form(self):
        rows = LedgerRow.objects.filter(ledger__kind__slug="rectification")
        done = {row.pk for row in rows.select_related("kind_version") if row.state == ItemState.DONE}
        shown = Evidence.objects.values_list("row", "name", "ending")
        assert sorted(shown) == [(pk, "整改销号表.xlsx", "xlsx") for pk in sorted(done)]
        assert len(done) > 20
        for sha256 in Evidence.objects.values_list("sha256", flat=True)[:2]:
            assert find_ending("整改销号表.xlsx", read_evidence(sha256)) == "xlsx"

    def test_what_is_proposed_first_is_right(self):
        """By the rules alone, of all figures that are numbers: as often as they say anything."""
        report = self.report_of("linxiaofeng")
        ledgers = list(Ledger.objects.used_by(report.author).select_related("kind", "person", "unit"))
        numbers = list(report.figures.filter(kind="number"))
        found = {figure: proposed_bindings(figure, ledgers) for figure in numbers}
        first = {figure.label: found[figure][0].value for figure in numbers if found[figure]}
        assert (len(first), len(numbers)) == (38, 49)
        assert first == {figure.label: figure.value.replace(",", "") for figure in numbers if found[figure]}

    def test_unfinished_draft_shows_what_can_be_wrong(self):
        sections = progress_of(self.report_of("zhaoqiming")).sections
        codes = {finding.code for section in sections for finding in section.findings}
        assert codes == {
            Code.BLANK_UNFILLED,
            Code.VALUE_WRONG,
            Code.HEADING_MISSING,
            Code.SECTION_EMPTY,
            Code.TOO_SHORT,
        }

    def test_two_sections_are_returned(self):
        states = [section.state for section in progress_of(self.report_of("shihaitao")).sections]
        assert states.count(SectionState.RETURNED) == 2

    def test_comments_show_all_that_can_become_of_them(self):
        def said(username, *fields):
            comments = Comment.objects.filter(section__report=self.report_of(username)).order_by("pk")
            return list(comments.values_list(*fields))

        assert said("shihaitao", "placement", "answer__verdict") == [
            ("moved", "adopted"),
            ("lost", None),
            ("placed", "not_adopted"),
            ("moved", None),
            ("placed", None),
            ("placed", None),
            ("placed", None),
        ]
        assert unanswered_comments(self.report_of("shihaitao")).count() == 5
        assert said("fangruolan", "resolution", "answer__verdict", "for_reviewers_only") == [
            ("", None, False),
            ("", None, True),
            ("", "adopted", False),
            ("", None, False),
            ("", None, False),
            ("resolved", "partly", False),
        ]

    def test_stages_have_days_and_reviewers_by_unit(self):
        rules = StageReviewer.objects.filter(stage__cycle__year=self.this_year, unit__name__in=["云溪县", "县水利局"])
        assert sorted(rules.values_list("stage__name", "unit__name", "reviewer__username")) == [
            ("县领导审定", "云溪县", "hanweimin"),
            ("组织部门审核", "云溪县", "wangbingzheng"),
            ("组织部门审核", "县水利局", "luominghui"),
            ("组织部门审核", "县水利局", "wangbingzheng"),
        ]
        cycle = Cycle.objects.get(year=self.this_year)
        assert [(stage.due - cycle.due).days for stage in cycle.stages.all()] == [7, 14]

    def test_each_reviewer_has_something_to_decide(self):
        waiting = Review.objects.waiting().values_list("reviewer__username", "report__author__username")
        assert sorted(waiting) == [
            ("hanweimin", "zhouliqun"),
            ("wangbingzheng", "fangruolan"),
            ("wangbingzheng", "gumingyue"),
            ("wangbingzheng", "sujincheng"),
        ]

    def test_leader_finds_the_opinion_and_grade_of_the_first_stage(self):
        opinions = Opinion.objects.filter(review__report=self.report_of("zhouliqun"))
        assert list(opinions.values_list("review__stage__name", "decision", "grade")) == [
            ("组织部门审核", "agreed", "较好")
        ]

    def test_grades_of_one_report_differ(self):
        differing = [report.author.username for report in Report.objects.all() if report.grades_differ]
        assert differing == ["liangyushu"]

    def test_changes_are_what_the_reviewer_sees_first_of_what_came_back(self):
        reviewer = User.objects.get(username="wangbingzheng")
        report = self.report_of("gumingyue")
        assert since_last_read(report, reviewer) == SinceLastRead(old=1, new=3, is_unread=True)
        old, new = (report.revisions.get(number=number).content for number in (1, 3))
        values = {figure.label: figure.value for figure in old.figures}
        assert [figure.label for figure in new.figures if figure.value != values[figure.label]] == [
            "批评教育人数",
            "挽回损失",
            "政策不知晓企业数",
        ]
        before, after = (content.sections[2].body.split("\n") for content in (old, new))
        assert before[0] not in after[:2]
        assert before[0] == after[-1]  # moved as it was

    def test_comments_on_what_came_back_are_all_answered(self):
        comments = Comment.objects.filter(section__report=self.report_of("gumingyue")).order_by("pk")
        assert list(comments.values_list("resolution", "answer__verdict")) == [
            ("", "adopted"),
            ("", "adopted"),
            ("accepted", "adopted"),
            ("", "partly"),
            ("", "not_adopted"),
        ]

    def test_no_blank_is_left_in_what_was_approved(self):
        for report in Report.objects.filter(state=ReportState.APPROVED):
            content = report.revisions.latest("number").content
            assert [s.heading for s in content.sections if "【" in content.filled(f"{s.heading}{s.body}")] == []

    def test_one_outline_is_free_to_be_tried_on(self):
        assert [outline.is_frozen for outline in Outline.objects.order_by("pk")] == [True, True, False]

    def test_second_run_changes_nothing(self):
        User.objects.filter(username="linxiaofeng").update(name="换了名字", password="")
        before = everything()
        with self.assertNumQueries(2):
            said = run_demo(password="another-password")
        assert everything() == before
        assert said.splitlines()[1].split()[1].startswith("换了名字")


@pytest.mark.exhaustive  # loading takes four seconds
@pytest.mark.django_db
def test_all_is_dated_by_the_given_moment():
    at = datetime(2031, 1, 3, 0, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    load_demonstration(at=at, password=PASSWORD)
    assert list(Cycle.objects.values_list("year", flat=True)) == [2031, 2030]
    assert list(Cycle.objects.open_at(at).values_list("year", flat=True)) == [2031]
    assert not Event.objects.filter(at__gt=at).exists()
    assert "$" not in "".join(Report.objects.values_list("sections__body", flat=True))


@pytest.mark.exhaustive
@pytest.mark.django_db
def test_published_password_is_not_used_among_real_people():
    User.objects.create_user("somebody", name="某人")
    said = run_demo()
    assert PASSWORD not in said
    assert not User.objects.get(username="gaozhicheng").check_password(PASSWORD)


@pytest.mark.exhaustive
@pytest.mark.django_db
def test_password_can_be_chosen():
    run_demo(password="chosen-by-hand")
    assert User.objects.get(username="gaozhicheng").check_password("chosen-by-hand")


@pytest.mark.django_db
def test_unit_of_the_same_name_stops_it_with_nothing_done():
    Unit.objects.create(name="云溪县")
    with pytest.raises(CommandError):
        run_demo()
    assert not User.objects.exists()


def test_sample_to_import_is_read_in_parts():
    reading = read_report((FOLDER / "sample-to-import.txt").read_text("utf-8"))
    kinds = [SectionKind.DUTY] * 5 + [SectionKind.PROBLEMS, SectionKind.CAUSES, SectionKind.NEXT_STEPS]
    assert [section.kind for section in reading.sections] == kinds
    assert reading.left_over == ""
