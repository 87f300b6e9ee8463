"""What is held about a person is theirs, and no word that others wrote in confidence goes with it."""

import json
import stat
from datetime import timedelta
from io import StringIO
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils.translation import override

from reports.actions.comment import add_comment
from reports.actions.ledger import begin_ledger
from reports.actions.ledger_row import LedgerRowEdit, add_row
from reports.actions.review import agree
from reports.documents.evidence import store_evidence
from reports.models import (
    Event,
    Evidence,
    Passkey,
    ReturnDraft,
    Review,
    SecondFactor,
    Session,
    SignInSlip,
    UnitFile,
    UnitFileRow,
    User,
    Waiver,
)

from ..factories import MOMENT, UserFactory, write_report

# Each key to a person in the database, and where what hangs on it is in the file.
HELD = {
    "Assistance.assistant": "assistance",
    "Assistance.author": "assistance",
    "Comment.author": "said in reports",
    "Confirmation.person": "rights asked for",
    "Event.actor": "log",
    "Ledger.person": "ledgers",
    "Notice.recipient": "notices",
    "Opinion.by": "said in reports",
    "Participant.person": "on the rolls",
    "Passkey.person": "passkeys",
    "ReadReceipt.reader": "read",
    "Reminder.person": "reminders",
    "Reply.author": "said in reports",
    "Report.author": "reports",
    "ReturnDraft.by": "drafts of returns",
    "ReturnReason.by": "said in reports",
    "Review.reviewer": "reviews",
    "SavedView.person": "saved lists",
    "SecondFactor.person": "second factor",
    "Session.person": "sign-ins",
    "SignInSlip.person": "sign-in slips",
    "Unit.organisers": "account",
    "UnitFileRow.person": "units' files",
    "Waiver.by": "reasons why words stay",
}
# Who did something to a thing of the office, of which the log has a row; a rule; or nothing that lasts.
NOT_HELD = {
    *(
        "Attachment.saved_by",
        "Section.saved_by",
        "LedgerRow.saved_by",
        "Shortcoming.saved_by",
        "PromiseAnswer.saved_by",
    ),
    *("Batch.by", "CycleChange.by", "Evidence.uploaded_by", "LedgerImport.uploaded_by", "RollImport.uploaded_by"),
    *(
        "Publication.published_by",
        "Revision.created_by",
        "Substitution.by",
        "UnitFile.stored_by",
        "Comment.resolved_by",
    ),
    *("Confirmation.asked_by", "Confirmation.decided_by", "SignInSlip.issued_by", "LedgerKindVersion.created_by"),
    *("Notice.actor", "WordListEntry.changed_by", "LogEntry.user", "StageReviewer.set_by", "StageReviewer.reviewer"),
    *("Substitution.former", "Substitution.substitute", "CycleChange.person"),  # between others; reviews are told
    *("Comment.mentioned", "Reply.mentioned"),  # the words of others; notices are told
    *("Presence.person", "RememberedHead.person", "RecoveryCode.person"),
}

CELLS = {"日期": "2026-03-08", "批次": "1", "人次": "3", "事项": "自己的记录", "办理结果": "已化解"}
IN_CONFIDENCE = ["审阅人之间的话", "还没有退回的理由", "别人的报告正文", "尚未公开的意见"]


def export(person, target):
    out = StringIO()
    with override("en"):
        call_command("export_person", person, str(target), stdout=out)
    return out.getvalue()


def read(target):
    with ZipFile(target) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def target(tmp_path):
    return tmp_path / "person.zip"


@pytest.fixture
def spoken_of(in_review, reviewer, author, bureau, cycle):
    """A report under review: what its author reads, and what they do not."""
    section = in_review.sections.get(position=4)
    at = MOMENT + timedelta(days=2)
    add_comment(section=section, read=section.body, passage=None, text="请写具体", by=reviewer, at=at)
    add_comment(
        section=section,
        read=section.body,
        passage=None,
        text=IN_CONFIDENCE[0],
        for_reviewers_only=True,
        by=reviewer,
        at=at,
    )
    ReturnDraft.objects.create(section=section, by=reviewer, text=IN_CONFIDENCE[1], read=1, at=at)
    second = UserFactory.create(name="后审", unit=bureau)
    Review.objects.create(report=in_review, stage=in_review.stage, reviewer=second, opened_at=at)
    agree(report=in_review, by=reviewer, opinion=IN_CONFIDENCE[3], at=at)
    other = write_report(cycle, UserFactory.create(name="别人", unit=bureau))
    other.sections.filter(position=4).update(body=IN_CONFIDENCE[2])
    section = other.sections.get(position=4)
    add_comment(section=section, read=section.body, passage=None, text="自己说别人的话", by=author, at=at)
    return in_review


def test_it_has_what_is_the_persons_and_nothing_of_others(spoken_of, author, target):
    export("lin", target)
    said = read(target)["person.json"].decode()
    for words in ("请写具体", "到村组走得不够多", "自己说别人的话", "林晓"):
        assert words in said
    assert [words for words in IN_CONFIDENCE if words in said] == []
    for secret in (author.password, "后审"):
        assert secret not in said


