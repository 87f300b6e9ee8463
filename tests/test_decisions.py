"""docs/decisions: a stranger finds every page in the list, and a word on every number that has none."""

import re
from itertools import pairwise

import pytest
from django.conf import settings

FOLDER = settings.BASE_DIR / "docs" / "decisions"
PAGES = sorted(FOLDER.glob("0*.md"))


def test_the_list_has_each_page_under_its_title():
    listed = re.findall(r"^- \[(\d{4})\]\((\S+)\) (.+)$", (FOLDER / "README.md").read_text(), re.MULTILINE)
    assert listed == [(page.name[:4], page.name, title_of(page)) for page in PAGES]


def title_of(page):
    number, title = re.match(r"# (\d+)\. (.+)", page.read_text()).groups()
    assert f"{number:0>4}" == page.name[:4]
    return title


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name[:4])
def test_a_page_is_dated_and_leads_to_pages_and_files_that_are_there(page):
    text = page.read_text()
    assert re.match(r"# .+\n\n\d{4}-\d\d-\d\d", text)
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
    assert [link for link in links if not (FOLDER / link).exists()] == []


def test_the_numbers_that_were_never_given_are_named():
    given = [int(page.name[:4]) for page in PAGES]
    gaps = [number for one, other in pairwise([0, *given]) for number in range(one + 1, other)]
    (named,) = re.findall(r"The numbers (.+?) were never", " ".join((FOLDER / "README.md").read_text().split()))
    assert [number for part in re.split(", | and ", named) for number in numbers_in(part)] == gaps


def numbers_in(part):
    first, _, last = part.partition(" to ")
    return range(int(first), int(last or first) + 1)
