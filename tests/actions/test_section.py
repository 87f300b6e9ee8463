"""Saving a section: versions, tabs, figures."""

from datetime import timedelta

import pytest

from reports.actions.errors import Refused
from reports.actions.saved_text import FigureEdit, TextEdit
from reports.actions.section import StaleSection, save_section
from reports.models import OutlineSection, Section
from reports.prose.content import Words

from ..factories import MOMENT, WORDS

LOADED = Words(*WORDS[2])
MINE = Words("抓好供水保障", "铺设管网【管网长度】公里，全线通水。")
THEIRS = Words("抓好农村供水", LOADED.body)


def save(section, by, words=None, *, base=LOADED, version=1, tab="a", figures=None, at=MOMENT):
    edit = TextEdit(tab=tab, version=version, words=words, base=base, figures=figures or {})
    return save_section(section=section, edit=edit, by=by, at=at)


def stored(section):
    fresh = Section.objects.get(pk=section.pk)
    return (*fresh.words, fresh.version)


def columns(section):
    return {field.attname: getattr(section, field.attname) for field in Section._meta.concrete_fields}


def values(report):
    return dict(report.figures.values_list("label", "value"))


def test_words_are_stored_with_who_when_and_where(section, author, log):
    saved = save(section, author, MINE)
    assert (saved.heading, saved.body, saved.version) == (MINE.heading, MINE.body, 2)
    assert (saved.saved_by, saved.saved_at, saved.saved_tab) == (author, MOMENT, "a")
    assert stored(section) == (MINE.heading, MINE.body, 2)
    assert columns(saved) == columns(Section.objects.get(pk=section.pk))
    assert log() == [("wrote", "lin", section.report_id, "业务工作")]


@pytest.mark.parametrize(
    ("body", "said"),
    [("【数】" * 1001, "1001|1002|1003|1004"), ("段。\n" * 2001, "20"), ("字" * 200_000, "200")],
    ids=["blanks", "paragraphs", "characters"],
)
def test_a_report_grows_no_larger_than_its_pages_can_show(section, author, body, said):
    with pytest.raises(Refused, match=said):
        save(section, author, Words("", body))
    assert stored(section) == (*WORDS[2], 1)


def test_a_report_that_is_too_large_already_may_become_smaller(section, author):
    Section.objects.filter(pk=section.pk).update(body="【数】" * 1200)
    section.refresh_from_db()
    base = Words(section.heading, section.body)
    save(section, author, Words("", "【数】" * 1100), base=base)
    with pytest.raises(Refused):
        save(section, author, Words("", "【数】" * 1101), base=base, version=2)


def test_the_log_says_who_typed(section, assistant, log):
    assert save(section, assistant, MINE).saved_by == assistant
    assert log() == [("wrote", "fang", section.report_id, "业务工作")]


def test_a_page_saves_again_from_the_version_it_was_answered(section, author):
    save(section, author, MINE)
    assert save(section, author, THEIRS, base=MINE, version=2).version == 3
    assert stored(section) == (THEIRS.heading, THEIRS.body, 3)


def test_stale_by_somebody_else(section, author, assistant, log):
    save(section, assistant, THEIRS)
    with pytest.raises(StaleSection) as caught:
        save(section, author, MINE, tab="b", figures={"管网长度": FigureEdit("40", "31.5")})
    assert (caught.value.stored.heading, caught.value.stored.version) == (THEIRS.heading, 2)
    assert caught.value.stored.saved_by == assistant
    assert caught.value.figures == {}
    assert stored(section) == (THEIRS.heading, THEIRS.body, 2)
    assert values(section.report)["管网长度"] == "31.5"  # nothing of a refused save is stored
    assert [row[1] for row in log()] == ["fang"]


def test_stale_by_ones_own_other_tab(section, author):
    save(section, author, THEIRS, tab="a")
    with pytest.raises(StaleSection) as caught:
        save(section, author, MINE, tab="b")
    assert caught.value.stored.saved_by == author
    assert stored(section) == (THEIRS.heading, THEIRS.body, 2)


