"""An outline is put together section by section; once in use it is corrected as a copy. No word of a draft is lost."""

from datetime import timedelta

import pytest

from reports.actions.errors import Refused
from reports.actions.figure import create_figures
from reports.actions.manuscript import start_report
from reports.actions.outline import (
    apply_correction,
    begin_correction,
    delete_outline_section,
    discard_correction,
    divide_outline_section,
    move_outline_section,
    save_outline_section,
    set_outline,
)
from reports.actions.report import submit_report
from reports.models import Cycle, CycleChange, Notice, OutlineSection
from reports.models.progress import progress_of
from reports.pages.cycle_change import describe_change
from reports.pages.outline import effect_of

from ..factories import MOMENT, UserFactory, enrol, write_report

LATER = MOMENT + timedelta(days=9)
VISITS = {"label": "走访次数", "unit": "次", "kind": "number"}
HOURS = {"label": "学习学时", "unit": "学时", "kind": "number"}


@pytest.fixture
def told(cycle, organiser):
    return {"cycle": cycle, "by": organiser, "at": LATER}


@pytest.fixture
def copy(cycle, told):
    """The correction that was begun."""
    copied = begin_correction(**told)
    cycle.refresh_from_db()
    return copied


def words(**changed):
    return {
        "kind": "duty", "title": "新的一节", "is_required": True, "min_characters": 0, "max_characters": 0,
        "guidance": "", "sample": "", "figures": [],
    } | changed  # fmt: skip


def titles(outline):
    return [section.title for section in outline.sections.order_by("position")]


def test_a_section_is_added_as_the_last_moved_and_deleted(copy, told):
    added = save_outline_section(pk=None, words=words(figures=[HOURS]), **told)
    assert titles(copy) == ["导语", "政治建设", "业务工作", "存在问题", "下一步打算", "新的一节"]
    move_outline_section(pk=added.pk, **told)
    move_outline_section(pk=copy.sections.get(position=1).pk, **told)  # the first stays first
    move_outline_section(pk=copy.sections.get(position=6).pk, up=False, **told)  # the last last
    move_outline_section(pk=copy.sections.get(position=1).pk, up=False, **told)
    assert titles(copy) == ["政治建设", "导语", "业务工作", "存在问题", "新的一节", "下一步打算"]
    delete_outline_section(pk=copy.sections.get(title="业务工作").pk, **told)
    assert [section.position for section in copy.sections.order_by("position")] == [1, 2, 3, 4, 5]


def test_divided_sample_figures_and_limits_go_with_their_part(copy, told):
    section = copy.sections.get(title="业务工作")
    sample = "学习【学习学时】学时。\n走访【走访次数】次。"
    OutlineSection.objects.filter(pk=section.pk).update(
        sample=sample, figures=[HOURS, VISITS], min_characters=101, max_characters=601
    )
    second = divide_outline_section(pk=section.pk, title="走访", from_paragraph=2, **told)
    section.refresh_from_db()
    assert titles(copy) == ["导语", "政治建设", "业务工作", "走访", "存在问题", "下一步打算"]
    assert (section.sample, section.figures) == ("学习【学习学时】学时。", [HOURS])
    assert (second.sample, second.figures, second.kind) == ("走访【走访次数】次。", [VISITS], "duty")
    assert (section.min_characters + second.min_characters, section.max_characters + second.max_characters) == (
        101,
        601,
    )


def test_two_organisers_on_one_section_collide_only_in_the_same_field(copy, told):
    section = copy.sections.get(title="业务工作")
    shown = {name: getattr(section, name) for name in words()}
    save_outline_section(pk=section.pk, words=shown | {"guidance": "写结果。"}, base=shown, **told)
    save_outline_section(pk=section.pk, words=shown | {"max_characters": 900}, base=shown, **told)
    section.refresh_from_db()
    assert (section.guidance, section.max_characters) == ("写结果。", 900)
    with pytest.raises(Refused, match="Another organiser"):
        save_outline_section(pk=section.pk, words=shown | {"guidance": "写过程。"}, base=shown, **told)


def test_a_section_that_somebody_deleted_is_said_to_be_gone(copy, told):
    pk = copy.sections.first().pk
    delete_outline_section(pk=pk, **told)
    with pytest.raises(Refused, match="not there any more"):
        delete_outline_section(pk=pk, **told)


def test_an_outline_has_no_more_sections_than_pages_can_show(copy, told):
    OutlineSection.objects.bulk_create(
        OutlineSection(outline=copy, position=position, title="节") for position in range(6, 101)
    )
    with pytest.raises(Refused, match="no more than 100"):
        save_outline_section(pk=None, words=words(), **told)


def test_a_discarded_correction_changes_nothing(cycle, copy, told):
    before = titles(cycle.outline)
    delete_outline_section(pk=copy.sections.first().pk, **told)
    discard_correction(**told)
    cycle.refresh_from_db()
    assert (cycle.corrected_outline, titles(cycle.outline)) == (None, before)
    with pytest.raises(Refused, match="no correction"):
        apply_correction(reason="x", **told)


