from datetime import timedelta

import pytest

from reports.actions.attachment import (
    StaleAttachment,
    add_attachment,
    delete_attachment,
    move_attachment_up,
    save_attachment,
)
from reports.actions.errors import Refused
from reports.actions.manuscript import Manuscript, start_report
from reports.actions.report import submit_report
from reports.actions.saved_text import TextEdit
from reports.models import Attachment, Event
from reports.models.progress import progress_of
from reports.prose.checking import Code
from reports.prose.content import AttachmentContent, ReportContent, Words
from reports.prose.size import LARGEST

from ..factories import MOMENT, enrol

TITLED = Words("水渠清单", "")


@pytest.fixture
def attached(report, author):
    return add_attachment(report=report, title="水渠清单", by=author, at=MOMENT)


def edit(words, *, base=TITLED, version=1, tab="a"):
    return TextEdit(tab=tab, version=version, words=words, base=base)


def listed(report):
    return [(row.title, row.body) for row in report.attachments.order_by("position")]


def test_added_after_the_others_and_in_the_content(report, attached, author):
    add_attachment(report=report, title="证书", by=author, at=MOMENT)
    save_attachment(attachment=attached, edit=edit(Words("东渠清单", "一条。")), by=author, at=MOMENT)
    expected = (AttachmentContent("东渠清单", "一条。"), AttachmentContent("证书"))
    assert progress_of(report).content.attachments == expected


def test_frozen_in_the_revision(report, attached, author):
    revision = submit_report(report=report, by=author, at=MOMENT)
    assert revision.content.attachments == (AttachmentContent("水渠清单"),)


def test_logged_once_a_sitting_without_its_words(report, attached, author):
    for number, text in enumerate(["一", "二"], start=1):
        save_attachment(
            attachment=attached, edit=edit(Words("水渠清单", text), version=number), by=author, at=MOMENT + timedelta(1)
        )
    assert list(Event.objects.filter(verb="attached").values_list("detail", flat=True)) == ["1", "1"]


def test_a_stale_save_is_refused_with_what_is_stored(attached, author, assistant):
    save_attachment(attachment=attached, edit=edit(Words("水渠清单", "代填的。"), tab="b"), by=assistant, at=MOMENT)
    with pytest.raises(StaleAttachment) as stale:
        save_attachment(attachment=attached, edit=edit(Words("水渠清单", "作者的。")), by=author, at=MOMENT)
    assert stale.value.words == Words("水渠清单", "代填的。")
    assert Attachment.objects.get(pk=attached.pk).body == "代填的。"


def test_the_same_words_are_no_conflict_others_of_the_same_page_are(attached, author, assistant):
    typed = Words("水渠清单", "一样的。")
    save_attachment(attachment=attached, edit=edit(typed, tab="b"), by=assistant, at=MOMENT)
    assert save_attachment(attachment=attached, edit=edit(typed), by=author, at=MOMENT).version == 2
    again = edit(Words("水渠清单", "又改了。"), base=typed, tab="b")  # its answer was lost on the way
    with pytest.raises(StaleAttachment):
        save_attachment(attachment=attached, edit=again, by=assistant, at=MOMENT)
    assert Attachment.objects.get(pk=attached.pk).body == "一样的。"


def test_moved_up(report, attached, author):
    others = [add_attachment(report=report, title=title, by=author, at=MOMENT) for title in ("甲", "乙")]
    move_attachment_up(attachment=others[1], by=author, at=MOMENT)
    move_attachment_up(attachment=others[1], by=author, at=MOMENT)
    move_attachment_up(attachment=others[1], by=author, at=MOMENT)
    assert listed(report) == [("乙", ""), ("水渠清单", ""), ("甲", "")]


def test_deleted_only_as_it_was_shown(report, attached, author):
    save_attachment(attachment=attached, edit=edit(Words("水渠清单", "新的。")), by=author, at=MOMENT)
    with pytest.raises(Refused):
        delete_attachment(attachment=attached, version=1, by=author, at=MOMENT)
    assert listed(report) == [("水渠清单", "新的。")]
    delete_attachment(attachment=attached, version=2, by=author, at=MOMENT)
    assert listed(report) == []


def test_saving_a_deleted_one_is_refused(attached, author):
    delete_attachment(attachment=attached, version=1, by=author, at=MOMENT)
    with pytest.raises(Refused):
        save_attachment(attachment=attached, edit=edit(Words("水渠清单", "晚了。")), by=author, at=MOMENT)


def test_no_more_than_a_note_can_list(report, author):
    numbers = range(1, LARGEST.attachments + 1)
    Attachment.objects.bulk_create(Attachment(report=report, position=n, title="表") for n in numbers)
    with pytest.raises(Refused, match="31"):
        add_attachment(report=report, title="又一张表", by=author, at=MOMENT)


CHANGES = {
    "add": lambda row, by: add_attachment(report=row.report, title="表", by=by, at=MOMENT),
    "save": lambda row, by: save_attachment(attachment=row, edit=edit(Words("改", "")), by=by, at=MOMENT),
    "move": lambda row, by: move_attachment_up(attachment=row, by=by, at=MOMENT),
    "delete": lambda row, by: delete_attachment(attachment=row, version=1, by=by, at=MOMENT),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_submitted_report_is_locked(report, attached, author, change):
    submit_report(report=report, by=author, at=MOMENT)
    with pytest.raises(Refused):
        change(attached, author)
    assert listed(report) == [("水渠清单", "")]


def test_one_without_a_title_stands_in_the_way_of_submitting(report, attached, author):
    save_attachment(attachment=attached, edit=edit(Words("", "一条。")), by=author, at=MOMENT)
    assert [finding.code for finding in progress_of(report).findings] == [Code.ATTACHMENT_UNTITLED]


def test_a_report_starts_with_the_attachments_of_its_file(cycle, author):
    long = "长" * 201
    content = ReportContent(
        "述职", "", "", "", attachments=(AttachmentContent("清单", "甲。"), AttachmentContent(long, "乙。"))
    )
    started = start_report(
        participant=enrol(cycle, author), by=author, at=MOMENT, manuscript=Manuscript.from_content(content)
    )
    assert listed(started) == [("清单", "甲。"), ("长" * 200, f"{long}\n乙。")]
