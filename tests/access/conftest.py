import json
from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.actions.evidence import add_evidence
from reports.actions.ledger import begin_ledger
from reports.actions.ledger_import import upload_rows
from reports.actions.ledger_row import LedgerRowEdit, add_row
from reports.actions.report import submit_report, withdraw_report
from reports.actions.roll_import import upload_list
from reports.actions.unit_file import store_unit_file
from reports.actions.unit_file_plan import plan_unit_file
from reports.actions.word_list import list_words
from reports.documents.spreadsheets import SpreadsheetRow, SpreadsheetTable
from reports.models import (
    Assistance,
    Attachment,
    Batch,
    Comment,
    Confirmation,
    Cycle,
    Notice,
    Passkey,
    SavedView,
    Session,
    Shortcoming,
    StageReviewer,
    WordListEntry,
)
from reports.models.promise import PromiseOrigin, promise_key
from reports.prose.anchoring.reanchor import anchor_passage
from reports.prose.content import ReportContent
from reports.prose.proofreading import ListedKind, ListedWord

from ..factories import MOMENT, PASSWORD, UserFactory, enrol

ROLES = ["author", "assistant", "reviewer", "organiser", "auditor", "administrator", "stranger", "signed_out"]
ASKED = {"label": "走访次数", "unit": "次", "kind": "number"}
EMPTY_GRID = {"rows": 0, "columns": 0, "initial-heading": "", "initial-body": ""}
BOUND = {"measure": "count", "since": "2026-01-01", "until": "2026-12-31"}
TEXT = "述职报告\n一、抓学习。全年学习不断。\n二、抓落实。事事有着落。"


@pytest.fixture
def people(author, assistant, reviewer, organiser, auditor, administrator, stranger, bureau):
    """By role; nobody is signed in for `signed_out`. One colleague more, whom anybody may name as assistant."""
    UserFactory.create(username="liang", unit=bureau)
    cast = [author, assistant, reviewer, organiser, auditor, administrator, stranger, None]
    return dict(zip(ROLES, cast, strict=True))


@pytest.fixture
def draft(report, author, take):
    """Submitted once and withdrawn before anybody looked: a draft with a version."""
    take(lambda: submit_report(report=report, by=author, at=MOMENT))
    take(lambda: withdraw_report(report=report, by=author, at=MOMENT))
    report.refresh_from_db()
    return report


@pytest.fixture
def other_cycle(cycle, county, outline):
    """A second open round, in which nobody has a report yet."""
    return Cycle.objects.create(
        year=2026,
        name="2026年专项述职",
        report_title="专项述职报告",
        unit=county,
        outline=outline,
        due=date(2026, 12, 1),
        opened_at=MOMENT - timedelta(days=1),
    )


def create_comment(section, person):
    """A suggestion of the author's own, stored directly: nobody comments on an approved report any more."""
    read = None if section.report.is_open else section.report.revisions.order_by("number").last()
    comment = Comment(section=section, author=person, replacement="下村", created_at=MOMENT, changed_at=MOMENT)
    comment.made_on = read
    comment.mark = anchor_passage(section.body, 0, 3)
    comment.original_quote = comment.quote
    comment.save()
    return comment


def passkey_of(person):
    passkey, _created = Passkey.objects.get_or_create(
        person=person, defaults={"credential_id": b"1", "public_key": b"", "sign_count": 0, "added_at": MOMENT}
    )
    return passkey.pk


def elsewhere(person):
    """A sign-in of this person in another browser."""
    session, _created = Session.objects.get_or_create(
        session_key="a-browser-of-the-author",
        defaults={
            "person": person,
            "sitting": "elsewhere",
            "expire_date": timezone.now() + timedelta(hours=1),
            "began_at": MOMENT,
            "last_used_at": timezone.now(),
        },
    )
    return session.sitting


def upload_roll(cycle, organiser):
    """A list of which nothing is on the roll yet."""
    rows = (SpreadsheetRow(2, ("张三", "水务局")), SpreadsheetRow(3, ("", "水务局")))
    return upload_list(
        cycle=cycle, name="名册.xlsx", file=SpreadsheetTable(1, ("姓名", "单位"), rows), by=organiser, at=MOMENT
    )