def test_the_same_tab_of_another_person_is_not_the_same_tab(section, author, assistant):
    """The name of a tab is drawn by chance, but who signs in may change in it."""
    save(section, assistant, THEIRS, tab="a")
    with pytest.raises(StaleSection):
        save(section, author, MINE, tab="a")


def test_a_lost_answer_does_not_stand_in_the_pages_way(section, author):
    """The first save arrived, its answer did not: the page sends the same again."""
    save(section, author, MINE, tab="a")
    assert save(section, author, MINE, tab="a").version == 2


def test_what_a_page_sends_over_its_own_save_is_shown_beside_it(section, author):
    """Without a script: more was typed where the answer was lost, or an old page came back by the browser's arrow, or
    a save was held up on the way. Only the person knows which is newer.
    """
    save(section, author, MINE, tab="a")
    with pytest.raises(StaleSection) as caught:
        save(section, author, Words(MINE.heading, MINE.body + "又一句。"), tab="a")
    assert (caught.value.words, stored(section)) == (MINE, (*MINE, 2))


def test_what_was_held_up_on_the_way_never_comes_over_newer_words_of_the_same_page(section, author):
    """A save that its page gave up and sent again arrives at last, after all that was saved since."""
    newer = Words(MINE.heading, MINE.body + "又一句。")
    save(section, author, MINE, tab="a")
    save(section, author, newer, base=MINE, version=2, tab="a")
    with pytest.raises(StaleSection):
        save(section, author, MINE, tab="a")
    assert stored(section) == (*newer, 3)


def test_a_lost_answer_and_then_somebody_else(section, author, assistant):
    save(section, author, MINE, tab="a")
    save(section, assistant, THEIRS, base=MINE, version=2, tab="b")
    with pytest.raises(StaleSection):
        save(section, author, Words(MINE.heading, "我的。"), tab="a")
    assert stored(section) == (THEIRS.heading, THEIRS.body, 3)


def test_both_typed_the_same(section, author, assistant):
    save(section, assistant, MINE)
    assert save(section, author, MINE, tab="b").version == 2


def test_a_version_from_the_future_is_refused(section, author):
    with pytest.raises(StaleSection):
        save(section, author, MINE, version=9)
    assert stored(section) == (*WORDS[2], 1)


def test_unchanged_words_are_not_written(section, author, assistant, log):
    """They neither count a version nor undo what somebody else wrote."""
    save(section, assistant, THEIRS)
    assert save(section, author, LOADED, tab="b").version == 2
    assert stored(section) == (THEIRS.heading, THEIRS.body, 2)
    assert [row[1] for row in log()] == ["fang"]


def test_locked_when_submitted(submitted, author):
    section = submitted.sections.get(position=3)
    with pytest.raises(Refused, match="locked"):
        save(section, author, MINE, figures={"管网长度": FigureEdit("40", "31.5")})
    assert stored(section) == (*WORDS[2], 1)
    assert values(submitted)["管网长度"] == "31.5"


def test_only_the_returned_section_unlocks(returned, author):
    problems, duty = returned.sections.get(position=4), returned.sections.get(position=3)
    save(problems, author, Words("", "更具体的问题。"), base=Words(*WORDS[3]))
    assert stored(problems) == ("", "更具体的问题。", 2)
    with pytest.raises(Refused, match="locked"):
        save(duty, author, MINE)
    assert stored(duty) == (*WORDS[2], 1)


def test_only_changed_values_are_written(section, author, log):
    save(section, author, figures={"管网长度": FigureEdit("40", "31.5"), "通水日期": FigureEdit("", "2026年6月1日")})
    assert values(section.report) == {
        "学习次数": "12",
        "管网长度": "40",
        "承建单位": "县工程队",
        "通水日期": "",
        "走访次数": "4",
    }
    assert stored(section) == (*WORDS[2], 1)
    assert log() == [("wrote", "lin", section.report_id, "业务工作")]


def test_two_people_fill_different_blanks(section, author, assistant):
    save(section, assistant, figures={"管网长度": FigureEdit("40", "31.5")})
    save(section, author, tab="b", figures={"承建单位": FigureEdit("市工程队", "县工程队")})
    found = values(section.report)
    assert (found["管网长度"], found["承建单位"]) == ("40", "市工程队")


