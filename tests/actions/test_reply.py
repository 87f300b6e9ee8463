"""What the author's side decides on comments, and what still waits for a decision."""

import pytest

from reports.actions.comment import add_comment, reopen_comment, resolve_comment
from reports.actions.decision import decide_comment
from reports.actions.errors import Refused
from reports.actions.reply import delete_reply, edit_reply, reply_to_comment
from reports.actions.suggestion import accept_suggestion, decline_suggestion
from reports.models import Comment, Reply
from reports.models.comment import unanswered_comments

from ..factories import MOMENT


@pytest.fixture
def comment(problems, reviewer):
    return say(problems, reviewer)


def say(section, by, *, words="走得不够多", **fields):
    start = section.body.index(words)
    place = {"read": section.body, "passage": (start, start + len(words))}
    return add_comment(section=section, text="请写具体。", by=by, at=MOMENT, **place, **fields)


def decide(comment, by, verdict="adopted", reason=""):
    decide_comment(comment=comment, verdict=verdict, reason=reason, by=by, at=MOMENT)
    return answer_of(comment)


def answer_of(comment):
    return Comment.objects.get(pk=comment.pk).answer


def waiting(report):
    return list(unanswered_comments(report).values_list("pk", flat=True))


# deciding


def test_a_decision_is_a_reply_that_stands(comment, author, log):
    reply = decide(comment, author, "partly", "第二点来不及。")
    assert answer_of(comment) == reply
    assert (reply.author, reply.verdict, reply.text, reply.created_at) == (author, "partly", "第二点来不及。", MOMENT)
    assert log()[-1] == ("answered", "lin", comment.report.pk, "存在问题")


@pytest.mark.parametrize("verdict", ["partly", "not_adopted"])
def test_what_is_not_adopted_wholly_needs_a_reason(comment, author, verdict):
    with pytest.raises(Refused, match="Say why"):
        decide(comment, author, verdict)
    assert Reply.objects.count() == 0


def test_what_is_adopted_needs_none(comment, assistant):
    assert decide(comment, assistant).text == ""


def test_only_the_authors_side_decides(comment, reviewer):
    with pytest.raises(Refused, match="Only the author's side"):
        decide(comment, reviewer)
    assert answer_of(comment) is None


def test_a_resolved_comment_is_not_decided_on(comment, reviewer, author):
    resolve_comment(comment=comment, by=reviewer, at=MOMENT)
    with pytest.raises(Refused, match="resolved already"):
        decide(comment, author)


def test_the_last_decision_stands(comment, author, assistant):
    decide(comment, author)
    assert decide(comment, assistant, "not_adopted", "再想了想。") == answer_of(comment)


def test_the_authors_side_does_not_resolve_without_a_decision(comment, author, assistant):
    with pytest.raises(Refused, match="Decide on this comment first"):
        resolve_comment(comment=comment, by=assistant, at=MOMENT)
    decide(comment, author)
    resolve_comment(comment=comment, by=assistant, at=MOMENT)
    assert Comment.objects.get().resolution == "resolved"


def test_an_accepted_suggestion_is_adopted(problems, reviewer, author):
    suggestion = say(problems, reviewer, replacement="去得少")
    accept_suggestion(comment=suggestion, reason="说得对。", by=author, at=MOMENT)
    assert (answer_of(suggestion).verdict, answer_of(suggestion).text) == ("adopted", "说得对。")


def test_a_declined_suggestion_is_not_adopted(problems, reviewer, author):
    suggestion = say(problems, reviewer, replacement="去得少")
    decline_suggestion(comment=suggestion, reason="原文更准。", by=author, at=MOMENT)
    assert (answer_of(suggestion).verdict, answer_of(suggestion).text) == ("not_adopted", "原文更准。")


# what waits