def upload_receptions(ledger, person):
    """A list of which nothing is in the ledger yet; one row of it is refused."""
    rows = (SpreadsheetRow(2, ("3月10日", "1", "2", "水")), SpreadsheetRow(3, ("去年", "1", "2", "电")))
    table = SpreadsheetTable(1, ("日期", "批次", "人次", "事项"), rows)
    return upload_rows(ledger=ledger, name="接访.xlsx", table=table, year=2026, by=person, at=MOMENT)


def store_visits(cycle, organiser, person):
    """A unit's file with one row, about the person."""
    table = SpreadsheetTable(1, ("姓名", "走访次数"), (SpreadsheetRow(2, (person.name, "9")),))
    digest = plan_unit_file(cycle=cycle, source="月报", table=table).digest
    said = {"source": "月报", "name": "月报.xlsx", "table": table, "digest": digest}
    return store_unit_file(cycle=cycle, **said, by=organiser, at=MOMENT)


def places_of_unit_files(report, organiser, figure):
    stored = store_visits(report.cycle, organiser, report.author)
    round_ = {"cycle_pk": report.cycle_id}
    one = round_ | {"pk": stored.pk}
    file = SimpleUploadedFile("a.csv", f"姓名,走访次数\n{report.author.name},8\n".encode())
    return {
        "unit_files": (round_, {"file": file, "source": "公报"}),
        "unit_file": (one, {}),
        "unit_file_delete": (one, {}),
        "figure_file": (
            {"report_pk": report.pk, "figure_pk": figure.pk, "pk": stored.pk},
            {"column": "走访次数"},
        ),
    }


def places_of_ledgers(author):
    """One row in the author's ledger."""
    ledger = begin_ledger(slug="reception", person=author, by=author, at=MOMENT)
    cells = {"日期": "2026-03-08", "批次": "1", "人次": "3", "事项": "土地流转"}
    row = add_row(ledger=ledger, edit=LedgerRowEdit(cells, 0, "tab"), by=author, at=MOMENT)
    here = {"ledger_pk": ledger.pk}
    typed = {"version": 1, "tab": "a", **{f"cell-{n}": text for n, text in ((0, "3月9日"), (2, 1), (3, 4), (4, "水"))}}
    one = here | {"row_pk": row.pk}
    return {
        **places_of_ledger_kinds(),
        "ledgers": ({}, {"owner": f"person-{author.pk}", "kind": "research"}),
        "ledger": (here, {}),
        **places_of_ledger_imports(ledger, author),
        "ledger_row_new": (here, typed | {"version": 0}),
        "ledger_row": (one, typed),
        **places_of_evidence(row, author),
        "ledger_row_delete": (one, {"version": 1}),
        "ledger_row_restore": (one, {}),
    }


def places_of_promises(section, author):
    """An open row of last year's 整改台账, to be answered."""
    ledger = begin_ledger(slug="rectification", person=author, by=author, at=MOMENT)
    cells = {"发现日期": "2025-03-08", "问题": "渠道渗漏。", "责任人": "林晓", "状态": "整改中"}
    row = add_row(ledger=ledger, edit=LedgerRowEdit(cells, 0, "tab"), by=author, at=MOMENT)
    one = {"report_pk": section.report_id}
    return {
        "promises": (one, {}),
        "promise": (
            one | {"key": promise_key(PromiseOrigin.LEDGER_ROW, row.pk)},
            {"version": 0, "tab": "a", "state": "done", "text": "已办。"},
        ),
        "promise_passage": (one, {"section": f"{section.pk}-{section.version}", "text": "已办。"}),
    }


def places_of_shortcomings(section, author):
    """One problem that is listed, with neither cause nor measure."""
    listed = Shortcoming.objects.filter(report=section.report_id).first() or Shortcoming.objects.create(
        report_id=section.report_id, position=1, problem="走得少。", saved_at=MOMENT, saved_by=author
    )
    report, one = {"report_pk": section.report_id}, {"report_pk": section.report_id, "shortcoming_pk": listed.pk}
    typed = {"version": listed.version, "tab": "a", "problem": "走得不多。"}
    return {
        "shortcomings": (report, {f"place-{listed.pk}": 1}),
        "shortcoming_new": (report, typed),
        "shortcoming_mark": (report, {}),
        "shortcoming_passage": (report, {"section": f"{section.pk}-{section.version}", "text": "走得少。"}),
        "shortcoming_ledger": (report, {}),
        "shortcoming": (one, typed),
        "shortcoming_delete": (one, {"version": listed.version}),
    }


def _empty_pdf():
    written = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(written)
    return written.getvalue()