def test_an_opinion_comes_with_the_time_at_which_its_author_reads_it(approved, reviewer, target):
    export("lin", target)
    (report,) = json.loads(read(target)["person.json"])["reports"]
    assert [opinion["by"] for opinion in report["opinions"]] == ["赵桥"]
    assert "grade" not in report["opinions"][0]


def test_files_come_as_they_are(on_disk, author, target):
    ledger = begin_ledger(slug="reception", person=author, by=author, at=MOMENT)
    row = add_row(ledger=ledger, edit=LedgerRowEdit(CELLS, 0, ""), by=author, at=MOMENT)
    data = {"uploaded_at": MOMENT, "uploaded_by": author, "ending": "pdf", "row": row}
    first = Evidence.objects.create(name="一", size=2, sha256=store_evidence(b"11"), **data)
    lost = Evidence.objects.create(name="二", size=2, sha256="0" * 64, **data)
    assert (
        export("lin", target) == f"{target}: 2 files, readable by you alone. Hand it to the person, to nobody else.\n"
    )
    found = read(target)
    assert (found.pop(f"files/evidence-{first.pk}.pdf"), [*found]) == (b"11", ["person.json"])
    told = json.loads(found["person.json"])
    assert told["files that are missing in the store"] == [f"evidence-{lost.pk}.pdf"]
    assert [row["cells"]["事项"] for row in told["ledgers"]] == ["自己的记录"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_nobody_of_that_name(db, target):
    with pytest.raises(CommandError, match="Nobody has the sign-in name or staff number none"):
        export("none", target)
    assert not target.exists()


def test_a_target_that_cannot_be_written(author, tmp_path):
    with pytest.raises(CommandError, match="There is no such file or folder"):
        export("lin", tmp_path / "none" / "person.zip")


def test_every_key_to_a_person_is_told_of_or_says_why_not(author, target):
    export("lin", target)
    said = json.loads(read(target)["person.json"])
    keys = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.related_model is User and not field.auto_created
    }
    assert (keys, {*HELD} & NOT_HELD) == ({*HELD} | NOT_HELD, set())
    assert {*HELD.values()} == {*said} - {"files that are missing in the store"}


@pytest.fixture
def full_life(report, author, bureau, cycle):
    """A row of each kind that hangs on nothing but the person."""
    other = UserFactory.create(name="别人", unit=bureau)
    Waiver.objects.create(report=report, key="sum:1", reason="写明了理由", by=author, at=MOMENT)
    ReturnDraft.objects.create(section=report.sections.get(position=4), by=author, text="要退回的话", read=1, at=MOMENT)
    file = UnitFile.objects.create(cycle=cycle, source="公报", stored_at=MOMENT, stored_by=other)
    for row, person in enumerate([author, other], start=2):
        UnitFileRow.objects.create(file=file, number=row, person=person, values={"接访批次": f"{row}"})
        Passkey.objects.create(
            person=person,
            name=f"{person.name}的手机",
            credential_id=b"%d" % row,
            public_key=b"k",
            sign_count=0,
            added_at=MOMENT,
        )
        Session.objects.create(
            session_key=f"schluessel{row}",
            expire_date=MOMENT,
            person=person,
            sitting=f"s{row}",
            address=f"192.0.2.{row}",
            agent="Firefox",
            began_at=MOMENT,
            last_used_at=MOMENT,
        )
    SignInSlip.objects.create(
        person=author,
        delivery="paper",
        code_hash="geheim",
        issued_at=MOMENT,
        issued_by=other,
        expires_at=MOMENT + timedelta(days=1),
    )
    second = SecondFactor(person=author, begun_at=MOMENT)
    second.secret = "GEHEIMNIS"
    second.save()
    bureau.organisers.add(author)
    return second


def test_what_hangs_on_the_person_alone_is_in_it_without_keys(full_life, author, target):
    export("lin", target)
    data = read(target)["person.json"].decode()
    said = json.loads(data)
    assert [row["reason"] for row in said["reasons why words stay"]] == ["写明了理由"]
    assert [row["text"] for row in said["drafts of returns"]] == ["要退回的话"]
    assert [row["values"] for row in said["units' files"]] == [{"接访批次": "2"}]
    assert [row["name"] for row in said["passkeys"]] == ["林晓的手机"]
    assert [(row["address"], row["agent"]) for row in said["sign-ins"]] == [("192.0.2.2", "Firefox")]
    assert ([row["delivery"] for row in said["sign-in slips"]], len(said["second factor"])) == (["paper"], 1)
    assert said["account"]["organises"] == ["水务局"]
    keys = ["geheim", "schluessel", full_life.encrypted_secret, "GEHEIMNIS", "别人的手机", "192.0.2.3"]
    assert [key for key in keys if key in data] == []


def test_it_stands_in_the_log_with_who_ran_the_command(author, target, monkeypatch):
    monkeypatch.setenv("SUDO_USER", "wangli")
    export("lin", target)
    rows = Event.objects.values_list("verb", "actor__username", "report", "detail")
    assert list(rows) == [("exported_outside", "lin", None, "person.json · wangli")]


def test_a_name_that_nobody_has_leaves_no_row(author, target):
    with pytest.raises(CommandError):
        export("none", target)
    assert not Event.objects.exists()
