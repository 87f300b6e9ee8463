"""Commenting without a script, what the reading page shows of it, and the answer to a polling page."""

import re

import pytest
from django.urls import reverse
from pytest_django.asserts import assertInHTML

from reports.actions.comment import add_comment
from reports.models import Comment, Figure

from ..factories import MOMENT


@pytest.fixture
def problems(in_review):
    section = in_review.sections.select_related("outline_section").get(position=4)
    section.report = in_review
    return section


def say(section, by, words="到村组", text="请写具体。", **fields):
    start = section.body.index(words)
    return add_comment(
        section=section, read=section.body, passage=(start, start + len(words)), text=text, by=by, at=MOMENT, **fields
    )


def read(client, report, **asked):
    return client.get(reverse("read", args=[report.pk]), asked)


def test_a_paragraphs_page_narrows_to_the_words_copied_from_paper(in_review, visit, reviewer):
    """31.5 is on paper what 【管网长度】 is in the stored text."""
    section = in_review.sections.get(position=3)
    url = reverse("comment", args=[in_review.pk, section.pk])
    page = visit(reviewer).get(url, {"start": 0, "end": len(section.body)}).content.decode()
    assert "铺设管网【管网长度】公里" in page
    data = {"start": 0, "end": len(section.body), "quote": section.body, "words": "管网31.5公里", "text": "多长？"}
    answer = visit(reviewer).post(url, data)
    comment = Comment.objects.get()
    assert answer.url == f"{reverse('read', args=[in_review.pk])}#comment-{comment.pk}"
    assert (comment.original_quote, comment.text) == ("管网【管网长度】公里", "多长？")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            {"start": 0, "end": 17, "quote": "到村组走得不够多，调研还不够深入。", "words": "没有的话", "text": "话"},
            "do not stand there",
        ),
        (
            {"start": 0, "end": 17, "quote": "到村组走得不够多，调研还不够深入。", "words": "不", "text": "话"},
            "more than once",
        ),
        ({"text": ""}, "Write what you have to say"),
        ({"suggests": "on", "replacement": "下村"}, "which words"),
    ],
)
def test_a_wrong_form_keeps_what_was_typed(problems, visit, reviewer, data, message):
    answer = visit(reviewer).post(reverse("comment", args=[problems.report_id, problems.pk]), data)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert Comment.objects.count() == 0


def test_a_quote_that_is_not_there_any_more_is_not_attached_elsewhere(problems, visit, reviewer):
    data = {"start": 0, "end": 3, "quote": "旧文字", "text": "我的意见"}
    answer = visit(reviewer).post(reverse("comment", args=[problems.report_id, problems.pk]), data)
    assert answer.status_code == 422
    assert "我的意见" in answer.content.decode()
    assert Comment.objects.count() == 0


def test_the_page_marks_the_words_and_shows_the_card(problems, visit, reviewer, author):
    comment = say(problems, reviewer)
    page = read(visit(author), problems.report).content.decode()
    assertInHTML(f'<mark data-start="0" data-end="3" class="on-{comment.pk}">到村组</mark>', page)
    assert f'href="#comment-{comment.pk}"' in page
    assert f'id="comment-{comment.pk}"' in page


def test_a_comment_on_words_in_a_cell_of_a_table(report, visit, author):
    section = report.sections.select_related("outline_section").get(position=4)
    section.report, section.body = report, "如下：\n渠名\t长度\n东渠\t三公里整"
    section.save()
    comment = say(section, author, "公里")
    shown = read(visit(author), report).content.decode()
    table = shown[shown.index('<div class="text-table">') : shown.rindex("</table>")]
    assert re.findall(r"<(th|td|mark)[^>]*>|data-start[^>]*>([^<]*)", table) == [
        *(("th", ""), ("", "渠名"), ("th", ""), ("", "长度")),
        *(("td", ""), ("", "东渠"), ("td", ""), ("", "三"), ("mark", ""), ("", "整")),
    ]
    assert re.findall(r"<mark[^>]*>([^<]*)</mark>", table) == ["公里"]
    assert f'href="#comment-{comment.pk}"' in table


