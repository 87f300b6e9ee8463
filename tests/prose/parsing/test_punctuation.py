import pytest

from reports.prose.parsing.punctuation import repair_punctuation


@pytest.mark.parametrize(
    ("text", "repaired", "count"),
    [
        ("好,好;好:好?好!", "好，好；好：好？好！", 5),
        ("世贸组织(WTO)成员", "世贸组织（WTO）成员", 2),
        ("(一)工作", "（一）工作", 2),
        ('他说"好"', "他说“好”", 2),
        ("“党员先锋〞行动", "“党员先锋”行动", 1),
        ("〝党员先锋〞行动", "〝党员先锋〞行动", 0),
        ("真的吗?!", "真的吗？！", 2),
        ("1,234元,10:30开会", "1,234元，10:30开会", 1),
        ("增长5.2%", "增长5.2%", 0),
        ("See (note), ok?", "See (note), ok?", 0),
    ],
)
def test_repair(text, repaired, count):
    assert repair_punctuation(text) == (repaired, count)


def test_stops_of_a_text_without_any_other_are_made_full_width():
    text = "一.学习.学了.\n二.供水.达到85%.\n1.做事"
    assert repair_punctuation(text) == ("一.学习。学了。\n二.供水。达到85%。\n1.做事", 4)


@pytest.mark.parametrize("text", ["艾力.买买提和阿卜杜.热合曼。", "甲.乙.", "3.5公里，www.gov.cn，第1.2条"])
def test_other_stops_stay(text):
    assert repair_punctuation(text) == (text, 0)
