"""Word lists: a file is looked at before it is stored, entries are switched off, and the checks know what is listed."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reports.actions.report import submit_report
from reports.actions.word_list import list_words, switch_entry
from reports.models import Event, Report, Section, Unit, WordListEntry
from reports.models.progress import progress_of
from reports.pages.finding import open_findings
from reports.prose.proofreading import ListedKind, ListedWord

from ..factories import MOMENT, UserFactory
from .test_figure_basis import text

HEADS = "类别,词语,改用,起始年份,截止年份,依据"
BODY = "走访63户，牢记水厂宗旨。县水政处到场，问渠哪得清如许。全力以赴抓落实。\n"


def table(*rows):
    return SimpleUploadedFile("词表.csv", "\n".join([HEADS, *rows]).encode())


@pytest.fixture
def client(organiser, visit):
    return visit(organiser)


@pytest.fixture
def page(county):
    return reverse("word_list", args=[county.pk])


@pytest.fixture
def section(report):
    Section.objects.filter(report=report, position=4).update(body=BODY)
    return report.sections.get(position=4)


@pytest.fixture
def lists(organiser):
    def store(unit, *entries):
        list_words(unit=unit, entries=list(entries), by=organiser, at=MOMENT)

    return store


def asked(report):
    progress = progress_of(Report.objects.select_related("cycle").get(pk=report.pk))
    return {(one.words.check, one.words.text, one.words.suggestion) for one in progress.questions}


WRONG = ListedWord(ListedKind.WRONG_WORD, "水厂宗旨", "供水宗旨")


def test_a_list_is_looked_at_then_stored_then_known_to_the_checks(client, page, section, county, organiser):
    before = asked(section.report)
    sent = table("错词,水厂宗旨,供水宗旨", "名称,水政处,水政监察大队,,2025年,县编办", "套话,全力以赴", "错词,水,汽")
    looked = client.post(page, {"file": sent})
    told = [(row.number, row.words) for row in looked.context["refused"]]
    assert (looked.status_code, WordListEntry.objects.count(), told) == (200, 0, [(5, "水")])
    stored = client.post(page, {"seen": looked.context["seen"]})
    assert (stored.status_code, stored.url, WordListEntry.objects.count()) == (302, page, 3)
    event = Event.objects.first()
    assert (event.verb, event.actor, event.detail) == ("word_list_changed", organiser, f"{county} · +3 ~0")
    assert asked(section.report) - before == {
        ("wrong_word", "水厂宗旨", "供水宗旨"),
        ("outdated_term", "水政处", "水政监察大队"),
        ("stock_words", "全力以赴", ""),
    }


@pytest.mark.parametrize(
    "row",
    [
        "别的,水厂,水站",
        "错词,水厂",
        "错词,水厂,大水厂",
        "名称,水政处,水政大队",
        "名称,水政处,水政大队,2026,2025",
        "名称,水政处,水政大队,一九年",
        "名称,水政处,水政大队,99999999999999999999",
        f"错词,{'水' * 61},渠",
        "不查,水",
    ],
)
def test_a_row_that_cannot_be_read_is_refused_and_named(client, page, row):
    looked = client.post(page, {"file": table("不查,水厂", row)})
    assert ([one.number for one in looked.context["refused"]], len(looked.context["plan"].added)) == ([3], 1)


@pytest.mark.parametrize("content", ["", "甲,乙\n1,2\n", "词语\n水厂\n", "\0\0"])
def test_a_file_without_the_columns_is_refused_whole(client, page, content):
    answer = client.post(page, {"file": SimpleUploadedFile("a.csv", content.encode())})
    assert (answer.status_code, WordListEntry.objects.count()) == (422, 0)


@pytest.mark.parametrize("seen", ["", "甲,乙\r\n", "类别,词语\r\n"])
def test_what_was_shown_cannot_be_replaced_by_anything(client, page, seen):
    assert (client.post(page, {"seen": seen}).status_code, WordListEntry.objects.count()) == (422, 0)


def test_what_is_exempt_is_not_asked_about_and_what_must_be_mended_is(section, lists, county):
    Section.objects.filter(pk=section.pk).update(body="做好诉职准备。见XX系统。\n")
    lists(county, ListedWord(ListedKind.EXEMPT, "诉职准备"), ListedWord(ListedKind.EXEMPT, "XX系统"))
    findings = progress_of(Report.objects.select_related("cycle").get(pk=section.report_id)).sections[3].findings
    words = [text for _check, text, _right in asked(section.report)]
    assert ("诉职" in words, [one.params["words"] for one in findings if one.code == "unfinished"]) == (False, ["XX"])


def test_an_entry_that_is_off_is_kept_and_not_used(client, page, section, lists, county):
    lists(county, WRONG)
    entry = WordListEntry.objects.get()
    switch = reverse("word_list_switch", args=[county.pk, entry.pk])
    client.post(switch)
    off = asked(section.report)
    client.post(switch, {"on": 1})
    on = asked(section.report)
    assert on - off == {("wrong_word", "水厂宗旨", "供水宗旨")}


def test_what_is_downloaded_can_be_uploaded_and_changes_nothing(client, page, lists, county):
    lists(county, WRONG, ListedWord(ListedKind.TERM, "水政处", "水政,“大队”", 0, 2025, "编办"))
    file = client.get(reverse("word_list_file", args=[county.pk])).content
    rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))
    assert (rows[0], len(rows)) == (HEADS.split(","), 3)
    plan = client.post(page, {"file": SimpleUploadedFile("a.csv", file)}).context["plan"]
    assert ([*map(len, plan)]) == [0, 0, 2]


def test_a_list_counts_below_its_unit_and_nowhere_else(section, lists, county, bureau):
    other = Unit.objects.create(name="邻县")
    below = Unit.objects.create(name="下属站", parent=Report.objects.get(pk=section.report_id).unit)
    lists(other, WRONG)
    lists(below, WRONG)
    without = asked(section.report)
    lists(county, WRONG)
    assert asked(section.report) - without == {("wrong_word", "水厂宗旨", "供水宗旨")}


def test_who_organises_another_unit_sees_and_changes_nothing(page, visit, lists, county):
    lists(county, WRONG)
    neighbour = UserFactory.create(username="neighbour")
    Unit.objects.create(name="邻县").organisers.add(neighbour)
    client, entry = visit(neighbour), WordListEntry.objects.get()
    switch = reverse("word_list_switch", args=[county.pk, entry.pk])
    answers = [client.get(page), client.post(page, {"file": table("不查,水厂")}), client.post(switch)]
    assert [one.status_code for one in answers] == [404, 404, 404]
    assert "水厂宗旨" not in text(client.get(reverse("word_lists")))
    entry.refresh_from_db()
    assert (entry.is_off, WordListEntry.objects.count()) == (False, 1)


def test_another_units_entry_is_not_switched_through_ones_own(visit, lists, county):
    lists(county, WRONG)
    neighbour, own = UserFactory.create(username="neighbour"), Unit.objects.create(name="邻县")
    own.organisers.add(neighbour)
    entry = WordListEntry.objects.get()
    assert visit(neighbour).post(reverse("word_list_switch", args=[own.pk, entry.pk])).status_code == 404


def test_what_was_submitted_keeps_the_findings_of_its_time(section, lists, county, author, organiser):
    lists(county, WRONG)
    report = Report.objects.select_related("cycle", "author", "unit").get(pk=section.report_id)
    revision = submit_report(report=report, by=author, at=MOMENT)
    sections = list(report.sections.order_by("position"))

    def words():
        fresh = Report.objects.select_related("cycle").get(pk=report.pk)
        return [(number, one.words.text) for number, one in open_findings(fresh, sections, revision)]

    kept = words()
    switch_entry(entry=WordListEntry.objects.get(), is_off=True, by=organiser, at=MOMENT)
    lists(county, ListedWord(ListedKind.STOCK_PHRASE, "全力以赴"))
    assert ((4, "水厂宗旨") in kept, words()) == (True, kept)
