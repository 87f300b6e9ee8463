"""One word, one thing: the code is held to docs/glossary.md."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
GLOSSARY = (ROOT / "docs/glossary.md").read_text()
ROOMS = ["models", "actions", "pages", "access", "forms", "http", "views"]
BARE = {"Run", "Line", "Block", "Part", "Piece", "Place", "Row", "Role", "Face", "Style", "Page", "Reading"}
UNUSED = {"standing", "carry", "follow", "wording", "seam", "furniture"}
NAMED_TWICE = {
    "Command",
    "Cycle",
    "Report",
}  # Django's; and what `documents` asks of a cycle and a report, as protocols


def table(heading: str) -> list[list[str]]:
    """The rows of the table below a heading."""
    below = GLOSSARY.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in below.splitlines() if line.startswith("| ")]
    return rows[1:]


def modules(*rooms: str) -> list[tuple[Path, ast.Module]]:
    files = [file for room in rooms for file in sorted((ROOT / "reports" / room).rglob("*.py"))]
    return [(file, ast.parse(file.read_text())) for file in files if "migrations" not in file.parts]


@pytest.fixture(scope="module")
def everything():
    return modules("")


@pytest.fixture(scope="module")
def classes(everything):
    """How often each is defined."""
    return Counter(node.name for _file, tree in everything for node in tree.body if isinstance(node, ast.ClassDef))


def words(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Attribute):
            yield node.attr


def test_the_files_of_every_room_are_named_with_the_nouns_of_the_glossary():
    nouns = [file for file, _meaning in table("Files of the rooms")]
    used = {file.stem for room in ROOMS for file in (ROOT / "reports" / room).glob("*.py")} - {"__init__"}
    assert {*nouns} ^ used == set()  # a noun that the glossary lacks is written there first
    assert nouns == sorted(nouns)


def test_what_the_glossary_says_there_is_there_is(classes):
    listed = {name for _chinese, names, _meaning in table("What there is") for name in names.split(", ")}
    assert listed - {*classes, "Suggestion"} == set()  # a suggestion is a comment


def test_every_qualified_word_is_a_class(classes):
    qualified = {
        word.strip("(),") for _bare, said in table("What stands in a text or on a page") for word in said.split()
    }
    assert {word for word in qualified if word[:1].isupper() and word.isalpha() and word != "PDF"} - {*classes} == set()


def test_no_class_has_a_word_alone_that_has_meant_several_things(classes):
    assert BARE & {name.strip("_") for name in classes} == set()


def test_no_two_classes_have_one_name(classes):
    assert {name for name, count in classes.items() if count > 1 and not name.startswith("_")} == NAMED_TWICE & {
        *classes
    }


def test_a_word_that_was_given_up_stays_so(everything):
    found = {str(file.relative_to(ROOT)): UNUSED.intersection(words(tree)) for file, tree in everything}
    assert {file: used for file, used in found.items() if used} == {}


def arguments(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The whole numbers that a view takes from its address."""
    for view in tree.body:
        if isinstance(view, ast.FunctionDef) and view.decorator_list:
            for argument in view.args.args:
                if argument.annotation and ast.unparse(argument.annotation) == "int":
                    yield view.name, argument.arg


def test_what_a_view_takes_from_the_address_is_a_key_and_what_it_fetches_has_a_name():
    views = modules("views")
    taken = {name for _file, tree in views for _view, name in arguments(tree)}
    assert {name for name in taken if name not in {"pk", "number"} and not name.endswith("_pk")} == set()
    fetched = [
        (file.name, target.id)
        for file, tree in views
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and "access." in ast.unparse(node.value)
        for target in ast.walk(node.targets[0])
        if isinstance(target, ast.Name) and target.id == "found"
    ]
    assert fetched == []