def test_two_people_fill_the_same_blank_differently(section, author, assistant):
    save(section, assistant, figures={"管网长度": FigureEdit("40", "31.5")})
    edits = {"管网长度": FigureEdit("50", "31.5"), "承建单位": FigureEdit("市工程队", "县工程队")}
    with pytest.raises(StaleSection) as caught:
        save(section, author, MINE, tab="b", figures=edits)
    assert caught.value.figures == {"管网长度": "40"}
    assert stored(section) == (*WORDS[2], 1)
    assert values(section.report)["承建单位"] == "县工程队"


def test_words_that_are_not_stored_because_of_a_blank_are_not_said_to_be(section, author, assistant):
    save(section, assistant, figures={"管网长度": FigureEdit("40", "31.5")})
    with pytest.raises(StaleSection) as stale:
        save(section, author, MINE, figures={"管网长度": FigureEdit("50", "31.5")})
    assert columns(stale.value.stored) == columns(Section.objects.get(pk=section.pk))
    assert stored(section) == (*LOADED, 1)


def test_two_people_fill_the_same_blank_alike(section, author, assistant):
    save(section, assistant, figures={"管网长度": FigureEdit("40", "31.5")})
    save(section, author, tab="b", figures={"管网长度": FigureEdit("40", "31.5")})
    assert values(section.report)["管网长度"] == "40"


def test_a_figure_with_an_old_version_but_unchanged_words_is_saved(section, author, assistant):
    save(section, assistant, THEIRS)
    saved = save(section, author, LOADED, tab="b", figures={"管网长度": FigureEdit("40", "31.5")})
    assert (saved.heading, saved.version) == (THEIRS.heading, 2)
    assert values(section.report)["管网长度"] == "40"


def test_a_wrong_value_is_stored_as_typed(section, author):
    save(section, author, figures={"管网长度": FigureEdit("约四十", "31.5")})
    assert values(section.report)["管网长度"] == "约四十"


def test_a_label_typed_makes_a_figure(section, author):
    save(section, author, Words(LOADED.heading, LOADED.body + "投资【投资额】万元，【验收日期】验收。"))
    made = section.report.figures.filter(label__in=["投资额", "验收日期"]).order_by("pk")
    assert list(made.values_list("label", "kind", "unit", "value")) == [
        ("投资额", "number", "万元", ""),
        ("验收日期", "date", "", ""),
    ]


def test_a_label_in_the_heading_makes_a_figure(section, author):
    save(section, author, Words("新增供水【供水户数】户", LOADED.body))
    assert section.report.figures.filter(label="供水户数").count() == 1


def test_a_new_label_and_its_value_in_one_save(section, author):
    words = Words(LOADED.heading, LOADED.body + "投资【投资额】万元。")
    save(section, author, words, figures={"投资额": FigureEdit("300", "")})
    assert values(section.report)["投资额"] == "300"


def test_the_same_label_twice_is_one_figure(section, author):
    save(section, author, Words(LOADED.heading, "投资【投资额】万元，其中县级【投资额】万元。"))
    assert section.report.figures.filter(label="投资额").count() == 1


def test_a_value_outlives_its_label(section, author):
    save(section, author, Words(LOADED.heading, "全线通水。"))
    assert values(section.report)["管网长度"] == "31.5"
    save(section, author, LOADED, base=Words(LOADED.heading, "全线通水。"), version=2)
    figure = section.report.figures.get(label="管网长度")
    assert (figure.value, figure.kind, figure.unit) == ("31.5", "number", "公里")


def test_autosaves_do_not_flood_the_log(section, author, assistant, log):
    """One event in half an hour for each person and section."""
    minutes = [0, 5, 29, 30, 59, 61]
    words = LOADED
    for version, minute in enumerate(minutes, start=1):
        typed = Words(LOADED.heading, f"第{version}稿。")
        save(section, author, typed, base=words, version=version, at=MOMENT + timedelta(minutes=minute))
        words = typed
    save(section, assistant, LOADED, base=words, version=7, tab="b", at=MOMENT + timedelta(minutes=1))
    assert [row[1] for row in log()] == ["lin", "lin", "lin", "fang"]


