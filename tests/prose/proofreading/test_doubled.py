import pytest

from reports.prose.proofreading import CheckedText, proofread


def found(text):
    return [(one.check, one.text) for one in proofread(CheckedText(text, 2026))]


@pytest.mark.parametrize(
    "text",
    [
        "我们坚持持续发力。",
        "坚持持之以恒推进作风建设。",
        "改进工作作风，抓好党员员额管理。",
        "全面面对困难，学习习近平新时代中国特色社会主义思想。",
        "加强管理理念更新，推动产业业态升级。",
        "落实实绩考核，完善服务务实举措。",
        "组织织密防控网络，规范范围明确。",
        "坚持久久为功抓落实，始终层层压实责任、做到人人有责。",
    ],
)
def test_a_word_that_begins_as_the_one_before_ends_is_not_doubled(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "marked"), [("坚持持推进。", "持持"), ("会会议纪要。", "会会"), ("抓落实实到位。", "实实")]
)
def test_a_character_that_begins_no_word_is(text, marked):
    assert found(text) == [("doubled", marked)]
