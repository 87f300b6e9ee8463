"""Hard-wrapped text joined again: only what a page broke, and everything that it broke."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.prose.parsing import read_report
from reports.prose.parsing.wrapping import join_wrapped

from ...examples import examples

PARAGRAPHS = [
    "一年来，在县委的领导下，围绕供水保障这一中心任务，本人带领全局干部职工，抓学习、抓项目、抓民生，各项工作有了新的进展，现将履职情况报告如下。",
    "全年组织集中学习十二次，党员干部撰写心得体会，把学习成果转化为推动工作的思路和办法，干部队伍的精神面貌明显改善。",
    "改造老旧管网三十一公里，新建水厂两座，解决了城东片区水压不足、水质不稳的问题，群众满意度逐步提高，投诉件明显减少。",
]


def wrap(paragraph, width, indent="　　"):
    text = indent + paragraph
    return [text[place : place + width] for place in range(0, len(text), width)]


def page(paragraphs, width, indent="　　"):
    return "\n".join(line for paragraph in paragraphs for line in wrap(paragraph, width, indent))


@pytest.mark.parametrize("width", [22, 28, 32, 40])
def test_paragraphs_are_whole_again(width):
    joined, breaks = join_wrapped(page(PARAGRAPHS, width))
    assert joined.split("\n") == [f"　　{paragraph}" for paragraph in PARAGRAPHS]
    assert breaks == page(PARAGRAPHS, width).count("\n") - 2


PASTED = """2026年度述职报告
县水务局　林晓
各位领导、同志们：
一年来，在县委、县政府的正确领导下，我认真履行职责，团结
带领全局干部职工，圆满完成了各项目标任务。现报告如下。
一、坚持学用结合，不断提升政治能力
全年组织集中学习12次，举办专题读书班2期，党员干部人人撰写
心得，把学习成果转化为推动工作的实际成效。
（一）抓好理论武装
坚持第一议题制度，及时传达学习上级精神，做到学深悟透、入
脑入心。
二、存在的问题
调研还不够深入，到村组走得不多，对群众的急难愁盼问题了解
得不够细。
以上报告，请予审议。
述职人：林晓
2026年11月20日"""


def test_title_headings_salutation_and_signature_keep_their_lines():
    assert join_wrapped(PASTED)[0].split("\n") == [
        "2026年度述职报告",
        "县水务局　林晓",
        "各位领导、同志们：",
        "一年来，在县委、县政府的正确领导下，我认真履行职责，团结带领全局干部职工，圆满完成了各项目标任务。现报告如下。",
        "一、坚持学用结合，不断提升政治能力",
        "全年组织集中学习12次，举办专题读书班2期，党员干部人人撰写心得，把学习成果转化为推动工作的实际成效。",
        "（一）抓好理论武装",
        "坚持第一议题制度，及时传达学习上级精神，做到学深悟透、入脑入心。",
        "二、存在的问题",
        "调研还不够深入，到村组走得不多，对群众的急难愁盼问题了解得不够细。",
        "以上报告，请予审议。",
        "述职人：林晓",
        "2026年11月20日",
    ]


def test_read_as_a_report_the_parts_are_those_of_the_whole_text():
    broken, whole = read_report(PASTED), read_report(join_wrapped(PASTED)[0])
    assert (broken.sections, broken.opening, broken.signature) == (whole.sections, whole.opening, whole.signature)
    assert (broken.joined, whole.joined) == (4, 0)


def test_a_page_number_between_the_lines_of_a_paragraph_parts_nothing():
    pasted = PASTED.replace("团结\n带领", "团结\n- 1 -\n带领")
    assert read_report(pasted).sections == read_report(PASTED).sections
    assert read_report(pasted).opening == read_report(PASTED).opening


def test_a_heading_of_two_lines_is_one():
    heading = "一、以习近平新时代中国特色社会主义思想为指导不断提高政治判断力执行力"
    text = page(PARAGRAPHS[:2], 28) + "\n" + "\n".join(wrap(heading, 28, "")) + "\n" + page(PARAGRAPHS[2:], 28)
    assert heading in join_wrapped(text)[0].split("\n")


SHORT = (
    "2025年，我在县委、县政府的坚强领导下，认真履行职责，团结带\n领班子成员和全体干部，较好地完成了各项任务。\n"
    "现将一年来的履职情况，特别是抓党建、促发展、保民生方面的情\n况报告如下，请予评议。"
)


ONE = PARAGRAPHS[0][:28] + "\n" + PARAGRAPHS[0][28:56] + "\n" + PARAGRAPHS[0][56:]


@pytest.mark.parametrize(("text", "breaks"), [(SHORT, 2), (ONE, 2)], ids=["of two lines each", "of three"])
def test_a_short_text_is_whole_again_where_its_sentences_end_below(text, breaks):
    whole = [f"{sentence}。" for sentence in text.replace("\n", "").split("。")[:-1]]
    assert join_wrapped(text) == ("\n".join(whole), breaks)


def test_but_not_where_one_line_alone_is_broken():
    text = SHORT[: SHORT.index("。\n") + 1]
    assert join_wrapped(text) == (text, 0)


ALONE = [
    "坚持政治引领，在学深悟透上持续用力\n聚焦主责主业，在服务发展上担当作为\n报告完毕。",
    "坚持不懈加强政治引领，在学深悟透、真信真用上持续用力\n聚焦主责主业推动发展，在服务大局、攻坚克难上担当作为\n县水务局",
    "\n".join(PARAGRAPHS),
    "一、学习\n二、供水\n三、民生\n四、党建",
    "\n".join(f"{number}. 完成城东片区老旧供水管网改造工程第{number}标段的建设任务" for number in range(1, 9)),
    "\n".join(f"城东片区老旧供水管网改造工程完成情况统计表{number}" for number in "甲乙丙丁戊己庚"),
    "\n".join(["项目\t去年\t今年\t比去年增加，单位：公里", *["供水管网改造里程\t31.5\t40，公里\t8.5"] * 6]),
    "短。\n行。",
    "",
]


@pytest.mark.parametrize("text", ALONE)
def test_what_no_page_broke_stays_as_it_is(text):
    assert join_wrapped(text) == (text, 0)


SENTENCES = st.text("学习供水民生党建干部群众，、", min_size=4, max_size=90).map(lambda words: f"今年{words}好。")


@examples(200)
@given(st.lists(SENTENCES, min_size=1, max_size=8))
def test_whole_paragraphs_are_never_joined(paragraphs):
    assert join_wrapped("\n".join(paragraphs)) == ("\n".join(paragraphs), 0)


CLAUSES = st.lists(st.text("学习供水民生党建干部群众", min_size=6, max_size=9), min_size=8, max_size=20)
LONG = CLAUSES.map(lambda clauses: "，".join(clauses) + "。")


@examples(200)
@given(st.lists(LONG, min_size=3, max_size=8), st.integers(20, 45))
def test_what_was_broken_on_a_page_with_indents_is_whole_again(paragraphs, width):
    assert join_wrapped(page(paragraphs, width))[0] == "\n".join(f"　　{paragraph}" for paragraph in paragraphs)


@examples(300)
@given(st.text("学习，。；：一、（）1.aB \u3000\t\n述职人第二—", max_size=400))
def test_no_word_is_lost_and_no_break_is_made(text):
    joined, breaks = join_wrapped(text)
    assert re.sub(r"\s", "", joined) == re.sub(r"\s", "", text)
    assert joined.count("\n") == text.count("\n") - breaks
