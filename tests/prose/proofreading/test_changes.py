from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

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


def in_words(text, before):
    asked = proofread(CheckedText(text, 2026, last_years=before))
    return [(one.text, one.details["previous"]) for one in asked if one.check == "ten_times_in_words"]


@pytest.mark.parametrize(
    ("now", "before", "is_asked"),
    [
        ("370件", "37件", True),
        ("37件", "370件", True),
        ("3,700件", "37件", True),
        ("3.1亿元", "3.2万元", True),
        ("30000元", "3万元", False),
        ("37件", "36件", False),
        ("95件", "38件", False),
        ("12件", "1件", False),
        ("370件", "37户", False),
        ("370件", "3至37件", False),
    ],
)
def test_a_number_in_the_words_is_held_against_the_one_between_the_same_words(now, before, is_asked):
    found = in_words(f"一年来，共化解信访积案{now}，群众满意。", f"上年度共化解信访积案{before}。")
    assert found == [(now[:-1], before[:-1])] * is_asked


@pytest.mark.parametrize(
    "before",
    [
        "走访农户37户。",  # other words
        "共化解信访积案37件，其中重点化解信访积案40件。",  # which of the two?
        "化解信访积案【件数】件。",  # nobody filled it
        "",
    ],
)
def test_what_is_said_of_something_else_is_no_jump(before):
    assert in_words("共化解信访积案370件。", before) == []


SENTENCE = "一年来共化解信访积案{}件，召开党组会议{}次，新建农村公路{}公里。"
AMOUNTS = st.integers(min_value=20, max_value=99_999)


@given(numbers=st.tuples(AMOUNTS, AMOUNTS, AMOUNTS), place=st.integers(0, 2), power=st.integers(1, 3))
def test_one_digit_more_is_always_found_and_nothing_else(numbers, place, power):
    slipped = [number * 10**power if at == place else number for at, number in enumerate(numbers)]
    now, before = SENTENCE.format(*slipped), SENTENCE.format(*numbers)
    assert in_words(now, before) == [(f"{slipped[place]}", f"{numbers[place]}")]
    assert in_words(before, now) == [(f"{numbers[place]}", f"{slipped[place]}")]
    assert in_words(now, now) == []


@given(number=AMOUNTS, share=st.decimals(min_value="0.2", max_value="5", places=2))
@example(number=20, share=Decimal("5"))
def test_what_grows_or_falls_to_a_fifth_is_never_asked_about(number, share):
    now = max(1, int(number * share))
    assert in_words(f"共化解信访积案{now}件。", f"共化解信访积案{number}件。") == []


@given(
    text=st.text(alphabet="化解积案件万亿元，。（）【】0123456789.,%％ \n\t", max_size=80), before=st.text(max_size=80)
)
def test_no_text_is_too_odd(text, before):
    assert in_words(text, text) == []
    in_words(text, before + text)
