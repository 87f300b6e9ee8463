"""Work in the background: each report once, one that fails alone, what was changed meanwhile left out and named."""

import hashlib
import shutil
from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace
from zipfile import ZipFile

import docx
import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError, connection
from openpyxl import load_workbook

from reports.actions.batch import begin_batch, cancel_batch, prune_batches, work_once
from reports.actions.batch_act import ACTS
from reports.actions.collection import plan_collection
from reports.actions.errors import PlanChanged, Refused
from reports.actions.report import withdraw_report
from reports.documents import archive
from reports.documents.published import path_of
from reports.models import Batch, BatchItem, Event, Report, Review, Unit
from reports.models.batch import BatchKind

from ..documents.disks import files_in
from ..factories import MOMENT, UserFactory, write_report
from ..gongwen.pages import read_pages
from ..views.rounds import submit_words

LATER = MOMENT + timedelta(days=5)


def plan(cycle, by):
    return plan_collection(Report.objects.filter(cycle=cycle).in_units_of(by), by=by, at=LATER)


@pytest.fixture
def begin(cycle, organiser, on_disk):
    def begin(*kinds, **changed):
        planned = plan(cycle, organiser)
        asked = {"cycle": cycle, "plan": planned, "digest": planned.digest, "by": organiser, "at": LATER} | changed
        return begin_batch(kind=BatchKind.COLLECT, kinds=kinds or ("docx",), **asked)

    return begin


def finish():
    """How many steps it took."""
    steps = 0
    while work_once(at=LATER):
        steps += 1
    return steps


def settled(batch):
    batch.refresh_from_db()
    return [(item.report.author.name, item.state, item.why) for item in batch.items.order_by("position")]


def contents(batch):
    batch.refresh_from_db()
    with default_storage.open(batch.file) as file:
        data = file.read()
    assert (batch.sha256, batch.size) == (hashlib.sha256(data).hexdigest(), len(data))
    with ZipFile(BytesIO(data)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def _lose_database(execute, sql, params, many, context):
    if sql.startswith('UPDATE "reports_batchitem" SET "state"') and "done" in params:
        raise OperationalError("disk I/O error")
    return execute(sql, params, many, context)


def _try_without_database():
    with connection.execute_wrapper(_lose_database), pytest.raises(OperationalError):
        work_once(at=LATER)


def submitted_by(cycle, unit, name):
    person = UserFactory.create(name=name, unit=unit, post="科长")
    report = write_report(cycle, person, state="in_review", submitted_at=MOMENT, first_submitted_at=MOMENT)
    submit_words(report, f"{name}的话。", title="2026年度述职报告")
    return report


def test_what_was_published_is_put_in_as_it_was_published(on_disk, published, begin, log):
    batch = begin("pdf")
    assert finish() == 2  # the report, the ZIP
    found = contents(batch)
    name = "水务局_2026年度述职报告（林晓）.pdf"
    publication = published.publications.get()
    assert list(found) == [name, "SHA256SUMS.txt", "Contents.xlsx"]
    assert hashlib.sha256(found[name]).hexdigest() == publication.sha256
    assert found["SHA256SUMS.txt"].decode() == f"{publication.sha256}  {name}\n"
    assert log()[-2:] == [
        ("collected", "tang", None, str(batch.pk)),
        ("exported", "tang", published.pk, "final"),
    ]
    assert published.revisions.latest("number").read_receipts.get().reader.username == "tang"


def test_the_manifest_names_all_that_were_asked_for(cycle, bureau, report, begin):
    other = submitted_by(cycle, bureau, "陈一")
    batch = begin("docx", "pdf")
    finish()
    found = contents(batch)
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(found["Contents.xlsx"])).active.rows]
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in found.items()}
    pdf, word = "水务局_2026年度述职报告（陈一）草稿.pdf", "水务局_2026年度述职报告（陈一）.docx"
    assert rows[1:] == [
        ["陈一", "水务局", other.post, "In review", pdf, hashes[pdf], None],
        ["陈一", "水务局", other.post, "In review", word, hashes[word], None],
        ["林晓", "水务局", "局长", "Draft", None, None, "not submitted"],
    ]


