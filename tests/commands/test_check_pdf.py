import json

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation

from reports.gongwen.conformance.checks import CHECKS
from tests.gongwen.wrong_pdfs import FACES, LETTER, Report, make_pdf

pytestmark = pytest.mark.skipif(
    not any((folder / f"{FACES[0]}.otf").exists() for folder in settings.FONT_DIRS),
    reason="the fonts are not installed",
)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def right_pdf(tmp_path):
    file = tmp_path / "right.pdf"
    file.write_bytes(make_pdf(Report()))
    return file


@pytest.fixture
def wrong_pdf(tmp_path):
    file = tmp_path / "wrong.pdf"
    file.write_bytes(make_pdf(Report(paper=LETTER)))
    return file


def test_right_file_ends_well(right_pdf, capsys):
    call_command("check_pdf", right_pdf)

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "pass  Readable: a PDF whose text can be read | 907 characters of text"
    assert lines[-2] == f"2 pages, {len(CHECKS)} checks, 0 failed."


def test_wrong_file_ends_with_1_and_explains(wrong_pdf, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("check_pdf", wrong_pdf)

    assert ended.value.code == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[1:3] == [
        "FAIL  Paper (5.1): A4, 210 × 297 mm | 215.9 × 279.4 mm",
        "      A landscape page for a wide table is A4 too; what stands on it is not judged.",
    ]
    assert lines[-2] == f"2 pages, {len(CHECKS)} checks, 1 failed."


def test_json(wrong_pdf, capsys):
    with pytest.raises(SystemExit):
        call_command("check_pdf", wrong_pdf, "--json")

    sheet = json.loads(capsys.readouterr().out)
    assert (sheet["pass"], sheet["pages"]) == (False, 2)
    assert [check["id"] for check in sheet["checks"] if not check["pass"]] == ["paper"]


def test_centred_page_numbers_on_request(right_pdf, capsys):
    with pytest.raises(SystemExit):
        call_command("check_pdf", right_pdf, "--centred", "--json")

    checks = json.loads(capsys.readouterr().out)["checks"]
    assert [check["id"] for check in checks if not check["pass"]] == ["page_number_place"]


def test_missing_file_is_said_in_one_line(tmp_path):
    with pytest.raises(CommandError) as error:
        call_command("check_pdf", tmp_path / "none.pdf")

    assert str(error.value) == f"{tmp_path / 'none.pdf'}: There is no such file or folder."


def test_file_that_is_no_pdf_is_said_in_one_line(tmp_path):
    (tmp_path / "prose.pdf").write_text("述职报告", encoding="utf-8")

    with pytest.raises(CommandError) as error:
        call_command("check_pdf", tmp_path / "prose.pdf")

    assert str(error.value) == f"{tmp_path / 'prose.pdf'}: not a PDF, or a damaged one"


def test_unreadable_file_in_json(tmp_path, capsys):
    (tmp_path / "prose.pdf").write_text("述职报告", encoding="utf-8")

    with pytest.raises(SystemExit):
        call_command("check_pdf", tmp_path / "prose.pdf", "--json")

    sheet = json.loads(capsys.readouterr().out)
    assert [(check["id"], check["pass"]) for check in sheet["checks"]] == [("readable", False)]
