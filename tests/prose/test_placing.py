"""Parts of a text in the sections of an outline: nothing lost, and each where its words belong."""

from hypothesis import given
from hypothesis import strategies as st

from reports.prose.parsing import read_report
from reports.prose.parsing.result import ParsedSection
from reports.prose.placing import AskedSection, divide_parts, divide_report, find_places, place_parts
from reports.prose.size import LARGEST

from ..examples import examples

DUTIES = [AskedSection("duty", title) for title in ("政治建设", "经济发展", "民生保障", "生态保护", "党建责任")]
ASKED = [*DUTIES, AskedSection("problems", "存在问题"), AskedSection("next_steps", "下一步打算")]
NESTED = """述职报告
一、主要工作
一年来做了五件事。
（一）抓党建责任，支部更强
党员大会开了又开。
（二）生态保护见成效
种树种草。
（三）保障民生
建校建院。
（四）发展经济
粮食增产。
（五）加强政治建设
学习不断。"""


def titles(places, asked=ASKED):
    return [None if place is None else asked[place].title for place in places]


def duty(heading, body="", kind="duty"):
    return ParsedSection(kind, "", heading, body)


def test_one_outer_number_with_five_inner_ones_fills_five_sections():
    divided = divide_report(read_report(NESTED), ASKED)
    assert [(part.heading, part.body) for part in divided.sections] == [
        ("主要工作：抓党建责任，支部更强", "一年来做了五件事。\n党员大会开了又开。"),
        ("生态保护见成效", "种树种草。"),
        ("保障民生", "建校建院。"),
        ("发展经济", "粮食增产。"),
        ("加强政治建设", "学习不断。"),
    ]
    assert titles(place_parts(divided.sections, ASKED)) == ["党建责任", "生态保护", "民生保障", "经济发展", "政治建设"]


def test_inner_headings_stay_inside_where_the_outline_asks_for_one_section():
    parsed = read_report(NESTED)
    assert divide_report(parsed, [AskedSection("duty", "履职情况")]).sections == parsed.sections


def test_a_text_is_not_divided_into_more_parts_than_a_report_may_have():
    """It was accepted as it is, and must not be refused for what is made of it."""
    inner = "\n".join(f"{number}.{DUTIES[number % 2].title}\n修了一条。" for number in range(1, 91))
    parsed = read_report("述职报告\n" + "\n".join(f"{numeral}、主要工作\n{inner}" for numeral in "一二三"))
    assert len(divide_parts(parsed.sections, ASKED)) > LARGEST.parts
    assert divide_report(parsed, ASKED) == parsed


def test_inner_headings_of_kinds_that_the_outline_asks_for_apart():
    parts = [duty("问题和打算", "（一）存在的问题\n调研不够。\n（二）下一步打算\n多下村。", "problems")]
    divided = divide_parts(parts, ASKED)
    assert [part.kind for part in divided] == ["problems", "next_steps"]
    assert titles(place_parts(divided, ASKED)) == ["存在问题", "下一步打算"]


def test_what_is_like_nothing_goes_by_kind_and_order():
    parts = [duty("甲"), duty("乙", kind="problems"), duty("丙"), duty("抓政治建设")]
    assert titles(place_parts(parts, ASKED)) == ["经济发展", "存在问题", "民生保障", "政治建设"]


def test_more_parts_than_sections_have_no_place():
    parts = [duty(heading) for heading in "甲乙"] + [duty("结", kind="closing")]
    assert place_parts(parts, [AskedSection("duty", "履职")]) == [0, None, None]


def test_a_blank_is_told_in_the_part_that_holds_it_after_dividing():
    text = NESTED.replace("粮食增产。", "粮食增产*吨。")
    assert [blank.section for blank in divide_report(read_report(text), ASKED).blanks] == [3]


LINES = ["（一）抓政治。学了。", "（二）抓民生", "（三）存在的问题。", "1.做事。", "2.做人", "前言。", "一、甲"]
PARTS = st.lists(
    st.builds(
        ParsedSection,
        st.sampled_from(["duty", "problems", "causes"]),
        st.just(""),
        st.text("学做政治经济民生。：", max_size=12),
        st.lists(st.sampled_from(LINES), max_size=8).map("\n".join),
    ),
    max_size=6,
)