def test_two_of_one_name_in_one_unit_have_two_files(cycle, bureau, begin):
    submitted_by(cycle, bureau, "陈一"), submitted_by(cycle, bureau, "陈一")
    batch = begin()
    finish()
    name = "水务局_2026年度述职报告（陈一）{}.docx".format
    assert list(contents(batch))[:2] == [name(""), name("（2）")]


def test_words_that_nobody_submitted_are_in_no_file(returned, begin):
    """What the author writes meanwhile is not what was submitted."""
    returned.sections.filter(position=4).update(body="还没有交的话。")
    batch = begin()
    finish()
    (word,) = [data for name, data in contents(batch).items() if name.endswith(".docx")]
    text = "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(word)).paragraphs)
    assert ("调研还不够深入" in text, "还没有交的话" in text) == (True, False)


def test_one_that_fails_is_named_and_does_not_stop_the_rest(on_disk, published, cycle, bureau, begin):
    submitted_by(cycle, bureau, "陈一")
    batch = begin("pdf")
    (on_disk / path_of(published.publications.get().sha256)).unlink()
    finish()
    why = {name: why[:49] for name, state, why in settled(batch) if state == "left_out"}
    assert why == {"林晓": "The published file is not where it was stored, or"}
    assert [name for name in contents(batch) if name.endswith(".pdf")] == ["水务局_2026年度述职报告（陈一）草稿.pdf"]


def test_one_that_was_withdrawn_meanwhile_is_left_out(submitted, author, cycle, bureau, begin):
    submitted_by(cycle, bureau, "陈一")
    batch = begin()
    withdraw_report(report=submitted, by=author, at=LATER)
    finish()
    assert sorted(settled(batch)) == [("林晓", "left_out", "not submitted"), ("陈一", "done", "")]


def test_who_does_not_organise_the_unit_any_more_gets_nothing_of_it(submitted, organiser, county, begin, on_disk):
    batch = begin()
    county.organisers.remove(organiser)
    finish()
    assert settled(batch) == [("林晓", "left_out", "you do not organise its unit any more")]
    assert (batch.problem, batch.file) == ("Nothing was collected: every report was left out.", "")
    assert [path for path in files_in(on_disk) if path.startswith("batches/")] == []


def test_who_was_deactivated_meanwhile_gets_nothing(submitted, organiser, begin):
    batch = begin()
    organiser.is_active = False
    organiser.save()
    finish()
    assert settled(batch) == [("林晓", "left_out", "the account that asked for it was deactivated")]


def test_a_reviewer_opens_a_report_before_having_its_words(submitted, organiser, cycle, stage, begin):
    """Its author may still withdraw it; also where they were named after it was asked for."""
    batch = begin()
    Review.objects.create(report=submitted, stage=stage, reviewer=organiser)
    assert plan(cycle, organiser).left_out == [("you review it and have not opened it yet", [submitted])]
    finish()
    assert settled(batch) == [("林晓", "left_out", "you review it and have not opened it yet")]


def test_what_is_confirmed_is_what_was_shown(submitted, cycle, bureau, organiser, begin):
    shown = plan(cycle, organiser).digest
    submitted_by(cycle, bureau, "陈一")
    with pytest.raises(PlanChanged):
        begin(digest=shown)
    assert Batch.objects.count() == 0


def test_nothing_to_collect_is_refused(report, begin):
    with pytest.raises(Refused, match="every report is left out"):
        begin()
    assert Batch.objects.count() == 0


def test_room_is_asked_for_before(submitted, begin, monkeypatch):
    usage = SimpleNamespace(free=799_999)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage)
    with pytest.raises(Refused, match="781.2\xa0KB may be needed and 781.2\xa0KB are free"):
        begin("docx")
    usage.free = 800_000
    assert begin("docx").items.count() == 1


def test_a_disk_that_fills_in_the_middle_ends_it_with_clear_words(submitted, settings, full_disk, begin):
    batch = begin()
    settings.MEDIA_ROOT = full_disk
    assert finish() == 1
    batch.refresh_from_db()
    assert batch.problem.startswith("The file could not be stored: No space left on device. Nothing half done is left")
    assert (batch.file, batch.ended_at, files_in(full_disk)) == ("", LATER, {"filling"})


