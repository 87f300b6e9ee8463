from reports.models.last_year import LastYear, last_year_of

VALUES = {"学习次数": "21", "管网长度": "21", "承建单位": "县工程队", "通水日期": "2026年6月1日", "走访次数": "21"}


def test_none(section):
    assert last_year_of(section) == LastYear()


def test_the_section_of_the_same_name_with_its_blanks_filled(section, last_year):
    found = last_year_of(section)
    assert (found.heading, found.body) == ("抓好供水保障", "铺设管网21公里，由县工程队承建，2026年6月1日通水。")
    assert found.values == VALUES


def test_an_unfilled_blank_keeps_its_label(section, last_year):
    last_year.figures.filter(label="管网长度").update(value="")
    found = last_year_of(section)
    assert found.body == "铺设管网【管网长度】公里，由县工程队承建，2026年6月1日通水。"
    assert found.values == {label: value for label, value in VALUES.items() if label != "管网长度"}


def test_the_only_one_of_its_kind_under_another_name(report, last_year):
    problems = report.sections.select_related("report").get(position=4)
    problems.outline_section.title = "问题不足"
    assert last_year_of(problems).body == "到村组走得不够多，调研还不够深入。"


def test_no_guess_among_several(section, last_year):
    """Two duties a year ago, neither of this name: a guess would mislead."""
    section.outline_section.title = "数字水利"
    assert last_year_of(section) == LastYear(values=VALUES)


def test_somebody_elses_report_is_not_ones_own(section, last_year, stranger):
    last_year.author = stranger
    last_year.save()
    assert last_year_of(section) == LastYear()


def test_the_year_before_the_last_does_not_count(section, last_year):
    last_year.cycle.year = 2024
    last_year.cycle.save()
    assert last_year_of(section) == LastYear()