def test_what_waits_for_a_decision(problems, author, assistant, reviewer, comment, django_assert_num_queries):
    for person in (author, assistant):
        say(problems, person)
    say(problems, reviewer, for_reviewers_only=True)
    resolve_comment(comment=say(problems, reviewer), by=reviewer, at=MOMENT)
    decide(say(problems, reviewer), author)
    with django_assert_num_queries(1):
        assert waiting(problems.report) == [comment.pk]


def test_what_was_said_of_words_not_submitted_does_not_wait(section, author, assistant, stranger):
    say(section, stranger, words="铺设")
    assert waiting(section.report) == []


def test_a_reviewers_answer_asks_again_the_authors_does_not(comment, author, reviewer):
    reply = decide(comment, author)
    reply_to_comment(comment=comment, text="补一句。", by=author, at=MOMENT)
    assert answer_of(comment) == reply
    reply_to_comment(comment=comment, text="还是不够。", by=reviewer, at=MOMENT)
    assert (answer_of(comment), waiting(comment.report)) == (None, [comment.pk])


def test_a_reviewers_answer_to_what_is_resolved_leaves_its_decision(problems, author, reviewer):
    suggestion = say(problems, reviewer, replacement="去得少")
    accept_suggestion(comment=suggestion, by=author, at=MOMENT)
    reply_to_comment(comment=suggestion, text="谢谢。", by=reviewer, at=MOMENT)
    assert answer_of(suggestion).verdict == "adopted"


def test_reopening_asks_again(problems, author, reviewer):
    suggestion = say(problems, reviewer, replacement="去得少")
    decline_suggestion(comment=suggestion, reason="原文更准。", by=author, at=MOMENT)
    reopen_comment(comment=suggestion, by=reviewer, at=MOMENT)
    assert (answer_of(suggestion), waiting(problems.report)) == (None, [suggestion.pk])


# answers changed or taken back


def test_the_last_answer_is_changed_by_its_author(comment, author, log):
    reply = decide(comment, author, "not_adopted", "来不及。")
    edit_reply(reply=reply, text="改了一半。", verdict="partly", by=author, at=MOMENT)
    fresh = answer_of(comment)
    assert (fresh.text, fresh.verdict, fresh.edited_at) == ("改了一半。", "partly", MOMENT)
    assert log()[-1] == ("reply_edited", "lin", comment.report.pk, "存在问题")


def test_what_was_only_said_gets_no_verdict_afterwards(comment, reviewer):
    reply = reply_to_comment(comment=comment, text="补充。", by=reviewer, at=MOMENT)
    edit_reply(reply=reply, text="再补充。", verdict="adopted", by=reviewer, at=MOMENT)
    reply.refresh_from_db()
    assert (reply.text, reply.verdict) == ("再补充。", "")


def test_a_decision_taken_back_stands_no_longer(comment, author, log):
    reply = decide(comment, author)
    delete_reply(reply=reply, by=author, at=MOMENT)
    assert (answer_of(comment), Reply.objects.count(), waiting(comment.report)) == (None, 0, [comment.pk])
    assert log()[-1] == ("reply_deleted", "lin", comment.report.pk, "存在问题")


def test_an_answer_that_was_answered_stays(comment, author, reviewer):
    reply = reply_to_comment(comment=comment, text="好。", by=author, at=MOMENT)
    reply_to_comment(comment=comment, text="谢谢。", by=reviewer, at=MOMENT)
    with pytest.raises(Refused, match="written after"):
        edit_reply(reply=reply, text="不。", by=author, at=MOMENT)
    with pytest.raises(Refused, match="written after"):
        delete_reply(reply=reply, by=author, at=MOMENT)
    reply.refresh_from_db()
    assert reply.text == "好。"


def test_the_answers_of_a_resolved_comment_stay(comment, author, reviewer):
    reply = decide(comment, author)
    resolve_comment(comment=comment, by=reviewer, at=MOMENT)
    with pytest.raises(Refused, match="resolved"):
        delete_reply(reply=reply, by=author, at=MOMENT)
    assert answer_of(comment) == reply
