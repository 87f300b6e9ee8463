"""What a card says of its comment, and what may be done with it by whom it is shown."""

from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import resolve
from django.utils.translation import override
from lxml import html

from reports.models import Comment
from reports.pages.discussion import card_of

from .factories import MOMENT

HOSTILE = "<b onclick='x'>\"甲\" & 'a'</b>&lt;"
RESOLVED = {"resolved_at": MOMENT, "resolution": "resolved"}
ACCEPTED = RESOLVED | {"resolution": "accepted"}
MOVED, LOST = {"placement": "moved"}, {"placement": "lost", "placed_start": None, "placed_end": None}
CHANGE = {"replacement": "新建"}


@pytest.fixture
def said(returned, reviewer):
    """A reviewer's comment on words of a section that is open again."""
    section = returned.sections.exclude(return_reason="").first()
    words = section.body[:2]
    place = {"start": 0, "placed_start": 0, "placed_end": 2, "quote": words, "original_quote": words}
    made = {"made_on": returned.revisions.first(), "created_at": MOMENT, "changed_at": MOMENT}
    return Comment.objects.create(section=section, author=reviewer, text="甲。", **made, **place)


def shown(tag, comment, person, *, may_write, query=""):
    comment.is_from_writers = False
    if comment.resolved_at:
        comment.resolved_by = comment.author
    context = Context({"card": card_of(comment), "report": comment.report, "user": person, "csrf_token": "t"})
    context.update({"request": RequestFactory().get(f"/{query}"), "permissions": SimpleNamespace(may_write=may_write)})
    with override("en"):
        text = Template(f"{{% load comment_tags %}}{{% {tag} card %}}").render(context)
    return html.fragment_fromstring(text)


def addresses(element):
    return [one.attrib.get("action", one.attrib.get("href")) for one in element.xpath(".//form|.//a")]


def done(element):
    """What forms do and links open, by the last word of their addresses' names."""
    return [resolve(address.partition("?")[0]).url_name.partition("_")[2] for address in addresses(element)]


@pytest.mark.parametrize(
    ("changes", "author_s", "reviewer_s"),
    [
        ({}, ["reply"], ["reply", "resolve", "edit"]),
        (CHANGE, ["accept", "decline", "reply"], ["reply", "resolve", "edit"]),
        (
            CHANGE | MOVED,
            ["decline", "confirm", "reattach", "reply"],
            ["confirm", "reattach", "reply", "resolve", "edit"],
        ),
        (LOST, ["reattach", "reply"], ["reattach", "reply", "resolve", "edit"]),
        (RESOLVED, ["reply", "reopen"], ["reply", "reopen"]),
        (RESOLVED | MOVED, ["confirm", "reattach", "reply", "reopen"], ["confirm", "reattach", "reply", "reopen"]),
        (CHANGE | ACCEPTED | LOST, ["reply"], ["reply"]),
    ],
)
def test_what_each_may_do_with_it(said, author, reviewer, changes, author_s, reviewer_s):
    """Writers decide what waits for them; who made it resolves or changes it."""
    for name, value in changes.items():
        setattr(said, name, value)
    assert done(shown("card_actions", said, author, may_write=True)) == author_s
    assert done(shown("card_actions", said, reviewer, may_write=False)) == reviewer_s


def test_another_reviewer_resolves_a_remark_and_no_suggestion(said, stranger):
    assert done(shown("card_actions", said, stranger, may_write=False)) == ["reply", "resolve"]
    said.replacement = "新建"
    assert done(shown("card_actions", said, stranger, may_write=False)) == ["reply"]


def test_each_form_carries_the_token_and_each_address_what_was_asked(said, reviewer):
    said.placement = "moved"
    shown_to = shown("card_actions", said, reviewer, may_write=False, query="?queue=%26%22&show=open")
    for form in shown_to.xpath(".//form"):
        fields = dict(form.fields)
        assert (form.method, fields.pop("csrfmiddlewaretoken")) == ("POST", "t")
        assert fields in ({}, {"start": "0", "end": "2"})
    assert {address.partition("?")[2] for address in addresses(shown_to)} == {"queue=%26%22&show=open"}


@pytest.mark.parametrize(
    ("changes", "tags"),
    [
        ({}, ["Waits for your decision"]),
        (CHANGE, ["Suggestion", "Waits for your decision"]),
        (MOVED, ["The words have changed", "Waits for your decision"]),
        (
            LOST | {"for_reviewers_only": True},
            ["The words are gone", "Only reviewers see this", "Waits for your decision"],
        ),
        (RESOLVED, ["Resolved"]),
        (CHANGE | ACCEPTED | LOST, ["Suggestion", "Accepted"]),
        (LOST | {"start": None}, ["On the whole section", "Waits for your decision"]),
    ],
)
def test_what_it_is_and_waits_for(said, author, changes, tags):
    for name, value in changes.items():
        setattr(said, name, value)
    shown_to = shown("card_tags", said, author, may_write=True)
    assert [one.text for one in shown_to] == tags
    assert shown_to.text is None
    assert [one.tail for one in shown_to] == [None] * len(tags)


def test_whatever_a_name_is_it_is_only_words(said, author):
    said.author.name = HOSTILE
    head = shown("card_head", said, author, may_write=True)
    assert [one.text for one in head.xpath("strong")] == [HOSTILE]
    assert [one.tag for one in head.iter()] == ["header", "a", "span", "strong", "time"]
