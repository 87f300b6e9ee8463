import json
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import translation

from reports.actions.report import submit_report, withdraw_report
from reports.models import Cycle, Fingerprint, Report, Review, Stage
from reports.models.content import content_for
from reports.pages.copies import CopySearch, RoundSearch
from reports.prose.copies import compare
from reports.prose.plain import print_plain

from ..factories import MOMENT, UserFactory, write_report

OWN = "牵头改造北干渠十二处险工险段，组织群众清淤疏浚四十天，下游两个村的灌溉用水有了保障。"
CHANGED = OWN.replace("十二", "9").replace("四十", "35")
SERVICE = "走访散居老人，逐一登记取暖的困难，请供电所上门检修了老化的线路。"
MIGRATION = import_module("reports.migrations.0058_fingerprints_of_existing_texts")
pytestmark = pytest.mark.django_db


def find(capsys, year=2026):
    with translation.override("en"):
        call_command("find_copies", cycle=year, json=True)
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def write(cycle, stage, reviewer):
    """A report whose first duty has these words."""

    def write_words(author, words, *, year=cycle):
        parts = [("", "本人分管供水。"), ("坚持学习", words), ("抓好服务", SERVICE), ("", "还不够深入。"), ("", "")]
        report = write_report(year, author, words=parts, figures=[])
        Review.objects.create(report=report, stage=year.stages.get(), reviewer=reviewer)
        return report

    return write_words


def submit(report):
    submit_report(report=report, by=report.author, at=MOMENT)
    return report


@pytest.fixture
def colleague(author):
    return UserFactory.create(unit=author.unit)


@pytest.fixture
def earlier(cycle, stage):
    earlier = Cycle.objects.create(
        year=2024,
        name="2024年度述职",
        report_title="2024年度述职报告",
        unit=cycle.unit,
        outline=cycle.outline,
        due=date(2024, 12, 20),
        opened_at=MOMENT - timedelta(days=700),
    )
    Stage.objects.create(cycle=earlier, name="初审", due=date(2025, 1, 10))
    return earlier


def test_a_colleague_with_other_dates_and_figures(capsys, write, author, colleague):
    own, other = submit(write(author, OWN)), submit(write(colleague, CHANGED))
    found = find(capsys)
    said = [(row["report"], row["other"], row["kind"], row["share"]) for row in found]
    assert said == [(own.pk, other.pk, "colleague", 100), (other.pk, own.pk, "colleague", 100)]
    first = found[0]["passages"][0]
    texts = [print_plain(content_for(report, writes=True)) for report in (own, other)]
    assert OWN in texts[0][first["start"] : first["end"]]
    assert CHANGED in texts[1][first["other_start"] : first["other_end"]]


def test_the_authors_own_report_of_two_years_ago(capsys, write, author, earlier):
    old, new = submit(write(author, OWN, year=earlier)), submit(write(author, CHANGED))
    assert [(row["report"], row["other"], row["kind"]) for row in find(capsys)] == [(new.pk, old.pk, "last_year")]
    assert find(capsys, 2024) == []


def test_the_whole_round_is_searched_as_one_report_is(write, author, earlier):
    """Also where what is held in memory is not enough."""
    submit(write(author, OWN, year=earlier))
    people = [author, *UserFactory.create_batch(14, unit=author.unit)]
    reports = [submit(write(person, CHANGED if number % 2 else OWN)) for number, person in enumerate(people)]
    cycle = reports[0].cycle
    one_by_one = [(one, CopySearch(cycle).find(one, one.revisions.get().content)) for one in reports]
    assert [len(found) for _report, found in one_by_one] == [11, *[10] * 14]
    assert list(RoundSearch(cycle)) == one_by_one
    small = RoundSearch(cycle, keep=2)
    assert list(small) == one_by_one


