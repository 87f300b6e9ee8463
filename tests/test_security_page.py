"""docs/security.md, asvs.md and dengbao.md claim nothing that no test shows, and leave no row out."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from reports.documents import evidence
from reports.documents.importing import limits as of_texts
from reports.documents.spreadsheets import limits as of_lists
from reports.models.event import Verb

from .test_dangerous_calls import SOURCES, calls, importing

ROOT = Path(settings.BASE_DIR)
PAGE = (ROOT / "docs/security.md").read_text()
TABLES = {name: (ROOT / f"docs/{name}.md").read_text() for name in ("asvs", "dengbao")}
SETTINGS = "".join(path.read_text() for path in (ROOT / "reportsite").glob("*.py"))
NAMED = re.compile(r"(tests/[\w/]+\.py)::(\w+)")
MB = 1024 * 1024

# How many rows of levels 1 and 2 each section of OWASP ASVS 5.0.0 has; those of level 3 alone are left out by number.
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4,
    "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1,
    "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3,
    "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4,
    "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7,
    "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip
LEVEL_1 = """
1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.5.1 2.1.1 2.2.1 2.2.2 2.3.1 3.2.1 3.2.2 3.3.1 3.4.1 3.4.2 3.5.1 3.5.2
3.5.3 4.1.1 4.4.1 5.2.1 5.2.2 5.3.1 5.3.2 6.1.1 6.2.1 6.2.2 6.2.3 6.2.4 6.2.5 6.2.6 6.2.7 6.2.8 6.3.1 6.3.2 6.4.1
6.4.2 7.2.1 7.2.2 7.2.3 7.2.4 7.4.1 7.4.2 8.1.1 8.2.1 8.2.2 8.3.1 9.1.1 9.1.2 9.1.3 9.2.1 10.4.1 10.4.2 10.4.3 10.4.4
10.4.5 11.3.1 11.3.2 11.4.1 12.1.1 12.2.1 12.2.2 13.4.1 14.2.1 14.3.1 15.1.1 15.2.1 15.3.1
"""
CLAUSES = {
    "8.1.4.1": "abcd", "8.1.4.2": "abcdefg", "8.1.4.3": "abcd", "8.1.4.4": "abcdef", "8.1.4.5": "", "8.1.4.6": "",
    "8.1.4.7": "ab", "8.1.4.8": "ab", "8.1.4.9": "abc", "8.1.4.10": "ab", "8.1.4.11": "ab", "8.1.5.1": "",
    "8.1.5.2": "", "8.1.5.3": "", "8.1.5.4": "", "8.1.10.5": "", "8.1.10.9": "", "8.1.10.10": "", "8.1.10.11": "",
    "8.1.10.12": "",
}  # fmt: skip


def cells_of(text):
    """Of each row whose first cell is a number, the cells."""
    lines = (line.strip().strip("|").split("|") for line in text.splitlines() if re.match(r"\| \d+\.\d", line))
    return [[cell.strip() for cell in cells] for cells in lines]


def under(heading, page=PAGE):
    (found,) = re.findall(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    return found


def rows_under(heading):
    """The cells of each row of the table there, without its head."""
    lines = [line for line in under(heading).splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_row_of_both_levels_stands_there_once():
    rows = [(cells[0], cells[1]) for cells in cells_of(TABLES["asvs"])]
    per_section = Counter(number.rpartition(".")[0] for number, _ in rows)
    assert (dict(per_section), len({number for number, _ in rows})) == (SECTIONS, 253)
    assert [number for number, level in rows if level == "1"] == LEVEL_1.split()
    assert {level for _, level in rows} == {"1", "2"}


def test_every_clause_of_the_third_level_stands_there_once():
    expected = [f"{clause} {letter}".strip() for clause, letters in CLAUSES.items() for letter in letters or [""]]
    assert [cells[0] for cells in cells_of(TABLES["dengbao"])] == expected


@pytest.mark.parametrize("page", TABLES)
def test_a_row_is_met_by_tests_and_by_nothing_else(page):
    """Partly met: by tests too, and what is missing is said. Not met: why, and no test."""
    wrong = []
    for cells in cells_of(TABLES[page]):
        *_, state, where, missing, shown = cells
        tests = NAMED.findall(shown)
        said = {
            "met": bool(tests and where and not missing),
            "partly": bool(tests and where and missing),
            "not met": bool(missing and not tests and not where),
            "not applicable": bool(missing and not tests and not where),
        }
        if not said.get(state) or len(tests) != len(shown.split()):
            wrong.append(cells[0])
    assert wrong == []


@pytest.mark.parametrize("page", TABLES)
def test_each_test_is_there(page):
    named = {*NAMED.findall(TABLES[page])}
    missing = {f"{file}::{name}" for file, name in named if f"\ndef {name}(" not in (ROOT / file).read_text()}
    assert (missing, len(named) > 40) == (set(), True)


@pytest.mark.parametrize("page", [PAGE, *TABLES.values()], ids=["security", *TABLES])
def test_each_file_and_page_is_there(page):
    files = {*re.findall(r"\b((?:reports|reportsite|docs|tests|bench)/[\w./-]+\.(?:py|md|html))", page)}
    links = {f"docs/{link}" for link in re.findall(r"\]\(([\w./-]+\.md)", page)}
    assert [name for name in sorted(files | links) if not (ROOT / name).exists()] == []
    headings = {re.sub(r"[^\w-]", "", one.lower().replace(" ", "-")) for one in re.findall(r"^## (.+)$", PAGE, re.M)}
    assert {*re.findall(r"security\.md#([\w-]+)", page)} - headings == set()


@pytest.mark.parametrize("page", TABLES)
def test_how_many_are_met_is_what_stands_above_the_table(page):
    found = Counter(cells[-4] for cells in cells_of(TABLES[page]))
    (said,) = re.findall(r"^(?:Of \d+ rows: |共 \d+ 项：).*$", TABLES[page], re.MULTILINE)
    named = {state: int(number) for number, state in re.findall(r"(\d+) (met|partly|not met|not applicable)\b", said)}
    named |= {state: int(number) for state, number in re.findall(r"(met|partly|not met|not applicable) (\d+)", said)}
    assert named == dict(found)


STATES = ["met", "partly", "not met", "not applicable"]


def summary(cells, title, page):
    """A row of the first table: how many rows are in which state, and which are open."""
    found = Counter(state for _number, state in cells)
    still = " ".join(number.replace(" ", "") for number, state in cells if state in {"partly", "not met"})
    return [f"[{title}]({page}.md)", *(str(found[state]) for state in STATES), still]


def test_the_summary_is_that_of_the_tables():
    chapters = re.findall(r"^## (V\d+ .+)\n((?:.*\n)+?)(?=^## |\Z)", TABLES["asvs"], re.MULTILINE)
    expected = [summary(states(text), f"ASVS {title}", "asvs") for title, text in chapters]
    expected.append(summary(states(TABLES["dengbao"]), "等保 2.0，第三级", "dengbao"))
    assert (rows_under("How much is met"), len(expected)) == (expected, 18)


def states(text):
    return [(cells[0], cells[-4]) for cells in cells_of(text)]


def test_limits_are_those_of_the_settings():
    set_so = dict(re.findall(r'env\.int\("(\w+)", default=(\d+)\)', SETTINGS))
    assert {name: number for name, number, _ in rows_under("Limits")} == set_so


def test_files_are_those_that_the_code_takes():
    of_reports, lists, hung = rows_under("Files that are taken")
    assert [row[2] for row in (of_reports, lists, hung)] == [
        f"{size // MB} MB" for size in (of_texts.MAX_BYTES, of_lists.MAX_BYTES, evidence.MAX_BYTES)
    ]
    parts = f"of one part {of_texts.MAX_XML_UNPACKED // MB} MB, in {of_texts.MAX_ENTRIES:,} parts"
    assert of_reports[3] == f"{of_texts.MAX_UNPACKED // MB} MB, {parts}"
    assert lists[3] == f"{of_lists.MAX_UNPACKED // MB} MB, {of_lists.MAX_ROWS:,} rows"
    assert hung[1] == ", ".join(sorted(evidence.CONTENT_TYPES))


def test_ways_in_are_those_of_the_settings():
    """And no file signs anybody in that is not named there."""
    said = under("Ways in")
    backends = {*re.findall(r"`(reports\.http\.[\w.]+)`", said)}
    assert backends == {*settings.AUTHENTICATION_BACKENDS}
    signing_in = {name for name, call, _ in calls() if call in {"login", "let_in", "auth_views.LoginView"}}
    assert signing_in == {*re.findall(r"`(reports/[\w/]+\.py)`", said)}


OF_KEYS = re.compile(
    r"hashlib\.\w|salted_hmac\(|signing\.(?:dumps|loads)|Fernet\(|secrets\.\w|pyotp\.|pyrage\.|constant_time_compare\("
    r"|_signed_cookie\(|Argon2PasswordHasher\)|get_random_string\(|SimpleSigner|\bSigner\("
)


def test_every_algorithm_is_listed_where_it_is_used():
    used = {name for name, text in SOURCES.items() if OF_KEYS.search(text)}
    used |= {*importing("webauthn", "pyhanko", "cryptography", "pyrage", "pyotp", "argon2")}
    listed = {*re.findall(r"\b((?:reports|reportsite)/[\w/]+\.py)", under("Keys and algorithms"))}
    assert sorted(listed) == sorted(used)


def test_each_machine_it_talks_to_is_listed():
    """What a setting names by an address, but for the site's own."""
    example = (ROOT / ".env.example").read_text()
    addresses = {*re.findall(r"^#?([A-Z0-9_]+)=\S*://", example, re.MULTILINE)}
    assert addresses - {"SITE_ADDRESS", "CSRF_TRUSTED_ORIGINS"} == {
        row[0] for row in rows_under("Whom the site talks to")
    }


def test_every_verb_of_the_log_is_listed():
    assert sorted(re.findall(r"`(\w+)`", under("What is logged"))) == sorted(Verb.values)


def test_every_table_has_a_level_of_protection():
    listed = [name for _, names, _ in rows_under("Levels of protection") for name in names.split(", ")]
    assert sorted(listed) == sorted(model.__name__ for model in apps.get_app_config("reports").get_models())