def stored(report):
    return {
        section.name: (section.heading, section.body, section.version, section.outline_section_id is not None)
        for section in report.sections.order_by("position")
    }


def test_a_draft_takes_the_correction_over_and_loses_no_word(cycle, report, copy, told):
    before = stored(report)
    save_outline_section(pk=None, words=words(title="学习", figures=[HOURS]), **told)
    for _step in range(4):
        move_outline_section(pk=copy.sections.get(title="学习").pk, **told)
    delete_outline_section(pk=copy.sections.get(title="业务工作").pk, **told)
    move_outline_section(pk=copy.sections.get(title="存在问题").pk, up=False, **told)
    set_outline(numbering="headed", **told)
    change = apply_correction(reason="补学习。", **told)
    report.refresh_from_db()
    after = stored(report)
    assert [section.name for section in report.sections.order_by("position")] == [
        "导语", "学习", "政治建设", "抓好供水保障", "下一步打算", "存在问题",
    ]  # fmt: skip
    kept = {name: after["抓好供水保障" if name == "业务工作" else name][:3] for name in before}
    assert kept == {name: row[:3] for name, row in before.items()}
    assert after["抓好供水保障"][3] is False
    assert [section.position for section in report.sections.order_by("position")] == [1, 2, 3, 4, 5, 6]
    assert (report.numbering, report.figures.get(label="学习学时").unit) == ("headed", "学时")
    rows = describe_change(change)
    assert [what for what, _before, _after in rows] == ["Headings", "业务工作", "学习"]
    assert Notice.objects.filter(kind="cycle_changed", recipient=report.author).count() == 1


def test_what_it_does_is_said_before(cycle, report, copy, told):
    other = write_report(cycle, UserFactory.create(unit=cycle.unit))
    submit_report(report=report, by=report.author, at=LATER)
    save_outline_section(pk=None, words=words(title="学习"), **told)
    delete_outline_section(pk=copy.sections.get(title="业务工作").pk, **told)
    section = copy.sections.get(title="存在问题")
    OutlineSection.objects.filter(pk=section.pk).update(min_characters=50)
    effect = effect_of(cycle, copy)
    assert (effect.drafts, effect.handed_in) == (1, 1)
    assert (effect.added, effect.dropped, effect.changed) == (["学习"], ["业务工作"], ["存在问题"])
    before, outlined = stored(report), set(report.sections.values_list("outline_section", flat=True))
    apply_correction(reason="x", **told)
    assert stored(report) == before
    assert set(report.sections.values_list("outline_section", flat=True)) == outlined
    assert "学习" in stored(other)


def test_the_outline_of_what_was_handed_in_stays_as_it_was(cycle, submitted, copy, told):
    old = cycle.outline
    delete_outline_section(pk=copy.sections.first().pk, **told)
    apply_correction(reason="x", **told)
    old.refresh_from_db()
    assert old.is_frozen
    cycle.refresh_from_db()
    assert cycle.outline.is_frozen


@pytest.mark.parametrize(("reason", "changes", "why"), [("", True, "Write the reason"), ("x", False, "Nothing has")])
def test_a_correction_needs_a_reason_and_a_change(cycle, report, copy, told, reason, changes, why):
    if changes:
        delete_outline_section(pk=copy.sections.first().pk, **told)
    with pytest.raises(Refused, match=why):
        apply_correction(reason=reason, **told)
    cycle.refresh_from_db()
    assert (cycle.corrected_outline, CycleChange.objects.count()) == (copy, 0)


def test_who_starts_afterwards_starts_from_the_corrected_outline(cycle, copy, told):
    save_outline_section(pk=None, words=words(title="学习", figures=[HOURS]), **told)
    apply_correction(reason="x", **told)
    person = UserFactory.create(unit=cycle.unit)
    new = start_report(participant=enrol(cycle, person), by=person, at=LATER)
    assert [section.name for section in new.sections.all()][-1] == "学习"
    assert new.figures.get(label="学习学时").unit == "学时"


def test_a_figure_that_is_asked_for_and_missing_is_named(cycle, report):
    section = report.sections.get(position=3)
    OutlineSection.objects.filter(pk=section.outline_section_id).update(figures=[HOURS])
    (finding,) = next(part for part in progress_of(report).sections if part.section.pk == section.pk).findings
    assert (finding.code, finding.place, finding.params) == ("figure_missing", "body", {"label": "学习学时"})
    with pytest.raises(Refused, match="not complete"):
        submit_report(report=report, by=report.author, at=LATER)
    section.body += "学习【学习学时】学时。"
    section.save()
    create_figures(report=report)
    report.figures.filter(label="学习学时").update(value="40")
    submit_report(report=report, by=report.author, at=LATER)


def test_a_prepared_round_edits_its_own_outline(cycle, told):
    Cycle.objects.filter(pk=cycle.pk).update(opened_at=None)
    cycle.refresh_from_db()
    assert begin_correction(**told) == cycle.outline
    delete_outline_section(pk=cycle.outline.sections.first().pk, **told)
    assert cycle.outline.sections.count() == 4