def _empty_zip():
    written = BytesIO()
    ZipFile(written, "w").close()
    return written.getvalue()


def places_of_evidence(row, author):
    hung = add_evidence(row=row, name="纪要.pdf", data=_empty_pdf(), ending="pdf", by=author, at=MOMENT)
    here = {"ledger_pk": row.ledger_id, "row_pk": row.pk}
    one = here | {"pk": hung.pk}
    return {"evidence_add": (here, {}), "evidence": (one, {}), "evidence_remove": (one, {})}


def places_of_word_lists(unit, organiser):
    list_words(unit=unit, entries=[ListedWord(ListedKind.WRONG_WORD, "水厂", "水站")], by=organiser, at=MOMENT)
    here = {"unit_pk": unit.pk}
    return {
        "word_lists": ({}, {}),
        "word_list": (here, {"seen": "类别,词语,改用\r\n错词,渠到,渠道\r\n"}),
        "word_list_file": (here, {}),
        "word_list_switch": (here | {"pk": WordListEntry.objects.get().pk}, {}),
    }


def places_of_ledger_kinds():
    lines = {"column-TOTAL_FORMS": 1, "column-INITIAL_FORMS": 0, "column-0-name": "日期", "column-0-type": "date"}
    lines |= {"column-0-is_required": "on", "column-0-meaning": "dated_by", "base": 1}
    return {
        "ledger_kinds": ({}, {}),
        "ledger_kind_new": ({}, lines),
        "ledger_kind": ({"slug": "research"}, lines | {"reason": "只留日期。", "save": 1}),
    }


def places_of_ledger_imports(ledger, author):
    here = {"ledger_pk": ledger.pk}
    one = here | {"pk": upload_receptions(ledger, author).pk}
    file = SimpleUploadedFile("a.csv", "日期,批次,人次,事项\n3月10日,1,2,水\n".encode())
    columns = {f"column-{place}": name for place, name in enumerate(["日期", "批次", "人次", "事项"])}
    return {
        "ledger_import": (here, {"file": file, "year": 2026}),
        "ledger_import_preview": (one, {"digest": "x"}),
        "ledger_import_columns": (one, columns),
        "ledger_import_refused": (one, {}),
    }


def places_of_batches(report, organiser):
    """One that has ended, with a file."""
    round_ = {"cycle_pk": report.cycle_id}
    told = {"kind": "collect", "cycle_id": report.cycle_id, "by": organiser, "file": "batches/tried/collected.zip"}
    batch, is_new = Batch.objects.get_or_create(**told, defaults={"asked_at": MOMENT, "ended_at": MOMENT})
    if is_new:
        default_storage.save(batch.file, ContentFile(_empty_zip()))
    one = round_ | {"pk": batch.pk}
    return {
        "collect": (round_, {"kinds": ["pdf"], "digest": "x"}),
        "publish_many": (round_, {"digest": "x"}),
        "extend_many": (round_, {"digest": "x"}),
        "exempt_many": (round_, {"digest": "x"}),
        "remind_many": (round_, {"digest": "x"}),
        "assign_many": (round_, {"digest": "x"}),
        "remind_reviewers": (round_, {"digest": "x"}),
        "substitute_many": (round_, {"digest": "x"}),
        "batches": (round_, {}),
        "reminders": (round_, {}),
        "batch": (one, {}),
        "batch_cancel": (one, {}),
        "batch_undo": (one, {}),
        "batch_file": (one, {}),
    }