def test_a_second_look_compares_nothing_and_sees_every_change(write, author, colleague, outline, monkeypatch):
    """Of the own text, of the other one, of who is there, of the sample."""
    report, other = write(author, OWN), submit(write(colleague, CHANGED))

    def shares(words=OWN):
        report.sections.filter(position=2).update(body=words)
        fresh = Report.objects.get(pk=report.pk)
        found = CopySearch(fresh.cycle).find(fresh, content_for(fresh, writes=True))
        return [(one.kind, one.share) for one in found]

    compared = []
    monkeypatch.setattr("reports.pages.copies.compare", lambda *texts: compared.append(texts) or compare(*texts))
    assert shares() == shares() == [("colleague", 100)]
    assert len(compared) == 2  # with the sample and with the colleague, once
    assert shares(f"{OWN}又到灌区察看了三次，看水到没到地头，问农户还有哪些难处。")[0][1] < 100
    assert shares() == [("colleague", 100)]
    withdraw_report(report=other, by=colleague, at=MOMENT)
    assert shares() == []
    submit(Report.objects.get(pk=other.pk))
    assert shares() == [("colleague", 100)]
    outline.sections.filter(position__in=[2, 3]).update(sample=f"{OWN}\n{SERVICE}")
    assert shares() == [("sample", 100)]


@pytest.mark.parametrize(
    "copy",
    [
        OWN.replace("北干渠", "南干渠").replace("十二处", "7处").replace("四十天", "二十五天"),
        "2025年，" + OWN.replace("十二", "十五"),
        OWN.replace("组织群众清淤疏浚四十天，", "组织群众清淤疏浚40余天；").replace("两个村", "3个村"),
        "组织群众清淤疏浚四十天，牵头改造北干渠十二处险工险段，下游两个村的灌溉用水有了保障。",
        OWN.replace("，下游", "。下游"),
        f"{OWN[:-1]}，{SERVICE}",
        OWN.replace("四十天", "六周"),
        OWN.replace("牵头", "王明同志牵头"),
    ],
    ids=["names and figures", "a year", "marks", "order", "split", "merged", "another unit", "a person"],
)
def test_what_is_changed_hides_no_copy(capsys, write, author, colleague, copy):
    own, other = submit(write(author, OWN)), submit(write(colleague, copy))
    found = {(row["report"], row["other"]): row["share"] for row in find(capsys)}
    assert found.keys() == {(own.pk, other.pk), (other.pk, own.pk)}
    assert min(found.values()) >= 90


def test_what_was_never_submitted_is_held_against_nobody(capsys, write, author, colleague):
    submit(write(author, OWN))
    write(colleague, CHANGED)
    assert find(capsys) == []


def test_neither_is_what_was_withdrawn_unread(capsys, write, author, colleague):
    submit(write(author, OWN))
    withdrawn = submit(write(colleague, CHANGED))
    withdraw_report(report=withdrawn, by=colleague, at=MOMENT)
    assert find(capsys) == []


def test_the_sample(capsys, write, author, colleague, outline):
    """What all have from it is no copy of one another."""
    outline.sections.filter(position__in=[2, 3]).update(sample=f"{OWN}\n{SERVICE}")
    reports = [submit(write(person, CHANGED)) for person in (author, colleague)]
    found = [(row["report"], row["other"], row["kind"]) for row in find(capsys)]
    assert found == [(report.pk, outline.pk, "sample") for report in reports]


def test_fingerprints_are_those_of_the_last_version_only(write, author, reviewer):
    report = submit(write(author, OWN))
    assert set(Fingerprint.objects.values_list("text__revision__number", flat=True)) == {1}
    withdraw_report(report=Report.objects.get(pk=report.pk), by=author, at=MOMENT)
    submit(Report.objects.get(pk=report.pk))
    assert set(Fingerprint.objects.values_list("text__revision__number", flat=True)) == {2}


def test_the_migration_keeps_the_same_ones(write, author):
    submit(write(author, OWN))
    before = set(Fingerprint.objects.values_list("pk", flat=True))
    Fingerprint.objects.all().delete()
    MIGRATION.keep_fingerprints(apps, None)
    assert set(Fingerprint.objects.values_list("pk", flat=True)) == before != set()


def test_a_year_without_a_round():
    with translation.override("en"), pytest.raises(CommandError, match=r"There is no cycle of 1999\."):
        call_command("find_copies", cycle=1999)
