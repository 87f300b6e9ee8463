import pytest
from django.core.exceptions import ValidationError

from reports.models import Outline, OutlineSection

from ..factories import OUTLINE


def rows(outline):
    return list(outline.sections.values_list("position", "kind", "title", "max_characters", "guidance"))


def test_frozen_once_a_cycle_opened(cycle, outline):
    section = outline.sections.first()
    section.title = outline.name = "改了"
    for change in [outline.save, section.save, section.delete]:
        with pytest.raises(ValidationError, match=r"冻结|frozen"):
            change()
    with pytest.raises(ValidationError, match=r"冻结|frozen"):
        OutlineSection.objects.create(outline=outline, position=9, title="添的")
    outline.refresh_from_db()
    assert outline.name == "2026年提纲"
    assert [row[2] for row in rows(outline)] == [row["title"] for row in OUTLINE]


def test_free_before_it(cycle, outline):
    cycle.opened_at = None
    cycle.save()
    section = outline.sections.first()
    section.title = "开场"
    section.save()
    outline.name = "改了"
    outline.save()
    assert (Outline.objects.get().name, rows(outline)[0][2]) == ("改了", "开场")


def test_a_copy_is_free(cycle, outline):
    copied = outline.copy("2027年提纲")
    assert (copied.name, copied.numbering, copied.is_frozen) == ("2027年提纲", "run_in", False)
    assert rows(copied) == rows(outline)
    assert copied.sections.count() == outline.sections.count() == len(OUTLINE)
    copied.sections.get(position=1).delete()
    assert [row[0] for row in rows(copied)] == [2, 3, 4, 5]
    assert len(rows(outline)) == len(OUTLINE)