def places_of_settings(cycle, participant_pk):
    """A round whose outline is being corrected."""
    if cycle.corrected_outline is None:
        cycle.corrected_outline = cycle.outline.copy("更正稿")
        cycle.save()
        cycle.corrected_outline.sections.filter(position=1).update(title="开头", figures=[ASKED])
    round_, section = {"cycle_pk": cycle.pk}, cycle.corrected_outline.sections.first()
    one = round_ | {"pk": section.pk}
    asked = {"title": "导语", "kind": "opening", "min_characters": 0, "max_characters": 0}
    dates = {"name": cycle.name, "report_title": cycle.report_title, "due": "2026-12-24"}
    rules = {"min_problems_share": 0, "max_characters": 0, "byline_place": "title", "reason": "顺延。"}
    rules |= {"min_problems": 0, "longest_sentence": 150, "rounding_method": "half_up", "rounding_places": 1}
    new = {"unit": cycle.unit_id, "year": 2027, "name": "明年", "report_title": "述职报告", "due": "2027-12-20"}
    figure = one | {"number": 1}
    return {
        "outline_figure": (figure, {}),
        "outline_figure_bind": (figure | {"slug": "reception"}, BOUND),
        "cycle_new": ({}, new),
        "cycle_settings": (round_, dates | rules),
        "cycle_changes": (round_, {}),
        "cycle_open": (round_, {}),
        "cycle_take_back": (round_, {}),
        "cycle_extend": (round_, {"due": "2026-12-24", "reason": "雪灾。"}),
        "cycle_close": (round_, {"decision": "kept", "reason": "住院。", "all": 1}),
        "cycle_close_now": (round_, {}),
        "cycle_reopen": (round_, {"reason": "补交。"}),
        "cycle_grades": (round_, {}),
        "grade": (round_ | {"pk": participant_pk}, {"grade": "", "reason": "补评。"}),
        "outline": (round_, {"numbering": "headed"}),
        "outline_correct": (round_, {}),
        "outline_discard": (round_, {}),
        "outline_apply": (round_, {"reason": "补一节。"}),
        "outline_preview": (round_, asked),
        "outline_pdf": (round_, {}),
        "outline_section_new": (round_, asked),
        "outline_section": (one, asked),
        "outline_section_up": (one, {}),
        "outline_section_down": (one, {}),
        "outline_section_divide": (one, {"title": "又一节", "from_paragraph": 1}),
        "outline_section_delete": (one, {}),
    }


