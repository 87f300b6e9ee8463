import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from reports.models import Report

TEXT = "2026年度述职报告\n一、坚持学习。全年学习*次。\n二、抓好供水。2025年，铺设管网【公里】公里（一期。\n"
ROOT = Path(__file__).parents[2]


def check(capsys, *arguments):
    with translation.override("en"):
        call_command("check_report", *map(str, arguments))
    return capsys.readouterr().out


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "述职.txt"
    path.write_bytes(TEXT.encode("gb18030"))
    return path


def test_a_file_needs_no_database(file):
    """In a process of its own, where the database is nowhere."""
    nowhere = os.environ | {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    command = [sys.executable, "manage.py", "check_report", str(file), "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, env=nowhere, cwd=ROOT, check=False)  # noqa: S603
    assert (ran.stderr, ran.returncode) == ("", 0)
    told = json.loads(ran.stdout)
    assert told["counts"] == {"must": 3, "should": 1, "hint": 0}
    assert [(one["check"], one["severity"], one["section"], one["text"]) for one in told["findings"]] == [
        ("unfinished", "must", "一、坚持学习", "*"),
        ("year", "should", "二、抓好供水", "2025年"),
        ("unfinished", "must", "二、抓好供水", "【公里】"),
        ("unpaired", "must", "二、抓好供水", "（"),
    ]
    assert [TEXT[one["start"] : one["end"]] for one in told["findings"]] == ["*", "2025年", "【公里】", "（"]


def test_what_is_said_of_one(file, capsys):
    told = json.loads(check(capsys, file, "--json"))
    assert told["findings"][0] == {
        "check": "unfinished",
        "severity": "must",
        "section": "一、坚持学习",
        "start": 22,
        "end": 23,
        "text": "*",
        "message": "“*” is not finished: “持学习。全年学习*次。”.",
        "suggestion": "",
    }


def test_the_year_may_be_given(file, capsys):
    told = json.loads(check(capsys, file, "--json", "--year", "2025"))
    assert [one["text"] for one in told["findings"] if one["check"] == "year"] == []


def test_for_people(file, capsys):
    assert check(capsys, file).splitlines() == [
        "must   一、坚持学习: “*” is not finished: “持学习。全年学习*次。”.",
        "should 二、抓好供水: “2025年” is not the year of this round: “二、抓好供水。2025年，铺设管网【公里”.",
        "must   二、抓好供水: “【公里】” is not finished: “25年，铺设管网【公里】公里（一期。”.",
        "must   二、抓好供水: “（” has no partner: “管网【公里】公里（一期。”.",
        "4 findings.",
    ]


def test_a_report_is_read_with_its_values(report, capsys):
    told = json.loads(check(capsys, report.pk, "--json"))
    assert [one["text"] for one in told["findings"] if "【" in one["text"]] == []
    report.figures.filter(label="管网长度").update(value="")
    told = json.loads(check(capsys, report.pk, "--json"))
    assert [one["text"] for one in told["findings"] if "【" in one["text"]] == ["【管网长度】"]


@pytest.mark.parametrize("source", ["987654", "nowhere.txt"])
def test_what_is_not_there(source, db):
    with pytest.raises(CommandError):
        call_command("check_report", source)
    assert Report.objects.count() == 0


def test_a_file_that_cannot_be_read(tmp_path):
    path = tmp_path / "x.docx"
    path.write_bytes(b"PK\x03\x04 no archive")
    with pytest.raises(CommandError):
        call_command("check_report", str(path))


def test_a_word_list_for_a_file(file, tmp_path, capsys):
    words = tmp_path / "词表.csv"
    words.write_text("类别,词语,改用\n错词,铺设,敷设\n不查,2025年,\n", encoding="gb18030")
    told = json.loads(check(capsys, file, "--words", words, "--json"))
    found = [(one["check"], one["text"], one["suggestion"]) for one in told["findings"] if one["severity"] == "should"]
    assert found == [("wrong_word", "铺设", "敷设")]


def test_a_word_list_with_a_row_that_cannot_be_read_is_refused(file, tmp_path):
    words = tmp_path / "词表.csv"
    words.write_text("类别,词语,改用\n错词,铺设,敷设\n错词,水厂,\n")
    with translation.override("en"), pytest.raises(CommandError, match=r"^Row 3, “水厂”: what is right is missing$"):
        call_command("check_report", str(file), "--words", str(words))
