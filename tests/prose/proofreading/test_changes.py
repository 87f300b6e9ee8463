import pytest

from reports.prose.proofreading import CheckedText, proofread


def found(text, **compared):
    asked = proofread(CheckedText(text, 2026, compared=compared))
    return [(one.check, one.text, one.suggestion) for one in asked]


@pytest.mark.parametrize(
    ("text", "value", "marked"),
    [
        ("发文【发文】件，同比减少24％。", ("130", "100"), ("减少", "增加")),
        ("发文【发文】件，比上年增长24％。", ("76", "100"), ("增长", "下降")),
        ("文件会议【发文】次（较去年压减一成）。", ("1,300", "1,200"), ("压减", "增加")),
        ("办件压降，降低【发文】％。", ("-3.5", ""), ("降低", "提高")),
        ("满意度上升了【发文】个百分点。", ("－2", ""), ("上升", "下降")),
    ],
)
def test_a_verb_against_the_sign_is_found_with_the_other_verb(text, value, marked):
    assert found(text, 发文=value) == [("direction", *marked)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("发文【发文】件，同比减少24％。", ("76", "100")),
        ("发文【发文】件，同比减少24％。", ("100", "100")),
        ("发文【发文】件，同比减少24％。", ("130", "")),
        ("发文【发文】件，同比减少24％。", ("130", "一百")),
        ("发文【发文】件，会议【会议】次，同比减少24％。", ("130", "100")),
        ("发文【发文】件。会议同比减少24％。", ("130", "100")),
        ("发文【发文】件，群众来访减少。", ("130", "100")),
        ("气温下降，-5度以下。", ("1", "1")),
        ("下降【发文】％。", ("5", "8")),
    ],
)
def test_what_follows_from_the_values_or_is_said_of_another_thing_is_not(text, value):
    assert found(text, 发文=value) == []


def test_a_negative_number_after_a_verb_is_written_with_the_other_verb():
    assert found("能耗下降-5.2％，成本增加了－300元。") == [
        ("direction", "下降-5.2％", "上升5.2％"),
        ("direction", "增加了－300", "减少了300"),
    ]


@pytest.mark.parametrize(
    ("value", "previous", "is_asked"),
    [
        ("370", "37", True),
        ("37", "370", True),
        ("38.5", "3.7", True),
        ("12000", "1.2", True),
        ("1.2", "12,000", True),
        ("4200", "42", True),
        ("37", "36", False),
        ("250", "50", False),
        ("350", "50", False),
        ("15", "1.5", False),
        ("300", "0", False),
        ("0", "300", False),
        ("３７０", "37", True),
        ("三十", "3", False),
        ("30", "", False),
    ],
)
def test_a_digit_or_a_unit_that_slipped_is_asked_about_once(value, previous, is_asked):
    text = "协议投资额【投资】亿元。\n总的看，完成【投资】亿元。"
    assert found(text, 投资=(value, previous)) == [("ten_times", "【投资】", "")] * is_asked