def test_a_cancelled_one_leaves_nothing(cycle, bureau, organiser, begin, on_disk):
    submitted_by(cycle, bureau, "陈一"), submitted_by(cycle, bureau, "陈二")
    batch = begin()
    assert work_once(at=LATER)
    cancel_batch(batch=batch, by=organiser, at=LATER)
    cancelled = Event.objects.filter(verb="many_cancelled").values_list("actor__username", "detail")
    assert list(cancelled) == [("tang", f"{batch.pk} · Collected reports")]
    assert (finish(), files_in(on_disk)) == (0, set())
    with pytest.raises(Refused, match="ended already"):
        cancel_batch(batch=batch, by=organiser, at=LATER)


def test_one_that_is_cancelled_while_a_file_is_made_leaves_nothing(submitted, organiser, begin, on_disk, monkeypatch):
    batch = begin()

    def cancelled_meanwhile(item, *, at):
        cancel_batch(batch=batch, by=organiser, at=at)
        archive.store_bytes(f"batches/{batch.pk}/1.docx", b"PK")

    monkeypatch.setitem(ACTS, BatchKind.COLLECT, ACTS[BatchKind.COLLECT]._replace(perform=cancelled_meanwhile))
    finish()
    assert files_in(on_disk) == set()


def test_a_report_at_which_processes_are_killed_is_left_out_in_the_end(submitted, begin):
    batch = begin()
    BatchItem.objects.update(attempts=3)
    finish()
    assert settled(batch) == [("林晓", "left_out", "the work on it was ended 3 times from outside")]


def test_an_error_of_ours_is_logged_and_leaves_one_out(submitted, begin, monkeypatch, caplog):
    batch = begin()
    monkeypatch.setattr("reports.actions.collection.make_file", lambda *_args, **_options: 1 / 0)
    finish()
    ((name, state, why),) = settled(batch)
    assert (name, state, why.split(";")[0]) == ("林晓", "left_out", "something went wrong on our side")
    assert "ZeroDivisionError" in caplog.text


def test_a_short_one_is_not_held_up_by_a_long_one(cycle, bureau, begin):
    for number in range(4):
        submitted_by(cycle, bureau, f"陈{number}")
    long = begin()
    work_once(at=LATER), work_once(at=LATER)
    short = begin()
    work_once(at=LATER)
    assert [batch.items.filter(state="done").count() for batch in (long, short)] == [2, 1]


def test_old_ones_go_with_their_files_and_published_files_stay(on_disk, published, begin, settings):
    settings.BATCH_DAYS = 7
    batch = begin("pdf", "docx")
    finish()
    kept = {path for path in files_in(on_disk) if not path.startswith("batches/")}
    assert prune_batches(at=LATER + timedelta(days=7)) == 0
    assert prune_batches(at=LATER + timedelta(days=8)) == 1
    assert (files_in(on_disk), Batch.objects.filter(pk=batch.pk).exists()) == (kept, False)
    assert any(path.startswith("published/") for path in kept)


def table(batch, name):
    rows = load_workbook(BytesIO(contents(batch)[name])).active.iter_rows(values_only=True)
    return [list(row) for row in rows]


def test_all_figures_are_a_row_a_person_and_a_column_a_label(in_review, cycle, bureau, begin):
    submitted_by(cycle, bureau, "陈一")  # without figures
    batch = begin("figures")
    finish()
    heads, *rows = table(batch, "figures.xlsx")
    assert heads == [
        "whose",
        "unit",
        "post",
        "学习次数（次）",
        "管网长度（公里）",
        "承建单位",
        "通水日期",
        "走访次数（次）",
    ]
    assert sorted(rows) == [
        ["林晓", "水务局", "局长", "12", "31.5", "县工程队", "2026年6月1日", "4"],
        ["陈一", "水务局", "科长", None, None, None, None, None],
    ]
    assert set(contents(batch)) == {"figures.xlsx", "SHA256SUMS.txt", "Contents.xlsx"}
    sums = contents(batch)["SHA256SUMS.txt"].decode()
    assert sums == f"{hashlib.sha256(contents(batch)['figures.xlsx']).hexdigest()}  figures.xlsx\n"