def test_what_reviewers_tell_one_another(problems, visit, reviewer, author, assistant, organiser):
    comment = say(problems, reviewer, text="机密意见", for_reviewers_only=True)
    seen = {
        person.username: "机密意见" in read(visit(person), problems.report).content.decode()
        for person in [
            reviewer,
            author,
            assistant,
            organiser,
        ]
    }
    assert seen == {"zhao": True, "lin": False, "fang": False, "tang": False}
    url = reverse("comment_reply", args=[problems.report_id, comment.pk])
    assert visit(author).get(url).status_code == 404
    assert visit(author).post(url, {"text": "？"}).status_code == 404


def test_filters(problems, visit, reviewer, author):
    mine = say(problems, reviewer, text="甲意见")
    say(problems, author, text="乙意见")
    mine.resolved_at, mine.resolved_by, mine.resolution = MOMENT, author, "resolved"
    mine.save()

    def shown(**asked):
        page = read(visit(reviewer), problems.report, **asked).content.decode()
        return [text for text in ("甲意见", "乙意见") if text in page]

    assert shown() == ["甲意见", "乙意见"]
    assert shown(show="open") == ["乙意见"]
    assert shown(show="mine") == ["甲意见"]
    assert shown(section=problems.pk) == ["甲意见", "乙意见"]
    assert shown(section=problems.report.sections.get(position=1).pk) == []


def test_nothing_new_is_cheap_and_anything_new_is_told(problems, visit, reviewer, author, django_assert_num_queries):
    client = visit(author)
    url = reverse("comment_news", args=[problems.report_id])
    token = client.get(url).json()["token"]
    with django_assert_num_queries(5):
        assert client.get(url, {"since": token}).status_code == 204
    comment = say(problems, reviewer)
    later = client.get(url, {"since": token}).json()["token"]
    assert later != token
    visit(reviewer).post(reverse("comment_delete", args=[problems.report_id, comment.pk]))
    assert client.get(url, {"since": later}).status_code == 200


def test_notes_between_reviewers_are_no_news_to_the_author(problems, visit, reviewer, author):
    client = visit(author)
    url = reverse("comment_news", args=[problems.report_id])
    token = client.get(url).json()["token"]
    say(problems, reviewer, for_reviewers_only=True)
    assert client.get(url, {"since": token}).status_code == 204


def test_the_task_list_counts_open_comments(problems, visit, reviewer, author):
    say(problems, reviewer)
    page = visit(author).get(reverse("report", args=[problems.report_id])).content.decode()
    assert page.count("1 open comment") == 1


def test_an_expired_sign_in_carries_the_comment_along(problems, signed_out):
    data = {"text": "登录过期时写的"}
    answer = signed_out.post(reverse("comment", args=[problems.report_id, problems.pk]), data)
    assert answer.status_code == 401
    assert "登录过期时写的" in answer.content.decode()


def test_a_script_is_answered_in_short(problems, visit, reviewer):
    client = visit(reviewer)
    url = reverse("comment", args=[problems.report_id, problems.pk])
    said = client.post(url, {"text": "短"}, headers={"accept": "application/json"})
    comment, read = Comment.objects.get().pk, reverse("read", args=[problems.report_id])
    assert said.json() == {"to": url, "comment": comment, "next": f"{read}#comment-{comment}"}
    assert client.post(url, {"text": ""}, headers={"accept": "application/json"}).status_code == 422


# figures


@pytest.fixture
def figures_page(in_review):
    return reverse("comment_figure", args=[in_review.pk, in_review.sections.get(position=3).pk])


