import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports.models import Cycle, Event, Report

from ..factories import enrol

TEXT = "供水述职报告\n一、坚持学习。全年学习*次。\n二、抓好供水。铺设管网*公里。\n三、存在的问题。调研还不够。"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "述职.txt"
    path.write_bytes(TEXT.encode("gb18030"))
    return path


def test_a_dry_run_needs_no_database(file):
    """In a process of its own, where the database is nowhere."""
    nowhere = os.environ | {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    command = [sys.executable, "manage.py", "import_report", str(file), "--dry-run", "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, env=nowhere, cwd=ROOT, check=False)  # noqa: S603
    assert (ran.stderr, ran.returncode) == ("", 0)
    told = json.loads(ran.stdout)
    assert (told["id"], told["title"], told["opening"]) == (None, "供水述职报告", "")
    assert told["sections"][1] == {
        "kind": "duty",
        "numeral": "二",
        "heading": "抓好供水",
        "body": "铺设管网【铺设管网】公里。",
        "characters": 10,
    }
    assert sorted(told["blanks"][0]) == ["context", "kind", "label", "section", "unit"]
    assert [(blank["kind"], blank["unit"], blank["section"]) for blank in told["blanks"]] == [
        ("number", "次", 0),
        ("number", "公里", 1),
    ]
    assert (told["removed"], told["warnings"]) == ([], [])


def run(capsys, *arguments):
    call_command("import_report", *map(str, arguments))
    return capsys.readouterr().out


def test_imported(file, cycle, author, capsys):
    enrol(cycle, author)
    told = json.loads(run(capsys, file, "--author", "lin", "--cycle", "2026", "--json"))
    report = Report.objects.get()
    assert told["id"] == report.pk
    assert (report.author, report.cycle, report.title) == (author, cycle, "供水述职报告")
    assert list(report.figures.values_list("unit", flat=True).order_by("pk")) == ["次", "公里"]
    assert list(Event.objects.values_list("verb", "actor__username")) == [("imported", "lin")]


def test_a_summary_for_people(file, db, capsys):
    lines = run(capsys, file, "--dry-run").splitlines()
    assert lines[0] == "供水述职报告"
    assert len(lines) == 5


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--author", "lin"],
        ["--cycle", "2026"],
        ["--author", "nobody", "--cycle", "2026"],
        ["--author", "lin", "--cycle", "2024"],
    ],
)
def test_refused(file, cycle, author, arguments):
    with pytest.raises(CommandError):
        call_command("import_report", str(file), *arguments)
    assert Report.objects.count() == 0


def test_refused_where_the_cycle_is_not_open(file, cycle, author):
    Cycle.objects.update(opened_at=None)
    with pytest.raises(CommandError):
        call_command("import_report", str(file), "--author", "lin", "--cycle", "2026")


def test_refused_twice(file, report):
    with pytest.raises(CommandError):
        call_command("import_report", str(file), "--author", "lin", "--cycle", "2026")
    assert Report.objects.count() == 1


def test_the_sections_that_stay_empty_are_named(file, cycle, author, capsys):
    enrol(cycle, author)
    said = run(capsys, file, "--author", "lin", "--cycle", "2026")
    empty = [section.name for section in Report.objects.get().sections.order_by("position") if not section.body]
    assert empty
    assert "、".join(empty) in said.splitlines()[-1]


OLD = "供水述职报告\n一、坚持学习。全年学习12次。\n二、抓好供水。2025年4月铺设管网3至5公里。\n三、问题。"


def test_the_figures_of_an_old_report_are_remembered_and_never_this_years(cycle, author, tmp_path):
    enrol(cycle, author)
    old = tmp_path / "去年.txt"
    old.write_text(OLD)
    call_command("import_report", str(old), author="lin", cycle=2026, open_figures=True, stdout=StringIO())
    report = Report.objects.get()
    assert list(report.figures.values_list("value", "previous", "unit").order_by("pk")) == [
        ("", "12", "次"),
        ("", "3至5", "公里"),
    ]
    words = "\n".join(report.sections.values_list("body", flat=True))
    assert "12次" not in words
    assert "3至5" not in words
    assert "2025年4月" in words


def test_so_are_those_of_our_own_file(report, tmp_path, capsys):
    exported = tmp_path / "去年.docx"
    call_command("export_report", report.pk, "--format", "docx", output=str(exported), stdout=StringIO())
    values = list(report.figures.exclude(value="").values_list("label", "value"))
    assert values
    blanks = json.loads(run(capsys, exported, "--dry-run", "--json", "--open-figures"))["blanks"]
    remembered = {blank["label"]: (blank["value"], blank["previous"]) for blank in blanks}
    assert [remembered[label] for label, _value in values] == [("", value) for _label, value in values]


@pytest.mark.parametrize("data", [None, b"", b"\0\1\2\3" * 100])
def test_files_that_cannot_be_read(tmp_path, data):
    path = tmp_path / "一.txt"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(CommandError):
        call_command("import_report", str(path), "--dry-run")


@pytest.mark.parametrize(
    ("options", "name"), [(["--variant", "draft"], "报告.pdf"), (["--format", "docx"], "报告.docx")]
)
def test_our_own_file_restores_it_exactly(options, name, report, outline, county, author, tmp_path):
    exported = tmp_path / name
    call_command("export_report", report.pk, *options, output=str(exported), stdout=StringIO())
    words = list(report.sections.order_by("position").values_list("kind", "heading", "body"))
    figures = set(report.figures.values_list("label", "kind", "unit", "value", "source"))
    Cycle.objects.create(
        year=report.cycle.year + 1,
        name="下一年",
        report_title="述职报告",
        unit=county,
        outline=outline,
        due=report.cycle.due,
        opened_at=report.cycle.opened_at,
    )
    call_command("import_report", str(exported), author=author.username, cycle=report.cycle.year + 1, stdout=StringIO())
    restored = Report.objects.get(cycle__name="下一年")
    assert restored.title == report.title
    assert list(restored.sections.order_by("position").values_list("kind", "heading", "body")) == words
    assert set(restored.figures.values_list("label", "kind", "unit", "value", "source")) == figures


def test_a_pdf_of_somebody_else_is_refused_plainly(tmp_path):
    foreign = tmp_path / "别人的.pdf"
    foreign.write_bytes(b"%PDF-1.4 nothing")
    with pytest.raises(CommandError, match="PDF"):
        call_command("import_report", str(foreign), dry_run=True)
