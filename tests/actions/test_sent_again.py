"""An answer that is lost on the way makes nobody's words stand there twice: what is sent again is known by its key."""

from uuid import uuid4

import pytest

from reports.actions.comment import add_comment
from reports.actions.decision import decide_comment
from reports.actions.errors import Refused
from reports.actions.reply import reply_to_comment
from reports.models import Comment, Event, Reply

from ..factories import MOMENT
from .discussion import LATER

KEY = uuid4()


@pytest.fixture
def send(problems, reviewer):
    def comment(text="太短。", *, by=reviewer, key=KEY):
        said = {"section": problems, "read": problems.body, "passage": None, "key": key}
        return add_comment(**said, text=text, by=by, at=LATER)

    return comment


def test_a_comment_sent_again_is_the_same_one(send):
    assert send() == send()
    assert list(Comment.objects.values_list("text", flat=True)) == ["太短。"]
    assert Event.objects.filter(verb=Event.Verb.COMMENTED).count() == 1


def test_sent_again_with_other_words_it_says_those(send):
    assert send() == send("太短，请补充。")
    assert list(Comment.objects.values_list("text", flat=True)) == ["太短，请补充。"]


def test_other_words_after_an_answer_are_refused_and_not_made_a_second_comment(send, author):
    reply_to_comment(comment=send(), text="好。", by=author, at=LATER)
    with pytest.raises(Refused):
        send("太短，请补充。")
    assert list(Comment.objects.values_list("text", flat=True)) == ["太短。"]


def test_a_key_is_its_owners(send, organiser):
    assert send() != send(by=organiser)


def test_without_a_key_two_are_two(send):
    assert send(key=None) != send(key=None)


def test_an_answer_sent_again(send, author):
    comment = send()
    for text in ("好。", "好。", "好的。"):
        reply_to_comment(comment=comment, text=text, key=KEY, by=author, at=MOMENT)
    assert list(Reply.objects.values_list("text", flat=True)) == ["好的。"]


def test_a_decision_sent_again(send, author):
    comment = send()
    for verdict in ("adopted", "adopted", "partly"):
        decide_comment(comment=comment, verdict=verdict, reason="已改。", key=KEY, by=author, at=MOMENT)
    assert list(Reply.objects.values_list("verdict", "text")) == [("partly", "已改。")]
    assert Comment.objects.get().answer.verdict == "partly"
