"""What a text promises, and answers as a passage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.prose.promises import AnsweredPromise, compose_answers, find_promises, only_agrees


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("每月到村组走访4次。", ["每月到村组走访4次。"]),
        ("下一步，我将：\n抓学习。\n抓落实。", ["抓学习。", "抓落实。"]),
        ("下一步，一是抓学习；二是抓落实；三是抓作风。", ["抓学习", "抓落实", "抓作风。"]),
        ("下一步打算：\n一是抓学习，读书10本。\n二是抓落实。", ["抓学习，读书10本。", "抓落实。"]),
        (
            "新的一年做好以下工作。\n（一）抓学习。读书10本。\n一是多读；二是多写。\n（二）抓落实。办事5件。",
            ["抓学习。读书10本。一是多读；二是多写。", "抓落实。办事5件。"],
        ),
        ("$年着重做好三项工作：抓学习；抓落实；抓作风。", ["抓学习", "抓落实", "抓作风"]),
        ("要求有二：抓学习；抓落实。此外还有别的。", ["要求有二：抓学习；抓落实。此外还有别的。"]),
        ("1.抓学习。\n2.抓落实。\n3.抓学习。", ["抓学习。", "抓落实。"]),
        (
            "学习上，一是多读；二是多写。\n工作上，一是多跑；二是多问。\n作风上，一是守纪；二是守法。\n我会努力。",
            ["多读", "多写。", "多跑", "多问。", "守纪", "守法。", "我会努力。"],
        ),
    ],
)
def test_found(text, found):
    assert find_promises(text) == found


@given(st.lists(st.text("甲乙丙丁", min_size=2, max_size=8), min_size=2, max_size=20, unique=True))
def test_a_plain_list_comes_back_whole(items):
    text = "".join(f"{number}.{item}。\n" for number, item in enumerate(items, start=1))
    assert find_promises(text) == [f"{item}。" for item in items]


@given(st.text("一二是（）1.、：；。\n 甲", max_size=60))
def test_every_text_is_read_and_no_item_is_empty(text):
    assert all(item.strip() for item in find_promises(text))


@pytest.mark.parametrize(
    "opinion",
    [
        "同意。",
        "同意印发。",
        " 无意见 ",
        "已阅，同意",
        "无不同意见。",
        "内容完整，同意。",
        "内容完整，数据有来源，同意。",
        "同意。数据准确无误，事例具体！",
    ],
)
def test_an_opinion_that_only_agrees(opinion):
    assert only_agrees(opinion)


@pytest.mark.parametrize(
    "opinion",
    [
        "",
        "，。",
        "内容完整。",
        "同意，望多下村组。",
        "同意，但第二部分要写实。",
        "内容完整，不同意。",
        "内容不完整，同意。",
        "同意，数据更准确些。",
        "同意，明年具体到村组。多跑几次。",
        "同意，问题写得具体，整改未到位。",
        "同意，年底前把账目公开。",
        "不同意。",
    ],
)
def test_an_opinion_that_says_more(opinion):
    assert not only_agrees(opinion)


def test_composed():
    answers = [
        AnsweredPromise("抓学习，读书10本。", "已完成", "读书12本。", "共【读书数】本"),
        AnsweredPromise("抓落实", "未完成"),
    ]
    said = "上年度承诺事项办理情况：一是“抓学习，读书10本”，已完成：读书12本，共【读书数】本。二是“抓落实”，未完成。"
    assert compose_answers(answers) == said
    assert compose_answers([]) == ""
