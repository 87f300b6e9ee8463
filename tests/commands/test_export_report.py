import json
import os
from io import BytesIO
from zipfile import ZipFile

import pdfplumber
import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from reports.documents.archive_package import seal_of
from reports.documents.rendering import write_ofd
from reports.models import Event


def export(report, path, *arguments):
    call_command("export_report", str(report.pk), "-o", str(path), *arguments)
    return path.read_bytes()


def test_a_pdf(report, tmp_path, capsys):
    path = tmp_path / "述职.pdf"
    data = export(report, path)
    assert data[:5] == b"%PDF-"
    with pdfplumber.open(path) as document:
        words = "".join(page.extract_text() for page in document.pages).replace("\n", "").replace(" ", "")
    assert [text in words for text in ("2026年度述职报告", "林晓", "铺设管网31.5公里")] == [True, True, True]
    assert str(len(data)) in capsys.readouterr().out


def test_a_final_copy(approved, tmp_path):
    assert export(approved, tmp_path / "x.pdf", "--variant", "final")[:5] == b"%PDF-"


def test_no_final_copy_before_it_is_approved(in_review, tmp_path):
    with pytest.raises(CommandError) as refused, translation.override("en"):
        export(in_review, tmp_path / "x.pdf", "--variant", "final")
    assert str(refused.value) == "A final copy is made of an approved report. This one is not: In review."
    assert list(tmp_path.iterdir()) == []


def test_an_ofd_is_made_of_the_final_copy(approved, tmp_path):
    data = export(approved, tmp_path / "x.ofd", "--format", "ofd")
    pdf = export(approved, tmp_path / "x.pdf", "--variant", "final")
    assert (data[:4], data) == (b"PK\x03\x04", write_ofd(pdf))


def test_no_ofd_before_it_is_approved(in_review, tmp_path):
    with pytest.raises(CommandError) as refused, translation.override("en"):
        export(in_review, tmp_path / "x.ofd", "--format", "ofd")
    assert str(refused.value) == "A final copy is made of an approved report. This one is not: In review."
    assert list(tmp_path.iterdir()) == []


def test_only_a_pdf_has_variants(approved, tmp_path):
    with pytest.raises(CommandError) as refused, translation.override("en"):
        export(approved, tmp_path / "x.docx", "--format", "docx", "--variant", "final")
    assert str(refused.value) == "Only a PDF has variants: leave --variant or --format out."
    assert list(tmp_path.iterdir()) == []


def test_the_text(report, tmp_path):
    text = export(report, tmp_path / "一.txt", "--format", "txt").decode()
    assert text.splitlines()[0].strip() == "2026年度述职报告"
    assert "铺设管网31.5公里，由县工程队承建，2026年6月1日通水。" in text


def test_json(report, tmp_path):
    told = json.loads(export(report, tmp_path / "一.json", "--format", "json"))
    assert (told["title"], told["name"], told["unit"]) == ("2026年度述职报告", "林晓", "水务局")
    assert [section["kind"] for section in told["sections"]] == ["opening", "duty", "duty", "problems", "next_steps"]
    assert {figure["label"]: figure["value"] for figure in told["figures"]}["管网长度"] == "31.5"


def test_no_such_report(db, tmp_path):
    with pytest.raises(CommandError):
        call_command("export_report", "999", "-o", str(tmp_path / "x.pdf"))
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written(report, tmp_path):
    path = tmp_path / "nowhere" / "x.txt"
    with pytest.raises(CommandError) as refused, translation.override("en"):
        call_command("export_report", str(report.pk), "--format", "txt", "-o", str(path))
    assert str(refused.value) == f"{path}: There is no such file or folder."


@pytest.mark.parametrize("arguments", [["--format", "odt"], ["--variant", "other"]])
def test_unknown_kinds(report, tmp_path, arguments):
    with pytest.raises(CommandError):
        export(report, tmp_path / "x", *arguments)


def test_an_archive_package(published, tmp_path, capsys):
    with translation.override("en"):
        data = export(published, tmp_path / "x.zip", "--format", "archive")
    assert capsys.readouterr().out.splitlines()[1] == f"Seal, to be kept apart from the package: {seal_of(data)}"
    with ZipFile(BytesIO(data)) as archive:
        told = json.loads(archive.read("source/report.json"))
    assert told == published.revisions.latest("number").data


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("approved", "An archive package is made of a published report. This one is not: Approved."),
        ("in_review", "An archive package is made of a published report. This one is not: In review."),
    ],
)
def test_no_archive_package_before_it_is_published(request, tmp_path, state, said):
    with pytest.raises(CommandError) as refused, translation.override("en"):
        export(request.getfixturevalue(state), tmp_path / "x.zip", "--format", "archive")
    assert (str(refused.value), list(tmp_path.iterdir())) == (said, [])


def test_an_archive_package_has_no_variants(published, tmp_path):
    with pytest.raises(CommandError) as refused, translation.override("en"):
        export(published, tmp_path / "x.zip", "--format", "archive", "--variant", "final")
    assert str(refused.value) == "Only a PDF has variants: leave --variant or --format out."
    assert list(tmp_path.iterdir()) == []


def rows():
    return list(Event.objects.order_by("pk").values_list("verb", "actor__username", "report", "detail"))


@pytest.mark.parametrize(
    ("arguments", "name"),
    [([], "pdf"), (["--variant", "annex"], "annex"), (["--format", "docx"], "docx"), (["--format", "json"], "json")],
)
def test_each_file_has_one_row_of_the_log_with_who_ran_the_command(report, tmp_path, monkeypatch, arguments, name):
    """Under the author's name, for nobody has signed in; and the author's own acts are called otherwise."""
    monkeypatch.setenv("SUDO_USER", "wangli")
    before = Event.objects.count()
    export(report, tmp_path / "x", *arguments)
    assert rows()[before:] == [("exported_outside", "lin", report.pk, f"{name} · wangli")]


def test_without_sudo_it_is_whom_the_system_names(report, tmp_path, monkeypatch):
    monkeypatch.delenv("SUDO_USER", raising=False)
    monkeypatch.setenv("LOGNAME", "zhangsan")
    export(report, tmp_path / "x", "--format", "txt")
    assert rows()[-1][-1] == "txt · zhangsan"


def test_where_the_system_has_no_name_for_them_it_is_their_number(report, tmp_path, monkeypatch):
    def unknown(number):
        raise KeyError(number)

    for name in ("SUDO_USER", "LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", unknown)
    export(report, tmp_path / "x", "--format", "txt")
    assert rows()[-1][-1] == f"txt · {os.getuid()}"


def test_a_file_that_could_not_be_written_has_its_row_all_the_same(report, tmp_path):
    """What is on the disk without a row would be worse."""
    before = Event.objects.count()
    with pytest.raises(CommandError):
        export(report, tmp_path / "none" / "x")
    assert [row[0] for row in rows()[before:]] == ["exported_outside"]


def test_what_is_refused_leaves_no_row(in_review, tmp_path):
    before = rows()
    with pytest.raises(CommandError):
        export(in_review, tmp_path / "x", "--variant", "final")
    assert rows() == before