def test_all_opinions_have_who_gave_which(returned, cycle, bureau, begin):
    submitted_by(cycle, bureau, "陈一")  # without opinions
    batch = begin("opinions")
    finish()
    rows = sorted(table(batch, "opinions.xlsx")[1:])
    assert [row[:2] + row[4:7] for row in rows] == [
        ["林晓", "水务局", "初审", "赵桥", "Returned"],
        ["陈一", "水务局", None, None, None],
    ]


def volumes(batch):
    there = {name: data for name, data in contents(batch).items() if name.endswith(".pdf")}
    return {name: [[line.text for line in page] for page in read_pages(data)] for name, data in there.items()}


def entries(pages):
    return [line.partition("…")[0].split("　")[-1].strip() for line in pages[2] if "…" in line]


def test_a_volume_is_bound_of_all_but_those_that_are_named(on_disk, published, cycle, bureau, begin):
    submitted_by(cycle, bureau, "陈一"), submitted_by(cycle, bureau, "陈二")
    (on_disk / path_of(published.publications.get().sha256)).unlink()
    batch = begin("volume")
    finish()
    states = {name: (state, why[:49]) for name, state, why in settled(batch)}
    assert states == {
        "陈一": ("done", ""),
        "陈二": ("done", ""),
        "林晓": ("left_out", "The published file is not where it was stored, or"),
    }
    ((name, pages),) = volumes(batch).items()
    assert (entries(pages), pages[0][-2:]) == (["陈一", "陈二"], [cycle.unit.name, "2026年11月"])
    assert name == f"{cycle.name}报告汇编.pdf"
    found = contents(batch)
    assert list(found) == [name, "SHA256SUMS.txt", "Contents.xlsx"]
    assert found["SHA256SUMS.txt"].decode() == f"{hashlib.sha256(found[name]).hexdigest()}  {name}\n"


def test_published_reports_are_bound_as_they_were_published(on_disk, published, begin, log):
    batch = begin("volume", "pdf")
    finish()
    own, (_name, pages) = list(volumes(batch).items())
    assert [page[:-1] for page in pages[4:]] == [page[:-1] for page in own[1]]
    assert log()[-1] == ("exported", "tang", published.pk, "final")


def test_more_than_a_volume_holds_become_several(cycle, bureau, begin, monkeypatch):
    monkeypatch.setattr("reports.actions.collected_volume.MOST", 2)
    for name in ("陈一", "陈二", "陈三"):
        submitted_by(cycle, bureau, name)
    batch = begin("volume")
    finish()
    bound = volumes(batch)
    assert {name.partition("汇编")[2]: entries(pages) for name, pages in bound.items()} == {
        "（第一册）.pdf": ["陈一", "陈三"],
        "（第二册）.pdf": ["陈二"],
    }


def test_reports_are_collected_in_the_order_of_the_tree(cycle, county, organiser):
    """A name that sorts first stands below its own unit, not before the one above it."""
    upper = Unit.objects.create(name="丙局", parent=county)
    lower = Unit.objects.create(name="甲科", parent=upper)
    other = Unit.objects.create(name="丁局", parent=county)
    for name, unit in [("林1", lower), ("林2", other), ("林3", upper), ("林4", county), ("林5", lower)]:
        submitted_by(cycle, unit, name)
    plan = plan_collection(Report.objects.filter(cycle=cycle), by=organiser, at=LATER)
    found = [report.author.name for report in plan.included]
    siblings = [unit.name for unit in Unit.objects.filter(parent=county).order_by("name") if unit in (upper, other)]
    below = {"丙局": ["林3", "林1", "林5"], "丁局": ["林2"]}
    assert found == ["林4", *(name for unit in siblings for name in below[unit])]


@pytest.mark.django_db(transaction=True)
def test_a_row_waits_for_a_database_that_was_away_for_a_moment(submitted, begin):
    """It was left out before, and the ZIP came without the report."""
    batch = begin()
    _try_without_database()
    assert [state for _name, state, _why in settled(batch)] == ["waiting"]

    finish()
    assert [(state, why) for _name, state, why in settled(batch)] == [("done", "")]
    assert contents(batch)


@pytest.mark.django_db(transaction=True)
def test_a_row_at_which_the_database_fails_each_time_is_left_out(submitted, begin):
    batch = begin()
    for _attempt in range(3):
        _try_without_database()
    finish()
    assert [state for _name, state, _why in settled(batch)] == ["left_out"]
