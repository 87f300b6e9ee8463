"""Figures of an old report: what is one, and that the text stands as it was with them put back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.prose.blanks import fill_blanks
from reports.prose.parsing import read_report
from reports.prose.parsing.numbers import find_numbers

from ...examples import examples


def numbers(text):
    return [found.value for found in find_numbers(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("学习12次，撰写心得３篇。", ["12", "３"]),
        ("投资1,234.5万元，惠及2.3万户、500多户。", ["1,234.5", "2.3", "500"]),
        ("完成率98.5%，提高7.5个百分点，增长6％。", ["98.5", "7.5", "6"]),
        ("（其中5人为党员）近500人次", ["5", "500"]),
        ("受理12345热线诉求1200件", ["1200"]),
        ("调研3至5次，走访10-12户，投入1.5～2万元，率98.5%—99.2%", ["3至5", "10-12", "1.5～2", "98.5%—99.2"]),
        ("每次3次至5次", ["3", "5"]),
        ("覆盖2/3的村，占比由2/5提高到3/5，1/2以上", ["2/3", "2/5", "3/5", "1/2"]),
        ("增速为-3.2%，同比−1.5个百分点", ["-3.2", "−1.5"]),
        ("2023至2025年累计投资5亿元，3月5日至6日培训2期", ["5", "2"]),
        ("学习次数\t12\t14\n管网（公里）\t31.5\t", ["12", "14", "31.5"]),
    ],
)
def test_a_figure(text, found):
    assert numbers(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "2025年3月12日，3个月内，5号楼，12月，8时30分。",
        "第20届、第3名、第5批。",
        "第1至3项、第2-4次会议，3至5月，3月5日至6日，2024—2025年，2024-2025学年，8:30至9:30。",
        "2025/3/5，3/5上午，5/3的会，中发〔2025〕3号，GB/T 9704-2012标准，0531-12345678。",
        "8项规定，60岁以上的老人，（1）件（2）件，1-2岁以下。",
        "《2025年10项实事》和〔2025〕12号文件、【学习12次】。",
        "7×24小时，24小时值班，1+3项，A4纸，5G基站。",
        "3个方面、4个环节、12345热线。",
        "一、二、三，十二次。",
        "1.抓学习\n2、抓供水\n（3）抓民生",
    ],
)
def test_no_figure(text):
    assert numbers(text) == []


OLD = "2025年度述职报告\n共12次。\n一、抓学习。学习24次，*场，党员5人。\n述职人：林晓\n2025年12月1日"


def test_figures_are_blanks_with_last_years_value_only_where_it_is_asked_for():
    assert [(blank.label, blank.previous) for blank in read_report(OLD).blanks] == [("学习24次场数", "")]
    parsed = read_report(OLD, opens_numbers=True)
    assert [(blank.unit, blank.previous) for blank in parsed.blanks] == [
        ("次", "12"),
        ("次", "24"),
        ("场", ""),
        ("人", "5"),
    ]
    assert (parsed.title, parsed.date) == ("2025年度述职报告", "2025年12月1日")


def test_a_range_is_one_blank_that_is_typed_as_text_and_a_minus_is_of_the_number():
    parsed = read_report("述职报告\n一、抓学习。开展调研3至5次，覆盖2/3的村，增速为-3.2%。", opens_numbers=True)
    assert [(blank.kind, blank.unit, blank.previous) for blank in parsed.blanks] == [
        ("text", "次", "3至5"),
        ("text", "", "2/3"),
        ("number", "%", "-3.2"),
    ]


def test_a_label_does_not_carry_last_years_dates():
    text = "述职报告\n一、抓项目。2023至2025年累计投资5亿元。\n二、抓培训。3月5日至6日举办培训2期。"
    assert [blank.label for blank in read_report(text, opens_numbers=True).blanks] == ["投资", "举办培训期数"]


TEXTS = st.lists(
    st.sampled_from(
        [
            "学习",
            "12",
            "3.5",
            "3至5",
            "2/3的",
            "-",
            "1,200",
            "次",
            "万元",
            "，",
            "。",
            "\n",
            "%",
            "\t",
            "《",
            "》",
            "年",
            "第",
            "*",
            "【甲】",
            "一、",
        ]
    ),
    max_size=30,
).map("".join)


@examples(300)
@given(TEXTS)
def test_with_last_years_values_put_back_the_words_are_those_of_the_text(text):
    plain, opened = read_report(text), read_report(text, opens_numbers=True)
    previous = {blank.label: blank.previous for blank in opened.blanks if blank.previous}
    unlabelled = {blank.label: "＊" for blank in (*plain.blanks, *opened.blanks)}

    def words(parsed, values):
        parts = [parsed.title, parsed.opening, *(f"{one.heading}\n{one.body}" for one in parsed.sections)]
        return [fill_blanks(part, lambda label: (unlabelled | values).get(label, label)) for part in parts]

    assert words(opened, previous) == words(plain, {})
