"""The words of a report on the paper of a page."""

from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils.translation import override
from lxml import html

from reports.prose.paper import PaperSpan

HOSTILE = "<b onclick='x'>\"甲\" & 'a'</b>&lt;"


def card(number=1, *, state="placed", is_open=True, is_suggestion=False):
    comment = SimpleNamespace(is_open=is_open, is_suggestion=is_suggestion)
    return SimpleNamespace(comment=comment, placement=SimpleNamespace(state=state), number=number)


def printed(*runs, cards=None, **page):
    part = SimpleNamespace(section=SimpleNamespace(pk=3), marked=cards or {})
    context = Context({"report": SimpleNamespace(pk=7), "part": part, "runs": runs, **page})
    return Template("{% load paper %}{% print_runs runs %}").render(context)


def elements_of(text):
    """Name, attributes and own words of each element, outer ones first."""
    paper = html.fragment_fromstring(text, create_parent="p")
    return [(one.tag, dict(one.attrib), one.text) for one in paper.iterdescendants()]


def test_whatever_the_words_are_they_are_only_words():
    text = printed(
        PaperSpan(HOSTILE),
        PaperSpan(HOSTILE, label=HOSTILE, start=4, end=9),
        PaperSpan(HOSTILE, label="件数", start=9, end=12),
        figure_pks={"件数": 5},
        sources={"件数": HOSTILE},
    )
    link = {"class": "figure-link", "href": "/reports/7/figures/5/rows/?at=3-9", "title": f"件数 · {HOSTILE}"}
    assert html.fragment_fromstring(text, create_parent="p").text_content() == HOSTILE * 3
    assert elements_of(text) == [
        ("span", {"class": "chip", "title": HOSTILE, "data-start": "4", "data-end": "9"}, HOSTILE),
        ("a", link | {"draggable": "false"}, None),
        ("span", {"class": "chip", "data-start": "9", "data-end": "12"}, HOSTILE),
    ]


def test_nothing_stands_between_two_runs():
    assert printed(PaperSpan("甲"), PaperSpan("乙", start=0, end=1), PaperSpan("丙", start=1, end=2)) == (
        '甲<span data-start="0" data-end="1">乙</span><span data-start="1" data-end="2">丙</span>'
    )


@pytest.mark.parametrize(
    ("cards", "classes"),
    [
        ({1: card()}, "on-1"),
        ({1: card(is_open=False)}, "on-1 mark-resolved"),
        ({1: card(state="moved")}, "on-1 mark-doubtful"),
        ({1: card(is_suggestion=True)}, "on-1 mark-suggestion"),
        ({1: card(is_suggestion=True), 2: card(is_open=False)}, "on-1 on-2 mark-suggestion"),
        ({1: card(is_suggestion=True), 2: card()}, "on-1 on-2 mark-several"),
        ({1: card(is_suggestion=True), 2: card(state="lost")}, "on-1 on-2 mark-doubtful mark-several"),
    ],
)
def test_words_with_comments_show_the_strongest_of_what_is_to_be_said(cards, classes):
    words = {"start": 0, "end": 2, "keys": tuple(cards)}
    attributes = {"data-start": "0", "data-end": "2"}
    assert elements_of(printed(PaperSpan("两字", **words), cards=cards)) == [
        ("mark", attributes | {"class": classes}, "两字")
    ]
    chip = {"class": f"{classes} chip chip-empty", "title": "件数"}
    assert elements_of(printed(PaperSpan("件数", label="件数", filled=False, **words), cards=cards)) == [
        ("mark", attributes | chip, "件数")
    ]


def test_where_passages_end_stand_the_numbers_of_their_comments():
    with override("zh-hans"):
        text = printed(PaperSpan("甲", ends=(11, 12)), cards={11: card(2), 12: card(3)})
    assert elements_of(text) == [
        ("span", {"class": "refs"}, None),
        ("span", {}, None),
        ("a", {"class": "ref", "href": "#comment-11", "data-ref": "11"}, None),
        ("span", {"class": "visually-hidden"}, "批注 "),
        ("a", {"class": "ref", "href": "#comment-12", "data-ref": "12"}, None),
        ("span", {"class": "visually-hidden"}, "批注 "),
    ]
    assert html.fragment_fromstring(text, create_parent="p").text_content() == "甲批注 2批注 3"
