"""What the author's side decides on a comment does what it says, also where the comment is a suggestion."""

import pytest

from reports.actions.decision import ACCEPT, decide_comment
from reports.actions.errors import Refused
from reports.models import Comment, Section

from .discussion import LATER, comment_on

WORDS, INSTEAD = "走得不够多", "只走了三次"


@pytest.fixture
def suggestion(problems, reviewer):
    return comment_on(problems, WORDS, reviewer, replacement=INSTEAD)


def decide(comment, author, verdict, reason="来不及。"):
    decide_comment(comment=comment, verdict=verdict, reason=reason, by=author, at=LATER)
    fresh = Comment.objects.select_related("answer").get(pk=comment.pk)
    body = Section.objects.get(pk=comment.section_id).body
    return fresh.answer.verdict, fresh.answer.text, fresh.resolution, INSTEAD in body, WORDS in body


def test_an_accepted_suggestion_goes_into_the_text(suggestion, author):
    assert decide(suggestion, author, ACCEPT) == ("adopted", "来不及。", "accepted", True, False)


def test_a_suggestion_that_is_not_adopted_is_declined(suggestion, author):
    assert decide(suggestion, author, "not_adopted") == ("not_adopted", "来不及。", "declined", False, True)


@pytest.mark.parametrize("verdict", ["adopted", "partly"])
def test_with_another_verdict_it_stays_open_and_the_text_as_it_is(suggestion, author, verdict):
    assert decide(suggestion, author, verdict) == (verdict, "来不及。", "", False, True)


def test_a_comment_that_suggests_nothing_is_answered_and_stays_open(problems, reviewer, author):
    comment = comment_on(problems, WORDS, reviewer)
    assert decide(comment, author, "not_adopted") == ("not_adopted", "来不及。", "", False, True)


def test_a_comment_that_suggests_nothing_cannot_be_accepted(problems, reviewer, author):
    comment = comment_on(problems, WORDS, reviewer)
    with pytest.raises(Refused, match="suggests no other words"):
        decide(comment, author, ACCEPT)
    assert Comment.objects.get(pk=comment.pk).answer is None
