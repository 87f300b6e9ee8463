"""Terms that are right beside some words, and phrases that an office writes."""

import pytest

from reports.prose.proofreading import CheckedText, proofread


def found(text, check):
    marked = proofread(CheckedText(text, 2026, is_filled=True))
    return [(one.text, one.suggestion) for one in marked if one.check == check]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("扎实开展党史学习教育，查摆问题12个。", ["党史学习教育"]),
        ("巩固拓展党史学习教育成果，办好实事12件。", []),
        ("对接农业部争取项目9个。", ["农业部"]),
        ("会同农业部门开展检查，农业部署有序。", []),
        ("配合国家工商行政管理总局查案。", ["国家工商行政管理总局"]),
    ],
)
def test_a_campaign_is_over_and_its_results_are_not(text, terms):
    assert [words for words, _instead in found(text, "outdated_term")] == terms


def test_a_wrong_character_may_make_a_word_with_its_neighbour():
    assert found("宣传教育入脑人心不够。", "wrong_word") == [("入脑人心", "入脑入心")]


def test_a_name_at_the_end_of_a_byline_is_no_word():
    assert found("县供电公司党委书记　贺立民\n2026年，我认真履职。", "wrong_word") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [("认真履行岗位职职责。", ["职职"]), ("覆盖率达达到82％。", ["达达"]), ("交通管理大队大队长何军。", [])],
)
def test_the_first_of_two_ends_a_word_or_is_doubled(text, words):
    assert [one for one, _instead in found(text, "doubled")] == words


def test_what_comes_second_after_first():
    assert found("首先，力量薄弱；再次，责任不实。", "numbering") == [("再次", "其次")]


def test_an_item_of_a_list_comes_after_no_colon():
    assert found("一是审核不严：二是监督不够。", "wrong_mark") == [("：", "；")]


def test_what_will_be_done_in_the_year_that_is_over_was_meant_of_the_next():
    text = "2026年度述职报告\n县统计局　钟毅\n将于2026年1月至3月开展宣传。"
    assert [words for words, _instead in found(text, "year")] == ["2026年"]
    assert found(text.replace("年度述职", "年上半年述职"), "year") == []