@pytest.fixture
def places(people, other_cycle):
    """For a report: what stands in the path of each address, and what a right post to it holds."""

    def of(report):
        author = people["author"]
        one = report.sections.get(position=4)
        two = report.sections.get(position=3)
        figure = report.figures.get(label="走访次数")
        other = report.figures.get(label="管网长度")
        typed = {"version": one.version, "tab": "a", "heading": "", "body": one.body + "又添一句。"}
        start = {"participant_pk": enrol(other_cycle, author).pk}
        here = {"report_pk": report.pk}
        round_ = {"cycle_pk": report.cycle_id}
        rule, _created = StageReviewer.objects.get_or_create(
            stage=report.cycle.stages.first(), unit=report.unit, reviewer=people["reviewer"]
        )
        here_list = round_ | {"pk": upload_roll(report.cycle, people["organiser"]).pk}
        here_section = here | {"section_pk": one.pk}
        remaining = {"text": TEXT, "kind-0": "duty", "kind-1": "duty"}
        comment = create_comment(one, author)
        answered = create_comment(one, author)
        reply = answered.replies.create(author=author, text="我自己补一句。", created_at=MOMENT)
        here_comment = here | {"comment_pk": comment.pk}
        here_reply = here | {"comment_pk": answered.pk, "reply_pk": reply.pk}
        told = Notice.objects.create(
            recipient=author, kind="commented", report=report, actor=people["reviewer"], at=MOMENT
        )
        view, _created = SavedView.objects.get_or_create(
            person=people["organiser"], list="cycle_reports", name="全部", query=""
        )
        ledgers = places_of_ledgers(author)
        asking = {"subject": "is_auditor", "person": author, "line": report.unit, "asked_by": people["administrator"]}
        asked, _created = Confirmation.objects.get_or_create(**asking, defaults={"asked_at": MOMENT})
        attachment, _created = Attachment.objects.get_or_create(report=report, position=1, defaults={"title": "清单"})
        here_attachment = here | {"attachment_pk": attachment.pk}
        source = ReportContent("述职报告", "", "", "").to_dict()
        new = "xin-shuiqu-2027"
        return {
            "home": ({}, {}),
            "sign_in": ({}, {"username": "nobody", "password": "wrong"}),
            "first_sign_in": ({}, {"username": "nobody", "code": "0", "password1": new, "password2": new}),
            "token": ({}, {}),
            "sign_out": ({}, {}),
            "large_print": ({}, {"large": "on", "next": "/"}),
            "password": ({}, {"old_password": PASSWORD, "new_password1": new, "new_password2": new}),
            "second_factor": ({}, {}),
            "oidc": ({}, {}),
            "oidc_back": ({}, {}),
            "oidc_end": ({}, {}),
            "second_factor_check": ({}, {"typed": "000000"}),
            "passkeys": ({}, {"begin": "begin", "name": "U盘", "typed": "000000"}),
            "passkey_remove": ({"pk": passkey_of(author)}, {}),
            "sessions": ({}, {}),
            "sessions_end": ({}, {}),
            "session_end": ({"sitting": elsewhere(author)}, {}),
            "assistants": ({}, {"person": "liang"}),
            "assistance_accept": ({"pk": Assistance.objects.get().pk}, {}),
            "assistance_end": ({"pk": Assistance.objects.get().pk}, {}),
            "mail": ({}, {"mail": "daily", "mail_language": "en"}),
            "set_language": ({}, {"language": "en", "next": "/"}),
            "roll_import": (round_, {"file": SimpleUploadedFile("a.csv", "姓名,单位\n张三,水务局\n".encode())}),
            "roll_import_preview": (here_list, {"digest": "x"}),
            "roll_import_columns": (here_list, {"column-0": "name", "column-1": "unit"}),
            "roll_import_refused": (here_list, {}),
            "roll_export": (round_, {}),
            "participant": (
                {"participant_pk": report.participant_id},
                {"unit": report.unit_id, "post": "局长", "state": "writing", "category": "正职"},
            ),
            "transfer": (
                {"participant_pk": report.participant_id},
                {"on": "2026-07-01", "unit": report.unit_id, "post": "副县长", "reports": "both"},
            ),
            "participant_remove": ({"participant_pk": report.participant_id}, {}),
            "participant_new": (round_, {"person": author.pk}),
            "person_new": (round_, {"name": "新人", "unit": report.unit_id, "staff_number": "7001"}),
            "roll_proposal": (round_, {"source": "posts", "count": 3}),
            "slips": (round_, {"delivery": "paper", "count": 1}),
            "slip": ({"person_pk": author.pk}, {"delivery": "paper"}),
            "slip_withdraw": ({"person_pk": author.pk}, {}),
            "cycle": (round_, {}),
            **ledgers,
            **places_of_batches(report, people["organiser"]),
            **places_of_settings(report.cycle, report.participant_id),
            "participants": (round_, {}),
            "cycle_reports": (round_, {}),
            "cycle_reviews": (round_, {}),
            "reconciliation": (round_, {}),
            "contradiction": (round_ | {"key": "0" * 32}, {"text": "请核对。"}),
            "view_save": (round_, {"list": "participants", "name": "迟交", "query": "late=on"}),
            "view_remove": (round_ | {"pk": view.pk}, {}),
            "person": ({"person_pk": author.pk}, {}),
            "start": (start, {"text": TEXT}),
            "start_from_outline": (start, {}),
            "start_from_text": (start, remaining),
            "start_from_file": (start, {"source": json.dumps(source)}),
            "reports": ({}, {}),
            "report": (here, {}),
            "title": (here, {"title": "述职", "salutation": ""}),
            "section": (here_section, typed),
            "fill": (here_section, {"version": 1, "tab": "a"}),
            "section_table": (here_section | {"number": 1}, typed | EMPTY_GRID),
            "fill_report": (here, {}),
            "number_open": (here_section, {"start": 0, "excerpt": "没有"}),
            "number_waive": (here_section, {"start": 0, "excerpt": "没有"}),
            **{
                name: (here | {"figure_pk": figure.pk}, {})
                for name in ("figure_ledgers", "figure_basis", "figure_take")
            },
            **places_of_unit_files(report, people["organiser"], figure),
            **places_of_word_lists(report.unit, people["organiser"]),
            "figure_formula": (
                here | {"figure_pk": figure.pk},
                {"operation": "product", "operand-0": f"this-{other.pk}", "operand-1": f"this-{other.pk}"},
            ),
            "figure_evidence": (here | {"figure_pk": figure.pk, "pk": ledgers["evidence"][0]["pk"]}, {}),
            "figure_keep": (here | {"figure_pk": figure.pk}, {"reason": "补报一次。"}),
            "figure_release": (here | {"figure_pk": figure.pk}, {}),
            "figure_bind": (
                here | {"figure_pk": figure.pk, "ledger_pk": ledgers["ledger"][0]["ledger_pk"]},
                {"measure": "count", "since": "2026-01-01", "until": "2026-12-31"},
            ),
            "figure": (here | {"figure_pk": figure.pk}, {"kind": "number", "unit": "次", "source": ""}),
            "attachments": (here, {"title": "清单"}),
            "attachment": (here_attachment, {"version": 1, "tab": "a", "heading": "清单", "body": "一条。"}),
            "attachment_table": (
                here_attachment | {"number": 1},
                EMPTY_GRID | {"version": 1, "tab": "a", "heading": "清单", "initial-body": "一条。"},
            ),
            "attachment_up": (here_attachment, {}),
            "attachment_delete": (here_attachment, {"version": 1}),
            **places_of_promises(one, author),
            **places_of_shortcomings(one, author),
            "check": (here, {}),
            "words_waive": (here, {"key": "0:nothing", "reason": "没有"}),
            "words_ask": (here, {"key": "0:nothing"}),
            "submit": (here, {}),
            "withdraw": (here, {}),
            "answers": (here, {}),
            "read": (here, {}),
            "pdf": (here, {}),
            "file": (here | {"kind": "txt"}, {}),
            "publication": (here | {"number": 1}, {}),
            "archive_package": (here, {}),
            "revisions": (here, {}),
            "copies": (here, {}),
            "revision": (here | {"number": 1}, {}),
            "compare": (here, {}),
            "comment": (here_section, {"text": "再写具体些。"}),
            "comment_figure": (here | {"section_pk": two.pk}, {"figure": "管网长度", "text": "与台账不符。"}),
            "suggestions": (here_section, {}),
            "comment_news": (here, {}),
            "presence": (here, {}),
            "comment_edit": (here_comment, {"text": "再写具体些。", "replacement": "下村"}),
            "comment_delete": (here_comment, {}),
            "comment_reply": (here_comment, {"text": "好。"}),
            "reply_edit": (here_reply, {"text": "好的。"}),
            "reply_delete": (here_reply, {}),
            "comment_resolve": (here_comment, {}),
            "comment_reopen": (here_comment, {}),
            "comment_confirm": (here_comment, {"start": 0, "end": 2}),
            "comment_reattach": (here_comment, {"words": "走得不够多"}),
            "suggestion_accept": (here_comment, {}),
            "suggestion_decline": (here_comment, {"text": "原文更准。"}),
            "open": (here, {}),
            "return": (here, {f"reason-{one.pk}": "再写具体些。"}),
            "return_draft": (here_section, {"text": "再写具体些。"}),
            "notices": ({}, {}),
            "notices_read": ({}, {}),
            "notice": ({"notice_pk": told.pk}, {}),
            "agree": (here, {}),
            "publish": (here, {}),
            "correct": (here, {"reason": "数字有误。", "sections": [one.pk]}),
            "cycle_reviewers": (round_, {}),
            "spread": (round_, {"stage": report.cycle.stages.first().pk, "people": "liang", "digest": "0"}),
            "hand_over": (
                round_ | {"person_pk": people["reviewer"].pk},
                {"which": "all", "people": "liang", "reason": "外出"},
            ),
            "stages": (round_, {"stage": report.cycle.stages.first().pk, "unit": report.unit_id, "reviewer": "liang"}),
            "stage_new": (round_, {"name": "领导审定"}),
            "stage": (round_ | {"pk": report.cycle.stages.first().pk}, {"name": "领导审定"}),
            "stage_remove": (round_ | {"pk": report.cycle.stages.first().pk}, {}),
            "stage_reviewer_remove": (round_ | {"pk": rule.pk}, {}),
            "reviewers": (here, {"stage": report.cycle.stages.first().pk, "reviewer": "liang"}),
            "reviewer_remove": (here | {"pk": report.reviews.first().pk}, {}),
            "reviews": ({}, {}),
            "log": ({}, {}),
            "confirmations": ({}, {}),
            "confirmation_confirm": ({"pk": asked.pk}, {}),
            "confirmation_decline": ({"pk": asked.pk}, {}),
        }

    return of


@pytest.fixture
def attempt(places, people, visit):
    """What a role is answered, for each (name, method). All are tried on the same state: what one changes is undone."""

    known = {}

    def by_address(report, role, addresses):
        of = known[report] if report in known else known.setdefault(report, places(report))
        session = visit(people[role]).cookies if people[role] else {}
        answers = {}
        client = Client(headers={"accept-language": "en"})
        for name, method in addresses:
            path, data = of[name]
            client.cookies.clear()
            client.cookies.update(session)
            with transaction.atomic():
                sent = {"data": data} if method == "POST" else {}
                answers[name, method] = getattr(client, method.lower())(reverse(name, kwargs=path), **sent)
                transaction.set_rollback(True)
        return answers

    return by_address
