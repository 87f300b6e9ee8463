"""Parts held against their whole, wherever in the sentence the whole stands."""

import pytest

from reports.prose.proofreading import CheckedText, proofread


def found(text):
    return [one.text for one in proofread(CheckedText(text, 2026, is_filled=True)) if one.check == "part"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("储备后备干部45人，其中35岁以下48人。", ["岁以下48人"]),
        ("全乡13个村收入全部超过10万元，其中14个村超过50万元。", ["其中14个"]),
        ("收入完成14亿元，增长5.1％，其中税收9亿元、非税收入6亿元。", ["其中税收9亿元、非税收入6亿元"]),
        ("排查危房97户，已改造64户，41户列入明年计划。", ["41户"]),
        ("监测对象共862户2514人，已消除风险879户。", ["已消除风险879户"]),
        ("调解纠纷19起，成功调解21起。", ["成功调解21起"]),
        ("流转土地1300亩，种脐橙800亩、药材300亩、水稻300亩。", ["种脐橙800亩、药材300亩、水稻300亩"]),
    ],
)
def test_more_than_the_whole_is_found(text, words):
    assert found(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "听课126节，其中语文48节、数学42节、其他学科46节。",
        "接种46.8万剂次，其中免疫规划疫苗31.5万剂次、非免疫规划疫苗13.5万剂次。",
        "举办招聘会42场，线上19场、线下32场。",
    ],
)
def test_what_is_all_of_it_makes_its_sum(text):
    assert len(found(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "听课126节，其中语文48节、数学42节、其他学科36节。",
        "收入14.26亿元，其中税收9.87亿元、非税收入4.4亿元。",  # rounded
        "受理80件，比上年增加20件，其中民事35件。",
        "培训干部60人，其中女干部32人、党员51人。",  # one person may be both
        "建成学校5所，改造医院8所、诊所12所。",
        "排查危房97户，已改造64户，33户列入明年计划。",
        "签约项目31个，其中10亿元以上项目4个、亿元以上10亿元以下项目17个。",
    ],
)
def test_what_fits_is_left_alone(text):
    assert found(text) == []
