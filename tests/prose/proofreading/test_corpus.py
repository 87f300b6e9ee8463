"""How much of what is wrong is found, and how seldom what is right is marked, on texts written for it."""

import tomllib
from pathlib import Path

import pytest

from reports.prose.proofreading import REGISTRY, CheckedText, Severity, proofread

HERE = Path(__file__).parent / "corpus"
DEMONSTRATION = Path(__file__).parents[3] / "reports" / "demonstration"
PLANTED = tomllib.loads((HERE / "planted.toml").read_text())
MARKED = {*Severity} - {Severity.HINT}
YEAR = 2026


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)


def clean_texts():
    yield from ((path.read_text(), YEAR) for path in sorted(HERE.glob("clean-*.txt")))
    for path in sorted(DEMONSTRATION.glob("*_year/*.toml")):
        yield "\n".join(strings(tomllib.loads(path.read_text()))), YEAR if "this" in path.parent.name else YEAR - 1


def is_found(check, text, words):
    start = text.rindex(words)
    found = (one for one in proofread(CheckedText(text, YEAR)) if one.check == check)
    return any(one.start < start + len(words) and start < one.end for one in found)


@pytest.mark.parametrize("check", sorted(PLANTED))
def test_nineteen_of_twenty_planted_errors_are_found(check):
    missed = [text for text, words in PLANTED[check] if not is_found(check, text, words)]
    assert len(missed) <= len(PLANTED[check]) * 0.05, missed


def test_every_check_has_planted_errors():
    with_own_tests = {"concealed", "document", "long_sentence", "ten_times", "ten_times_in_words", "stock_words"}
    assert {*PLANTED} == {*REGISTRY} - with_own_tests


def test_at_most_one_false_alarm_in_two_thousand_characters_of_clean_text():
    texts = list(clean_texts())
    found = [(one.check, one.excerpt) for text, year in texts for one in proofread(CheckedText(text, year), MARKED)]
    characters = sum(len(text) for text, _year in texts)
    assert (characters > 15_000, len(found) <= characters / 2_000) == (True, True), found


@pytest.mark.parametrize("path", sorted(HERE.glob("clean-*.txt")), ids=lambda path: path.stem)
def test_nothing_is_said_of_the_clean_reports(path):
    assert [(one.check, one.excerpt) for one in proofread(CheckedText(path.read_text(), YEAR, is_filled=True))] == []


def test_a_sentence_that_nobody_can_read_aloud():
    text = "修渠，" * 76 + "完成。修路。"
    assert [one.check for one in proofread(CheckedText(text))] == ["long_sentence"]
    assert proofread(CheckedText(text, longest_sentence=0)) == []
    assert proofread(CheckedText("修渠，" * 74 + "完成。修路。")) == []
