"""《》 titles and document numbers against the ledger of documents."""

import pytest

from reports.prose.proofreading import CheckedText, ListedDocument, Severity, proofread

DOCUMENTS = [
    ListedDocument("云溪县农村供水管理办法", "云政发〔2026〕3号"),
    ListedDocument("关于印发《云溪县防汛抢险应急预案》的通知", "云政办〔2026〕12号"),
    ListedDocument("2026年水利工作要点", "云水发〔2026〕1号"),
    ListedDocument("河长制考核细则（试行）"),
]


def find(text, documents=DOCUMENTS):
    checked = CheckedText(text, 2026, documents=documents)
    return [(one.text, one.suggestion) for one in proofread(checked, [Severity.HINT]) if one.check == "document"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("落实《云溪县农村饮水管理办法》。", ("云溪县农村饮水管理办法", "云溪县农村供水管理办法")),
        ("落实《云溪县农村供水管理法》。", ("云溪县农村供水管理法", "云溪县农村供水管理办法")),
        (
            "落实《云溪县农村供水管理办法》（云政发〔2025〕3号）。",
            ("云政发〔2025〕3号", "云政发〔2026〕3号"),
        ),
        (
            "落实《云溪县农村供水管理办法》（云政发〔2026〕13号）。",
            ("云政发〔2026〕13号", "云政发〔2026〕3号"),
        ),
        ("落实《城区供热管理规定》（云政发〔2026〕3号）。", ("城区供热管理规定", "云溪县农村供水管理办法")),
        ("按照云政办〔2025〕12号文件要求。", ("云政办〔2025〕12号", "云政办〔2026〕12号")),
        ("牵头制定《云溪县节水奖励办法》。", ("云溪县节水奖励办法", "")),
        ("出台并实施《云溪县节水奖励办法》。", ("云溪县节水奖励办法", "")),
    ],
)
def test_what_differs_from_the_ledger(text, found):
    assert find(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "落实《云溪县农村供水管理办法》（云政发〔2026〕3号）。",
        "落实《云溪县农村供水管理办法》（云政发[2026]3号）。",
        "制定《云溪县防汛抢险应急预案》（云政办〔2026〕12号）。",
        "落实《2025年水利工作要点》。",
        "学习《中国共产党纪律处分条例》。",
        "修订《河长制考核细则(试行)》。",
        "按照云政办〔2026〕12号和云政办〔2026〕13号文件要求。",
    ],
)
def test_what_is_listed_or_is_nobody_s_to_list(text):
    assert find(text) == []


def test_without_a_ledger_nothing_is_said():
    assert find("牵头制定《云溪县节水奖励办法》（云政发〔2025〕3号）。", []) == []


def test_of_two_numbers_of_other_years_neither_is_meant():
    listed = [*DOCUMENTS, ListedDocument("云溪县抗旱预案", "云政办〔2024〕12号")]
    assert find("按照云政办〔2025〕12号文件要求。", listed) == []