def test_the_log_never_holds_words_of_the_report(section, author, log):
    """A section that the outline does not know is called by its kind there, not by its heading."""
    section.outline_section = None
    section.save()
    save(section, author, Words("秘密的标题", "秘密的正文。"))
    assert log() == [("wrote", "lin", section.report_id, "Duty")]


def rename(section, by, label, *, version=1, base=LOADED, **kwargs):
    """Saved with the label of 管网长度 changed, as one changes it in the text."""
    words = Words(LOADED.heading, LOADED.body.replace("【管网长度】", label))
    save(section, by, words, base=base, version=version, **kwargs)
    return words


OTHERS = {"学习次数": "12", "走访次数": "4", "承建单位": "县工程队", "通水日期": "2026年6月1日"}


def test_a_blank_under_another_label_keeps_its_figure(section, author):
    before = section.report.figures.get(label="管网长度")
    rename(section, author, "【供水管网长度】")
    after = section.report.figures.get(label="供水管网长度")
    assert (after.pk, after.value, after.unit, after.kind) == (before.pk, "31.5", "公里", "number")
    assert "管网长度" not in values(section.report)


def test_undone_it_has_its_value_again(section, author):
    words = rename(section, author, "【供水管网长度】")
    save(section, author, LOADED, base=words, version=2)
    assert values(section.report) == OTHERS | {"管网长度": "31.5"}


def test_so_does_every_label_that_stands_there_for_a_moment_while_one_types(section, author):
    words = LOADED
    for version, label in enumerate(["【管网】", "【管】", "【供水】", "【供水里程】"], 1):
        words = rename(section, author, label, base=words, version=version)
    assert values(section.report) == OTHERS | {"供水里程": "31.5"}


def test_a_value_typed_in_the_same_save_is_that_of_the_new_label(section, author):
    rename(section, author, "【供水里程】", figures={"管网长度": FigureEdit("40", "31.5")})
    assert values(section.report)["供水里程"] == "40"


def test_a_label_that_has_a_value_keeps_it_and_so_does_the_other(section, author):
    section.report.figures.create(label="供水里程", kind="number", value="7")
    rename(section, author, "【供水里程】")
    assert values(section.report) == OTHERS | {"管网长度": "31.5", "供水里程": "7"}


def test_with_an_empty_figure_of_the_new_label_the_two_change_places(section, author):
    section.report.figures.create(label="供水里程", kind="number", unit="千米")
    rename(section, author, "【供水里程】")
    assert values(section.report) == OTHERS | {"管网长度": "", "供水里程": "31.5"}


def test_a_label_that_another_section_uses_keeps_its_figure(section, author):
    other = section.report.sections.exclude(pk=section.pk).first()
    Section.objects.filter(pk=other.pk).update(body="共【管网长度】公里。")
    rename(section, author, "【供水里程】")
    assert values(section.report) == OTHERS | {"管网长度": "31.5", "供水里程": ""}


def test_a_blank_at_another_place_is_another_figure(section, author):
    save(section, author, Words(LOADED.heading, "全线通水，惠及【受益人数】人。"))
    assert values(section.report)["管网长度"] == "31.5"
    assert values(section.report)["受益人数"] == ""


def test_what_is_computed_from_it_is_computed_from_it_still(section, author):
    formula = {"operation": "sum", "operands": [["管网长度", False], ["学习次数", False]]}
    section.report.figures.create(label="合计", kind="number", formula=formula)
    rename(section, author, "【供水里程】")
    assert section.report.figures.get(label="合计").formula["operands"] == [["供水里程", False], ["学习次数", False]]


def test_a_label_that_the_outline_asks_for_is_asked_for_still_with_its_unit(section, author):
    asked = [{"label": "管网长度", "kind": "number", "unit": "千米"}]
    OutlineSection.objects.filter(pk=section.outline_section_id).update(figures=asked)
    rename(section, author, "【供水里程】")
    assert values(section.report) == OTHERS | {"管网长度": "", "供水里程": "31.5"}
    assert section.report.figures.get(label="管网长度").unit == "千米"
