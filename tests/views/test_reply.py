"""The closing list: one page, one button, nothing typed is lost."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from pytest_django.asserts import assertInHTML

from reports.actions.comment import add_comment
from reports.models import Comment, Section

from ..factories import MOMENT


@pytest.fixture
def url(returned):
    return reverse("answers", args=[returned.pk])


@pytest.fixture
def say(returned, reviewer):
    def on(words, *, position=4, **fields):
        section = returned.sections.select_related("outline_section").get(position=position)
        section.report = returned
        start = section.body.index(words)
        place = {"read": section.body, "passage": (start, start + len(words)), "by": reviewer, "at": MOMENT}
        return add_comment(section=section, text=f"关于{words}", **place, **fields)

    return on


def decision(comment, verdict="", text=""):
    return {f"answer-{comment.pk}-verdict": verdict, f"answer-{comment.pk}-text": text}


def verdicts():
    return list(Comment.objects.order_by("pk").values_list("answer__verdict", "answer__text"))


def test_the_comments_stand_in_the_order_of_the_text(url, say, visit, author):
    for words, position in (("调研", 4), ("到村组", 4), ("铺设", 3)):
        say(words, position=position)
    page = visit(author).get(url).content.decode()
    assert sorted(["关于铺设", "关于到村组", "关于调研"], key=page.index) == ["关于铺设", "关于到村组", "关于调研"]
    assert "3 comments still wait" in page


def test_all_are_saved_with_one_button(url, say, visit, author, returned):
    one, other = say("到村组"), say("调研")
    answer = visit(author).post(url, decision(one, "adopted") | decision(other, "not_adopted", "已写明。"))
    assert answer.url == reverse("report", args=[returned.pk])
    assert verdicts() == [("adopted", ""), ("not_adopted", "已写明。")]


def test_what_is_wrong_is_kept_as_typed_and_the_rest_is_saved(url, say, visit, author):
    right, without_reason, without_verdict, empty = (say(words) for words in ("到村组", "走得", "调研", "深入"))
    data = decision(right, "adopted") | decision(without_reason, "partly") | decision(without_verdict, "", "写到一半")
    answer = visit(author).post(url, data | decision(empty))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert verdicts() == [("adopted", ""), (None, None), (None, None), (None, None)]
    assert f'value="partly" id="id_answer-{without_reason.pk}-verdict_1" checked' in page
    assert "写到一半" in page
    assert "Say why it is not adopted" in page
    assert "Choose what you have decided" in page
    assert "3 comments still wait" in page
    assert f'name="answer-{right.pk}-text"' not in page


def test_a_missing_reason_names_its_comment_and_nothing_else_is_said(url, say, visit, author):
    one, _other = say("到村组"), say("调研")
    answer = visit(author).post(url, decision(one, "not_adopted"))
    summary = answer.content.decode().partition('class="error-summary"')[2].partition("</ul>")[0]
    assert ("存在问题·赵桥“到村组”" in summary, "调研" in summary) == (True, False)
    assert [str(message) for message in get_messages(answer.wsgi_request)] == []
    assert "Nothing was decided yet" not in answer.content.decode()


def test_some_may_wait_for_another_time(url, say, visit, author):
    one, other = say("到村组"), say("调研")
    answer = visit(author).post(url, decision(one, "adopted") | decision(other))
    assert (answer.status_code, answer.url) == (302, url)


def test_a_suggestion_is_put_into_the_text_from_the_list(url, say, visit, author):
    suggestion = say("走得不够多", replacement="去得少")
    visit(author).post(url, decision(suggestion, "accept", "说得对。"))
    suggestion.refresh_from_db()
    assert (suggestion.resolution, suggestion.answer.verdict, suggestion.answer.text) == (
        "accepted",
        "adopted",
        "说得对。",
    )
    assert Section.objects.get(pk=suggestion.section_id).body == "到村组去得少，调研还不够深入。"


def test_a_suggestion_not_adopted_is_declined(url, say, visit, author):
    suggestion = say("走得不够多", replacement="去得少")
    visit(author).post(url, decision(suggestion, "not_adopted", "原文更准。"))
    suggestion.refresh_from_db()
    assert (suggestion.resolution, suggestion.answer.text) == ("declined", "原文更准。")


def test_a_suggestion_in_a_locked_section_can_only_be_decided_on(url, say, visit, author):
    suggestion = say("铺设", position=3, replacement="新铺")
    assert 'value="accept"' not in visit(author).get(url).content.decode()
    visit(author).post(url, decision(suggestion, "adopted"))
    suggestion.refresh_from_db()
    assert (suggestion.resolution, suggestion.answer.verdict) == ("", "adopted")


def test_two_suggestions_for_the_same_words_are_not_both_put_in(url, say, visit, author):
    one, other = say("走得不够多", replacement="去得少"), say("不够多", replacement="太少")
    answer = visit(author).post(url, decision(one, "accept") | decision(other, "accept", "都好"))
    assert answer.status_code == 422
    assert "have changed since" in answer.content.decode()
    assert "都好" in answer.content.decode()
    assert [comment.resolution for comment in Comment.objects.order_by("pk")] == ["accepted", ""]


def test_reviewers_notes_are_not_on_it(url, say, visit, author):
    say("到村组", for_reviewers_only=True)
    assert "关于到村组" not in visit(author).get(url).content.decode()


def test_what_was_said_and_what_stands_there_now(url, say, visit, author):
    comment = say("走得不够多")
    Section.objects.filter(pk=comment.section_id).update(body="全部重写。")
    Comment.objects.filter(pk=comment.pk).update(placement="lost", placed_start=None, placed_end=None)
    page = visit(author).get(url).content.decode()
    assert page.index("走得不够多") < page.index("The words are gone")


def test_submitting_again_waits_for_the_list(returned, say, visit, author, url):
    say("到村组")
    client = visit(author)
    page = client.get(reverse("check", args=[returned.pk])).content.decode()
    waits = "1 comment waits for your decision: adopted, adopted in part or not adopted."
    assertInHTML(f'<a href="{url}">{waits}</a>', page)
    assert "Go on to submit" not in page
    assert client.get(reverse("submit", args=[returned.pk])).url == reverse("check", args=[returned.pk])
    client.post(url, decision(Comment.objects.get(), "adopted"))
    assert "Go on to submit" in client.get(reverse("check", args=[returned.pk])).content.decode()


# on the card


def test_a_card_of_the_authors_side_asks_for_the_decision(say, visit, author, reviewer, returned):
    comment = say("到村组")
    address = reverse("comment_reply", args=[returned.pk, comment.pk])
    assert "Only answer; decide later" in visit(author).get(address).content.decode()
    assert "decide later" not in visit(reviewer).get(address).content.decode()


@pytest.mark.parametrize(
    ("sent", "status", "expected"),
    [
        ({"verdict": "partly", "text": "来不及。"}, 302, ("partly", "来不及。")),
        ({"verdict": "partly", "text": ""}, 422, (None, None)),
        ({"verdict": "", "text": "请问是哪一年？"}, 302, (None, None)),
        ({"verdict": "", "text": ""}, 422, (None, None)),
    ],
)
def test_answering_on_the_card(say, visit, author, returned, sent, status, expected):
    comment = say("到村组")
    address = reverse("comment_reply", args=[returned.pk, comment.pk])
    assert visit(author).post(address, sent).status_code == status
    assert verdicts() == [expected]


def test_a_reviewer_gives_no_verdict(say, visit, reviewer, returned):
    comment = say("到村组")
    visit(reviewer).post(reverse("comment_reply", args=[returned.pk, comment.pk]), {"verdict": "adopted", "text": "好"})
    assert [(reply.verdict, reply.text) for reply in comment.replies.all()] == [("", "好")]


def test_resolving_waits_for_the_decision(say, visit, author, reviewer, returned):
    comment = say("到村组")
    button = reverse("comment_resolve", args=[returned.pk, comment.pk])
    shown = [
        button in visit(person).get(reverse("read", args=[returned.pk])).content.decode()
        for person in (author, reviewer)
    ]
    assert shown == [False, True]


def test_why_a_suggestion_cannot_be_accepted(say, visit, author, returned):
    locked, open_one = say("铺设", position=3, replacement="新铺"), say("到村组", replacement="下村")
    page = visit(author).get(reverse("read", args=[returned.pk])).content.decode()
    buttons = [reverse("suggestion_accept", args=[returned.pk, one.pk]) in page for one in (locked, open_one)]
    assert buttons == [False, True]
    assert page.count("This section is locked: the words can be put in once it has been returned.") == 1


def test_an_answer_is_changed_and_taken_back(say, visit, author, returned):
    comment = say("到村组")
    client = visit(author)
    client.post(reverse("comment_reply", args=[returned.pk, comment.pk]), {"verdict": "adopted", "text": "好"})
    reply = comment.replies.get()
    address = reverse("reply_edit", args=[returned.pk, comment.pk, reply.pk])
    assert address in client.get(reverse("read", args=[returned.pk])).content.decode()
    assert client.post(address, {"verdict": "partly", "text": ""}).status_code == 422
    client.post(address, {"verdict": "partly", "text": "一半"})
    assert verdicts() == [("partly", "一半")]
    client.post(reverse("reply_delete", args=[returned.pk, comment.pk, reply.pk]))
    assert verdicts() == [(None, None)]


def test_the_list_sent_again_is_kept_once_and_says_so(url, say, visit, author, returned):
    one, other = say("到村组"), say("调研", replacement="走访")
    data = decision(one, "partly", "改一半。\r\n再看。") | decision(other, "accept")
    answers = [visit(author).post(url, data) for _time in range(2)]
    assert [answer.url for answer in answers] == [reverse("report", args=[returned.pk])] * 2
    said = [[str(message) for message in get_messages(answer.wsgi_request)] for answer in answers]
    assert [messages[-1] for messages in said] == ["2 answers have been saved."] * 2
    assert verdicts() == [("partly", "改一半。\n再看。"), ("adopted", "")]


def test_what_was_decided_meanwhile_by_another_is_shown_beside_what_was_typed(url, say, visit, author, assistant):
    one, other = say("到村组"), say("调研")
    visit(assistant).post(url, decision(one, "adopted", "已改。"))
    answer = visit(author).post(url, decision(one, "not_adopted", "写了半天的理由。") | decision(other, "adopted"))
    assert (answer.status_code, "写了半天的理由。" in answer.content.decode()) == (422, True)
    assert verdicts() == [("adopted", "已改。"), ("adopted", "")]


def test_what_is_typed_about_reviewers_notes_finds_nothing(url, say, visit, author):
    note = say("到村组", for_reviewers_only=True)
    answer = visit(author).post(url, decision(note, "adopted", "猜的。"))
    assert (answer.status_code, verdicts()) == (302, [(None, None)])