def test_a_figure_is_commented_on_from_its_paragraph(in_review, figures_page, visit, reviewer, author):
    client = visit(reviewer)
    assert f'href="{figures_page}?figure=' in read(client, in_review).content.decode()
    page = client.get(figures_page, {"figure": "承建单位"}).content.decode()
    assert '<option value="承建单位" selected>承建单位: 县工程队</option>' in page
    answer = client.post(figures_page, {"figure": "管网长度", "text": "与台账不符。"})
    comment = Comment.objects.get()
    assert answer.url.endswith(f"#comment-{comment.pk}")
    assert (comment.figure.label, comment.original_quote) == ("管网长度", "31.5")
    card = read(visit(author), in_review).content.decode()
    assertInHTML('<p class="comment-figure"><span class="chip">管网长度</span> 31.5</p>', card)


def test_the_card_tells_the_value_then_and_now(returned, visit, reviewer, author):
    url = reverse("comment_figure", args=[returned.pk, returned.sections.get(position=3).pk])
    visit(reviewer).post(url, {"figure": "管网长度", "text": "与台账不符。"})
    returned.figures.filter(label="管网长度").update(value="33")
    changed = "<del>31.5</del>"
    assert changed in read(visit(author), returned).content.decode()
    assert changed not in read(visit(reviewer), returned).content.decode()  # who reads what was submitted


@pytest.mark.parametrize("data", [{"figure": "走访次数", "text": "话"}, {"figure": "管网长度", "text": ""}, {}])
def test_a_figure_of_another_section_or_no_words(figures_page, visit, reviewer, data):
    assert visit(reviewer).post(figures_page, data).status_code == 422
    assert Comment.objects.count() == 0


def test_a_figure_that_was_not_submitted_is_not_offered(returned, visit, reviewer, author):
    section = returned.sections.get(position=3)
    section.body += "【机密标签】"
    section.save()
    Figure.objects.create(report=returned, label="机密标签", value="机密数值")
    url = reverse("comment_figure", args=[returned.pk, section.pk])
    offered = ["机密" in visit(person).get(url).content.decode() for person in (reviewer, author)]
    assert offered == [False, True]


# counts, and what was said of an old version


@pytest.mark.parametrize("name", ["home", "reviews"])
def test_lists_count_the_open_comments_that_one_may_see(problems, visit, reviewer, author, name):
    say(problems, reviewer)
    say(problems, reviewer, for_reviewers_only=True)
    counted = {
        person.username: [n for n in (1, 2) if f"{n} open comment" in visit(person).get(reverse(name)).content.decode()]
        for person in (reviewer, author)
    }
    assert counted == {"zhao": [2], "lin": [1] if name == "home" else []}


def test_a_version_lists_the_comments_made_on_it(returned, visit, reviewer, author, organiser):
    section = returned.sections.get(position=4)
    section.report = returned
    say(section, reviewer, text="机密意见", for_reviewers_only=True)
    say(section, reviewer, text="公开意见")
    made_on = Comment.objects.first().made_on.number
    shown = {}
    for person in (author, reviewer, organiser):
        for number in (1, 2):
            page = visit(person).get(reverse("revision", args=[returned.pk, number])).content.decode()
            shown[person.username, number] = [words for words in ("机密意见", "公开意见") if words in page]
    public = {
        ("lin", made_on): ["公开意见"],
        ("tang", made_on): ["公开意见"],
        ("zhao", made_on): ["机密意见", "公开意见"],
    }
    assert shown == {key: [] for key in shown} | public


@pytest.mark.parametrize(
    "data", [{"start": 10**6, "end": 10**6 + 5, "quote": ""}, {"mentioned": "9" * 25}], ids=["past the end", "nobody"]
)
def test_numbers_of_nothing_are_no_error_of_ours(in_review, reviewer, visit, data):
    section = in_review.sections.get(position=4)
    sent = {"text": "再写具体些。", **data}
    answer = visit(reviewer).post(reverse("comment", args=[in_review.pk, section.pk]), sent)
    assert answer.status_code == (422 if "start" in data else 302)
