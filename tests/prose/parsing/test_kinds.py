import pytest

from reports.prose.parsing.kinds import kind_of_heading, kind_of_lead


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("存在的主要问题", "problems"),
        ("存在问题及原因", "problems"),
        ("问题和不足", "problems"),
        ("不足之处", "problems"),
        ("存在的问题及下一步打算", "problems"),
        ("原因分析", "causes"),
        ("产生问题的原因", "causes"),
        ("下一步工作打算", "next_steps"),
        ("2025年工作计划", "next_steps"),
        ("今后努力方向", "next_steps"),
        ("改进措施", "next_steps"),
        ("坚持问题导向，狠抓整改落实", None),
        ("存在问题整改落实情况", None),
        ("聚焦突出问题，强化整改措施", None),
        ("2024年工作回顾", None),
        ("履职情况", None),
    ],
)
def test_headings(heading, kind):
    assert kind_of_heading(heading) == kind


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("在肯定成绩的同时，我也清醒地看到工作中的不足。", "problems"),
        ("虽然做了一些工作，但还存在不少差距。", "problems"),
        ("究其原因，主要是学习不够。", "causes"),
        ("产生这些问题的主要原因是标准不高。", "causes"),
        ("下一步，我将加强学习。", "next_steps"),
        ("在今后的工作中，我将再接再厉。", "next_steps"),
        ("针对以上问题，我将认真整改。", "next_steps"),
        ("针对存在的问题逐一整改到位。", None),
        ("为下一步工作打下了基础。", None),
        ("解决群众反映的问题三十件。", None),
    ],
)
def test_leads(sentence, kind):
    assert kind_of_lead(sentence) == kind
