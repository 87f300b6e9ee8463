from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.actions.errors import Refused
from reports.actions.manuscript import Manuscript, ManuscriptSection, start_report
from reports.models import Cycle, Outline, OutlineSection, Participant, Report, Section
from reports.prose.parsing import read_report
from reports.prose.parsing.result import ParsedBlank, ParsedReport, ParsedSection

from ..examples import examples
from ..factories import MOMENT, OUTLINE, create_outline, enrol

KINDS = ["opening", "duty", "problems", "causes", "next_steps", "closing"]
ORDER = {kind: place for place, kind in enumerate(KINDS)}


def start(cycle, author, *, by=None, parsed=None, kinds=()):
    manuscript = Manuscript.from_parsed(parsed, kinds) if parsed else None
    return start_report(participant=enrol(cycle, author), by=by or author, at=MOMENT, manuscript=manuscript)


@contextmanager
def rolled_back():
    """For the next example everything is as it was before."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def sections_of(report):
    """Title in the outline (None for one of the text's own), kind, heading, text."""
    rows = report.sections.order_by("position").select_related("outline_section")
    return [(s.outline_section and s.outline_section.title, s.kind, s.heading, s.body) for s in rows]


def parsed(*parts, **fields):
    return ParsedReport(
        sections=tuple(ParsedSection(kind, "", heading, body) for kind, heading, body in parts), **fields
    )


def test_from_the_outline(cycle, author, log):
    report = start(cycle, author)
    assert sections_of(report) == [(row["title"], row["kind"], "", "") for row in OUTLINE]
    assert list(report.sections.order_by("position").values_list("position", flat=True)) == [1, 2, 3, 4, 5]
    assert (report.state, report.title, report.salutation) == ("draft", "2026年度述职报告", "")
    assert (report.unit, report.post, report.numbering) == (author.unit, "局长", "run_in")
    assert report.created_at == MOMENT
    assert log() == [("started", "lin", report.pk, "")]


def test_keeps_the_unit_and_post_held_then(cycle, author, bureau, elsewhere):
    report = start(cycle, author)
    author.unit, author.post = elsewhere, "县长"
    author.save()
    report.refresh_from_db()
    assert (report.unit, report.post) == (bureau, "局长")


def test_an_assistant_starts_it_for_the_author(cycle, author, assistant, log):
    report = start(cycle, author, by=assistant)
    assert report.author == author
    assert log() == [("started", "fang", report.pk, "")]


def test_from_a_text(cycle, author, log):
    text = parsed(
        ("duty", "坚持学习", "学了【次数】次。"),
        ("duty", "抓好供水", "供水【水量】万方。"),
        ("problems", "", "调研不够。"),
        ("next_steps", "", "多下村。"),
        title="供水述职",
        salutation="各位同事：",
        opening="现述职如下。",
        blanks=(ParsedBlank("次数", "number", "次", 0, ""), ParsedBlank("水量", "number", "万方", 1, "")),
    )
    report = start(cycle, author, parsed=text)
    assert (report.title, report.salutation) == ("供水述职", "各位同事：")
    assert sections_of(report) == [
        ("导语", "opening", "", "现述职如下。"),
        ("政治建设", "duty", "坚持学习", "学了【次数】次。"),
        ("业务工作", "duty", "抓好供水", "供水【水量】万方。"),
        ("存在问题", "problems", "", "调研不够。"),
        ("下一步打算", "next_steps", "", "多下村。"),
    ]
    figures = list(report.figures.order_by("pk").values_list("label", "kind", "unit", "value"))
    assert figures == [("次数", "number", "次", ""), ("水量", "number", "万方", "")]
    assert log() == [("imported", "lin", report.pk, "")]


def test_more_parts_of_a_kind_than_the_outline_asks_for_follow_its_last(cycle, author):
    parts = [("duty", heading, "文。") for heading in "甲乙丙丁"]
    assert sections_of(start(cycle, author, parsed=parsed(*parts))) == [
        ("导语", "opening", "", ""),
        ("政治建设", "duty", "甲", "文。"),
        ("业务工作", "duty", "乙", "文。"),
        (None, "duty", "丙", "文。"),
        (None, "duty", "丁", "文。"),
        ("存在问题", "problems", "", ""),
        ("下一步打算", "next_steps", "", ""),
    ]


def test_a_kind_that_the_outline_lacks_stands_where_reports_usually_have_it(cycle, author):
    parts = [("closing", "", "请批评指正。"), ("causes", "", "学得不深。"), ("problems", "", "调研不够。")]
    assert sections_of(start(cycle, author, parsed=parsed(*parts))) == [
        ("导语", "opening", "", ""),
        ("政治建设", "duty", "", ""),
        ("业务工作", "duty", "", ""),
        ("存在问题", "problems", "", "调研不够。"),
        (None, "causes", "", "学得不深。"),
        ("下一步打算", "next_steps", "", ""),
        (None, "closing", "", "请批评指正。"),
    ]


def test_an_opening_before_an_outline_that_asks_for_none(county, author):
    outline = create_outline("无导语", rows=[{"kind": "duty", "title": "履职"}])
    cycle = Cycle.objects.create(
        year=2026, name="小", report_title="小结", unit=county, outline=outline, due=MOMENT.date(), opened_at=MOMENT
    )
    report = start(cycle, author, parsed=parsed(("duty", "做事", "做了。"), opening="开头。"))
    assert sections_of(report) == [(None, "opening", "", "开头。"), ("履职", "duty", "做事", "做了。")]


def test_corrected_kinds_win_over_recognised_ones(cycle, author):
    text = parsed(("duty", "甲", "其实是问题。"), ("problems", "乙", "其实是履职。"))
    rows = sections_of(start(cycle, author, parsed=text, kinds=("problems", "duty")))
    assert [row for row in rows if row[3]] == [
        ("业务工作", "duty", "乙", "其实是履职。"),
        ("存在问题", "problems", "甲", "其实是问题。"),
    ]


def test_a_heading_too_long_to_be_one_stays_whole_in_the_text(cycle, author):
    heading = "很" * 201
    rows = sections_of(start(cycle, author, parsed=parsed(("duty", heading, "正文。"))))
    assert [row for row in rows if row[3]] == [("业务工作", "duty", "", f"{heading}\n正文。")]


def test_long_titles_are_cut_to_what_is_stored(cycle, author):
    report = start(cycle, author, parsed=parsed(("duty", "", "文。"), title="题" * 300))
    assert report.title == "题" * 200


def test_a_text_without_a_title_takes_the_cycles(cycle, author):
    assert start(cycle, author, parsed=parsed(("duty", "", "文。"))).title == "2026年度述职报告"


def test_blanks_of_a_real_reading_become_figures(cycle, author):
    read = read_report("述职报告\n一、抓供水。铺设管网*公里，投资*万元，于*年*月完工。\n二、抓学习。学习*次。")
    report = start(cycle, author, parsed=read)
    stored = set(report.figures.values_list("label", "kind", "unit"))
    assert stored == {(blank.label, blank.kind, blank.unit) for blank in read.blanks}
    assert len(stored) >= 4


@pytest.mark.django_db
@settings(examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    asked=st.lists(st.sampled_from(KINDS), min_size=1, max_size=6),
    read=st.lists(st.sampled_from(KINDS), max_size=8),
)
def test_no_part_is_lost_and_no_order_within_a_kind(cycle, author, asked, read):
    """Whatever the outline asks for and whatever was read."""
    with rolled_back():
        Cycle.objects.filter(pk=cycle.pk).update(outline=_outline(asked))
        cycle.refresh_from_db()
        parts = [ManuscriptSection(kind, f"第{number}", f"话{number}") for number, kind in enumerate(read)]
        manuscript = Manuscript(parts=tuple(parts))

        report = start_report(participant=enrol(cycle, author), by=author, at=MOMENT, manuscript=manuscript)

        sections = list(report.sections.order_by("position"))
        filled = [(s.kind, s.heading, s.body) for s in sections if s.body]
        assert sorted(filled) == sorted((p.kind, p.heading, p.body) for p in parts)
        for kind in KINDS:
            assert [row for row in filled if row[0] == kind] == [
                (p.kind, p.heading, p.body) for p in parts if p.kind == kind
            ]
        of_outline = [s.kind for s in sections if s.outline_section_id]
        assert of_outline == asked
        if asked == sorted(asked, key=ORDER.__getitem__):
            kinds = [s.kind for s in sections]
            assert kinds == sorted(kinds, key=ORDER.__getitem__)


def _outline(kinds):
    outline = Outline.objects.create(name=f"提纲{Outline.objects.count()}")
    OutlineSection.objects.bulk_create(
        OutlineSection(outline=outline, position=place, kind=kind, title=f"{kind}{place}")
        for place, kind in enumerate(kinds, start=1)
    )
    return outline


def test_refused_twice(cycle, author):
    start(cycle, author)
    with pytest.raises(Refused, match="There is already a report for this cycle"):
        start(cycle, author)
    assert (Report.objects.count(), Section.objects.count()) == (1, len(OUTLINE))


@pytest.mark.parametrize(
    ("opened", "closed"),
    [(None, None), (1, None), (-2, -1), (-2, 0)],
    ids=["never opened", "opens later", "closed", "closes now"],
)
def test_refused_where_the_cycle_is_not_open(cycle, author, opened, closed):
    def moment(days):
        return None if days is None else MOMENT + timedelta(days=days)

    Cycle.objects.filter(pk=cycle.pk).update(opened_at=moment(opened), closed_at=moment(closed))
    with pytest.raises(Refused, match="not open"):
        start(cycle, author)
    assert Report.objects.count() == 0


@pytest.mark.parametrize("state", [state for state in Participant.State if state != Participant.State.WRITING])
def test_refused_where_no_report_is_asked_for(cycle, author, state):
    enrol(cycle, author, state=state)
    with pytest.raises(Refused, match="No report is asked for"):
        start(cycle, author)
    assert Report.objects.count() == 0
