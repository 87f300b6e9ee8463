"""Plans for a time that is over."""

import pytest

from reports.prose.proofreading import CheckedText, proofread


def found(text):
    return [(one.check, one.text) for one in proofread(CheckedText(text, 2026, is_filled=True))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2027年，将以改扩建为契机，力争2026年10月前主体封顶。", "2026年"),
        ("下一步：健全制度；力争到2026年底前建成。", "2026年"),
    ],
)
def test_what_does_not_fit_is_marked(text, words):
    assert found(text) == [("year", words)]


@pytest.mark.parametrize(
    "text",
    [
        "2027年，将以改扩建为契机，力争2027年10月前主体封顶。",
        "下一步：健全制度；力争到2027年底前建成。",
    ],
)
def test_what_fits_is_not(text):
    assert found(text) == []
