"""prose/ and gongwen/ stand on their own: what they may know of Django, and that their READMEs say what is so. What a
process of the site has loaded.
"""

import ast
import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# The template language, escaping, and the translation of what people read, also where there are no settings to
# translate by: no settings, no database, no storage.
MAY_BE_KNOWN = {
    "django.core.exceptions",
    "django.template.loader",
    "django.utils.functional",
    "django.utils.html",
    "django.utils.safestring",
    "django.utils.text",
    "django.utils.translation",
}


def imported(room: str) -> set[str]:
    names = set()
    for file in (ROOT / "reports" / room).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ImportFrom) and not node.level:
                names.add(node.module)
            elif isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
    return names


@pytest.mark.parametrize(("room", "known"), [("prose", set()), ("gongwen", MAY_BE_KNOWN)])
def test_no_more_of_django_is_known_than_is_said(room, known):
    assert {name for name in imported(room) if name.split(".")[0] == "django"} == known


@pytest.mark.parametrize("room", ["prose", "gongwen"])
def test_the_functions_that_the_readme_names_are_there(room):
    readme = (ROOT / "reports" / room / "README.md").read_text()
    named = re.findall(r"^ +from (reports\.\S+) import ([\w, ]+)", readme, re.MULTILINE)
    missing = [
        (module, name)
        for module, names in named
        for name in names.strip().split(", ")
        if not hasattr(importlib.import_module(module), name.strip())
    ]
    assert (named != [], missing) == (True, [])
    modules = re.findall(r"^\| ((?:`[\w./]+`(?:, )?)+)", readme, re.MULTILINE)
    listed = {name.removesuffix(".py").rstrip("/") for names in modules for name in re.findall(r"`([\w./]+)`", names)}
    there = {path.stem for path in (ROOT / "reports" / room).iterdir() if path.suffix == ".py" or path.is_dir()}
    assert listed == there - {"__init__", "__pycache__"}


def test_what_a_page_shows_is_computed_without_a_request_or_a_response():
    answering = ("django.http", "django.shortcuts", "django.contrib", "django.core.exceptions", "django.views")
    assert {name for name in imported("pages") if name.startswith(answering)} == set()
    given = {
        argument.arg
        for file in (ROOT / "reports/pages").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.arguments)
        for argument in [*node.args, *node.kwonlyargs]
    }
    assert given & {"request", "permissions"} == set()
    assert "report" in given  # the arguments were found


def test_one_helper_says_why_an_action_was_refused():
    """Elsewhere a refusal is shown with what was typed; an error of a form without a page of its own is said."""
    saying = {
        str(file.relative_to(ROOT / "reports"))
        for room in ("http", "views")
        for file in (ROOT / "reports" / room).glob("*.py")
        if "messages.error(" in file.read_text()
    }
    assert saying == {"http/responses.py", "http/comment_response.py"}


FOR_FILES_ALONE = {"authlib", "joserfc", "requests", "pypdfium2", "pypinyin", "pyhanko", "weasyprint"}
FRESH = """
import sys
from django.urls import get_resolver
from reportsite.wsgi import application
get_resolver().url_patterns
print(sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_a_process_that_serves_pages_has_not_loaded_what_few_need():
    """Files are read and made by workers, and a provider is asked where one is set up: each would have 30 MB more."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-c", FRESH]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)  # noqa: S603
    loaded = set(ast.literal_eval(done.stdout))
    assert (loaded & FOR_FILES_ALONE, "reports" in loaded) == (set(), True)
