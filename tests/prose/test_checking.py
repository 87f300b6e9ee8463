"""What is asked about a text, which is remembered."""

import pytest

from reports.prose.checking import ask_about
from reports.prose.content import FigureContent
from reports.prose.proofreading import ListedKind, ListedWord, WordList

TEXT = "上年度化解信访积案370件，完成投资【投资】亿元。2026年3月召开例会。"
ASKED = {
    "text": TEXT,
    "year": 2026,
    "is_title": False,
    "figures": {"投资": FigureContent("投资", "number", "亿元", "37", previous="36")},
    "last_years": "上年度化解信访积案360件。",
    "words": WordList.of(()),
}
OTHERS = {
    "text": TEXT.replace("例会", "的的例会"),
    "year": 2027,
    "figures": {"投资": FigureContent("投资", "number", "亿元", "370", previous="36")},
    "last_years": "上年度化解信访积案37件。",
    "words": WordList.of([ListedWord(ListedKind.WRONG_WORD, "例会", "例行会议")]),
}


@pytest.mark.parametrize("name", OTHERS)
def test_nothing_is_remembered_of_other_words_figures_or_lists(name):
    before, after = (ask_about(**ASKED | changed) for changed in ({}, {name: OTHERS[name]}))
    assert len({tuple(one.check for one in found) for found in (before, after)}) == 2
    assert [ask_about(**ASKED), ask_about(**ASKED | {name: OTHERS[name]})] == [before, after]


def test_whoever_asks_may_keep_and_change_the_answer():
    found = ask_about(**ASKED | OTHERS)
    expected = list(found)
    found.clear()
    assert ask_about(**ASKED | OTHERS) == expected != []