def characters(parts):
    return "".join(f"{part.heading}{part.body}" for part in parts)


@examples(300)
@given(PARTS, st.lists(st.sampled_from(ASKED), max_size=6))
def test_dividing_loses_no_word(parts, asked):
    """Numerals and marks of headings go and a colon comes; all words stay."""
    marks = str.maketrans("", "", "（）一二三、12.。：:；，, \n\u3000")
    divided = divide_parts(parts, asked)
    before, after = characters(parts).translate(marks), characters(divided).translate(marks)
    assert sorted(after) == sorted(before)


@examples(300)
@given(PARTS, st.lists(st.sampled_from(ASKED), max_size=8))
def test_no_section_is_filled_twice_and_none_stays_empty_beside_a_part_of_its_kind(parts, asked):
    places = place_parts(parts, asked)
    filled = [place for place in places if place is not None]
    assert (len(places), len(filled)) == (len(parts), len(set(filled)))
    left = {part.kind for part, place in zip(parts, places, strict=True) if place is None}
    assert not {section.kind for place, section in enumerate(asked) if place not in filled} & left


def guesses(parts, asked=ASKED):
    return [place.is_guess for place in find_places(parts, asked)]


def test_what_its_heading_names_is_no_guess():
    assert guesses([duty("加强政治建设"), duty("不足", kind="problems"), duty("抓民生保障")]) == [False] * 3


def test_a_place_by_order_alone_is_a_guess_and_so_is_one_that_two_sections_claim():
    parts = [duty("甲"), duty("政治建设与经济发展"), duty("乙", kind="closing")]
    assert guesses(parts) == [True, True, True]


def test_the_only_part_of_a_kind_in_its_only_section_is_no_guess():
    assert guesses([duty("甲")], [AskedSection("duty", "履职情况"), AskedSection("problems", "问题")]) == [False]
    assert guesses([duty("甲"), duty("乙")], [AskedSection("duty", "履职情况")]) == [True, True]


OF_OTHERS = [
    duty("旗帜鲜明，理论武装走深走实", "中心组集中学习28次。"),
    duty("精准发力，运行稳中有进", "地区生产总值增长6.1%，争取项目资金4.2亿元。"),
    duty("沉到一线，把实情摸清", "带队走访17个企业，召开座谈会。"),
    duty("精简高效，把负担减下来", "精简台账37项，文件减少18%，清理报表26张。"),
    duty("从严从紧，把支部建强", "谈心谈话16人次，整顿支部9个。"),
]
OUR_DUTIES = [
    AskedSection("duty", "政治建设"),
    AskedSection("duty", "作风建设与基层减负"),
    AskedSection("duty", "调查研究"),
    AskedSection("duty", "高质量发展"),
    AskedSection("duty", "党建责任"),
]


def test_a_theme_is_found_though_no_word_of_the_title_is_said():
    placed = titles(place_parts(OF_OTHERS, OUR_DUTIES), OUR_DUTIES)
    assert placed == ["政治建设", "高质量发展", "调查研究", "作风建设与基层减负", "党建责任"]


def test_what_only_the_body_is_about_is_a_guess():
    parts = [duty("", part.body) for part in OF_OTHERS]
    assert titles(place_parts(parts, OUR_DUTIES), OUR_DUTIES) == titles(place_parts(OF_OTHERS, OUR_DUTIES), OUR_DUTIES)
    assert guesses(parts, OUR_DUTIES) == [True] * 5


def test_problems_and_causes_under_one_heading_are_problems_where_both_are_asked_for():
    asked = [AskedSection("causes", "原因分析"), AskedSection("problems", "存在问题")]
    assert titles(place_parts([duty("存在的主要问题和原因分析", kind="problems")], asked), asked) == ["存在问题"]


def test_a_part_that_names_a_section_is_not_divided_at_its_numbers():
    parts = [
        duty("政治建设", "1.抓学习。中心组学习。\n2.抓作风。精简台账。"),
        duty("其他", "做事。"),
    ]
    assert divide_parts(parts, OUR_DUTIES) == tuple(parts)
