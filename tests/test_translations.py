"""The Chinese interface: nothing is left in English, nothing is lost between the two languages."""

import re
import shutil
from pathlib import Path

import polib
import pytest
from django.core.management import call_command

ROOT = Path(__file__).parents[1]
CATALOGUE = Path("reportsite/locale/zh_Hans/LC_MESSAGES/django.po")
SOURCES = ["reports", "reportsite", "templates"]

PLACEHOLDER = re.compile(r"%%|%\(\w+\)[a-z]|%[a-z]")
HALF_WIDTH = re.compile(r"""[㐀-鿿]\s*[,;:?!()"']|[,;:?!()"']\s*[㐀-鿿]""")


@pytest.fixture(scope="module")
def entries() -> list[polib.POEntry]:
    return list(polib.pofile(str(ROOT / CATALOGUE)))


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def test_every_message_of_the_sources_has_a_translation_that_is_sure_and_still_needed(tmp_path, monkeypatch, settings):
    for source in SOURCES:
        shutil.copytree(ROOT / source, tmp_path / source, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.chdir(tmp_path)
    settings.LOCALE_PATHS = [tmp_path / "reportsite" / "locale"]
    call_command("makemessages", locale=["zh_Hans"], no_location=True, verbosity=0)
    found = polib.pofile(str(tmp_path / CATALOGUE))
    assert [entry.msgid for entry in found if not entry.translated()] == []


def test_translations_have_the_placeholders_of_their_messages(entries):
    # Where English has a singular and a plural, Chinese has one form, and it is used for any number.
    differing = [
        (entry.msgid_plural or entry.msgid, text)
        for entry in entries
        for text in texts(entry)
        if placeholders(text) != placeholders(entry.msgid_plural or entry.msgid)
    ]
    assert differing == []


def test_chinese_is_punctuated_with_full_width_marks(entries):
    assert [text for entry in entries for text in texts(entry) if HALF_WIDTH.search(text)] == []


@pytest.mark.parametrize("text", ["已保存,请继续", "标题: 述职", "“完成”?是", "真的 !好", '填"空"吧', "各部分(共三个)"])
def test_half_width_marks_beside_chinese_are_seen(text):
    assert HALF_WIDTH.search(text) is not None


@pytest.mark.parametrize("text", ["例如 1,234.5。", "第 3 / 8 部分", "PDF 草稿", "（*、XX、＿＿）", "%(time)s，已保存"])
def test_half_width_marks_of_numbers_and_latin_words_are_allowed(text):
    assert HALF_WIDTH.search(text) is None


def test_functions_of_translation_have_names_that_makemessages_knows():
    """What stands in a call of any other name is never collected, and stays English unseen."""
    alias = re.compile(r"import .*\b[np]*gettext(?:_lazy)? as (?!_$)(\w+)", re.MULTILINE)
    modules = [path for path in (ROOT / "reports").rglob("*.py") if alias.search(path.read_text())]
    assert [path.relative_to(ROOT).as_posix() for path in modules] == ["reports/gongwen/conformance/translation.py"]
