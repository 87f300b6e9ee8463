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
