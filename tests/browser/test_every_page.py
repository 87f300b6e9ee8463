"""Every page, as each role sees it: no accessibility violations (WCAG 2.2 AA, by axe), nobody scrolls sideways, and
(the fixture `complaints`) nothing that the security policy forbids.
"""

import re
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.urls import get_resolver, reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from reports.actions.appointment import set_right
from reports.actions.comment import add_comment
from reports.actions.outline import begin_correction
from reports.actions.reply import reply_to_comment
from reports.actions.review import open_review
from reports.actions.second_factor import begin_second_factor
from reports.models import Batch, Cycle, Ledger, LedgerRow, Passkey, Report, RevisionText, Session, User
from reports.models.confirmation import Subject
from reports.models.promise import promises_of_reports, reports_of_last_year
from reports.pages.reconciliation import reconcile

from ..access.conftest import store_visits, upload_receptions, upload_roll
from .conftest import DESKTOP, PHONE
from .desk import BODY, STATE, open_section, type_at_end
from .office import PASSWORD, write

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
ONLY_POSTED = {
    "number_open",
    "number_waive",
    "words_ask",
    "words_waive",
    "figure_take",
    "figure_file",
    "unit_file_delete",
    "word_list_switch",
    "figure_keep",
    "figure_release",
    "shortcoming_delete",
    "shortcoming_ledger",
    "ledger_row_delete",
    "evidence_add",
    "evidence_remove",
    "ledger_row_restore",
    "sessions_end",
    "session_end",
    "assistance_accept",
    "assistance_end",
    "start_from_outline",
    "start_from_text",
    "start_from_file",
    "attachment_up",
    "cycle_open",
    "cycle_take_back",
    "cycle_close_now",
    "batch_cancel",
    "batch_undo",
    "cycle_reopen",
    "outline_correct",
    "outline_discard",
    "outline_section_up",
    "outline_section_down",
    "outline_section_delete",
    "comment_confirm",
    "comment_delete",
    "comment_reopen",
    "comment_resolve",
    "reply_delete",
    "suggestion_accept",
    "notices_read",
    "confirmation_confirm",
    "confirmation_decline",
    "participant_remove",
    "publish",
    "reviewer_remove",
    "slip_withdraw",
    "stage_remove",
    "stage_reviewer_remove",
    "view_save",
    "view_remove",
    "withdraw",
    "sign_out",
    "set_language",
    "large_print",
}
# Files, answers to scripts, and a way to another page.
NO_PAGES = {
    "oidc",
    "oidc_back",
    "oidc_end",
    "outline_pdf",
    "file",
    "publication",
    "archive_package",
    "roll_export",
    "batch_file",
    "roll_import_refused",
    "ledger_import_refused",
    "word_list_file",
    "evidence",
    "figure_evidence",
    "comment_news",
    "presence",
    "token",
    "notice",
}

DRAFT, SUBMITTED, RETURNED, APPROVED = "zhaoqiming", "sujincheng", "shihaitao", "liangyushu"
COMPLETE, NOT_STARTED = "linxiaofeng", "xieyunzhou"
ORGANISER, AUDITOR, REVIEWER = "tangyaqin", "caomingyuan", "wangbingzheng"
ADMINISTRATOR = "gaozhicheng"

REPORT_PAGES = {
    DRAFT: ["report", "check", "fill_report", "read"],
    COMPLETE: ["check", "submit", "compare", "copies"],
    SUBMITTED: ["report", "check"],
    RETURNED: ["report", "check", "compare", "answers"],
    APPROVED: ["report", "read", "revisions", "pdf"],
}

Visit = Callable[[Page, str], None]


@pytest.fixture
def demonstration(transactional_db) -> None:
    call_command("demo", stdout=StringIO())


@pytest.fixture
def visit(pytestconfig) -> Iterator[Visit]:
    """Looks at the page that is open, at both widths; what is wrong with all pages is told at the end. Asked for with
    `--pictures`, a picture of each is left.
    """
    wrong: list[str] = []
    pictures = pytestconfig.getoption("--pictures")

    def look(page: Page, name: str) -> None:
        for size in [PHONE, DESKTOP]:
            page.set_viewport_size(size)
            if pictures:
                page.screenshot(path=Path(pictures) / f"{size['width']}/{name}.png".replace(" ", "-"), full_page=True)
            wrong.extend(f"{name} at {size['width']} px: {fault}" for fault in faults(page))

    yield look
    assert wrong == []


def faults(page: Page) -> Iterator[str]:
    for violation in Axe().run(page, options=RULES).response["violations"]:
        for node in violation["nodes"]:
            yield f"{violation['id']} {node['target']} {node['html'][:150]} {node['failureSummary']}"
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if too_wide > 0:
        yield f"{too_wide} px too wide"


def own_report(username: str) -> Report:
    return Report.objects.filter(author__username=username).order_by("-cycle__year").first()


def pages() -> Iterator[tuple[str, str, dict]]:
    """(who, name of the URL, its arguments) for all that can be opened."""
    this_year = Cycle.objects.order_by("year").last()
    for name in ["home", "reports", "password", "sessions", "second_factor", "assistants", "mail"]:
        yield COMPLETE, name, {}
    yield NOT_STARTED, "home", {}
    yield NOT_STARTED, "start", {"participant_pk": this_year.participants.get(person__username=NOT_STARTED).pk}
    yield from pages_of_ledgers()
    for username, names in REPORT_PAGES.items():
        for name in names:
            yield username, name, {"report_pk": own_report(username).pk}
    yield from pages_of_writing(own_report(DRAFT))
    yield from pages_of_writing(own_report(RETURNED))
    yield from pages_of_attachments(own_report(COMPLETE))
    yield from pages_of_promises(own_report(COMPLETE))
    yield from pages_of_shortcomings(own_report(COMPLETE))
    yield from pages_of_commenting(own_report(RETURNED))
    yield APPROVED, "revision", {"report_pk": own_report(APPROVED).pk, "number": 1}
    yield RETURNED, "revision", {"report_pk": own_report(RETURNED).pk, "number": 1}
    submitted = own_report(SUBMITTED)
    for name, arguments in [("home", {}), ("reviews", {}), ("open", {"report_pk": submitted.pk})]:
        yield REVIEWER, name, arguments
    open_review(report=submitted, by=User.objects.get(username=REVIEWER), at=timezone.now())
    for name, arguments in [
        ("read", {"report_pk": submitted.pk}),
        ("return", {"report_pk": submitted.pk}),
        ("return_draft", {"report_pk": submitted.pk, "section_pk": submitted.sections.first().pk}),
        ("agree", {"report_pk": submitted.pk}),
    ]:
        yield REVIEWER, name, arguments
    yield RETURNED, "notices", {}
    yield ORGANISER, "home", {}
    yield from pages_of_organising(this_year, submitted)
    yield AUDITOR, "log", {}
    yield from pages_of_confirmations()


def pages_of_confirmations() -> Iterator[tuple[str, str, dict]]:
    """One to confirm, and the same as whoever asked sees it."""
    person, administrator = User.objects.get(username=DRAFT), User.objects.get(username=ADMINISTRATOR)
    set_right(person=person, right=Subject.AUDITOR, held=True, by=administrator, at=timezone.now())
    for username in (AUDITOR, ADMINISTRATOR):
        yield username, "confirmations", {}
    yield ADMINISTRATOR, "slip", {"person_pk": person.pk}


def pages_of_organising(cycle: Cycle, submitted: Report) -> Iterator[tuple[str, str, dict]]:
    stage = cycle.stages.first()
    yield from pages_of_settings(cycle)
    for name in [
        "cycle",
        "participants",
        "cycle_reports",
        "collect",
        "publish_many",
        "extend_many",
        "exempt_many",
        "remind_many",
        "assign_many",
        "remind_reviewers",
        "substitute_many",
        "batches",
        "reminders",
        "cycle_reviews",
        "reconciliation",
        "cycle_reviewers",
        "spread",
        "stages",
        "stage_new",
    ]:
        yield ORGANISER, name, {"cycle_pk": cycle.pk}
    stated = [["泵站", "座", "12", "新建泵站12座。", "120", True]]  # ten times less than last year
    RevisionText.objects.filter(revision__report=submitted).update(stated=stated)
    yield ORGANISER, "contradiction", {"cycle_pk": cycle.pk, "key": reconcile(cycle.reports.all())[0].key}
    yield ORGANISER, "person", {"person_pk": submitted.author_id}
    reviewer = submitted.reviews.order_by("pk").first().reviewer_id
    yield ORGANISER, "hand_over", {"cycle_pk": cycle.pk, "person_pk": reviewer}
    yield ORGANISER, "stage", {"cycle_pk": cycle.pk, "pk": stage.pk}
    for name in ["ledger_kinds", "ledger_kind_new", "word_lists"]:
        yield ORGANISER, name, {}
    yield ORGANISER, "ledger_kind", {"slug": "rectification"}
    yield ORGANISER, "word_list", {"unit_pk": cycle.unit_id}
    yield ORGANISER, "roll_import", {"cycle_pk": cycle.pk}
    asked = {"by": User.objects.get(username=ORGANISER), "asked_at": timezone.now(), "ended_at": timezone.now()}
    batch = Batch.objects.create(kind="collect", cycle=cycle, language="zh-hans", **asked)
    batch.items.create(position=1, report=submitted, state="left_out", why="尚未提交")
    yield ORGANISER, "batch", {"cycle_pk": cycle.pk, "pk": batch.pk}
    uploaded = upload_roll(cycle, User.objects.get(username=ORGANISER))
    for name in ["roll_import_preview", "roll_import_columns"]:
        yield ORGANISER, name, {"cycle_pk": cycle.pk, "pk": uploaded.pk}
    for name in ["participant_new", "person_new", "roll_proposal"]:
        yield ORGANISER, name, {"cycle_pk": cycle.pk}
    for name in ["participant", "transfer"]:
        yield ORGANISER, name, {"participant_pk": submitted.participant_id}
    yield ORGANISER, "slips", {"cycle_pk": cycle.pk}
    yield ORGANISER, "slip", {"person_pk": submitted.author_id}
    yield ORGANISER, "reviewers", {"report_pk": submitted.pk}
    yield ORGANISER, "correct", {"report_pk": Report.objects.filter(state="published").first().pk}


def pages_of_settings(cycle: Cycle) -> Iterator[tuple[str, str, dict]]:
    """The outline first as it is, then while it is corrected."""
    round_ = {"cycle_pk": cycle.pk}
    yield ORGANISER, "cycle_new", {}
    for name in ["cycle_settings", "cycle_changes", "cycle_extend", "cycle_close", "cycle_grades", "outline"]:
        yield ORGANISER, name, round_
    stored = store_visits(cycle, User.objects.get(username=ORGANISER), cycle.participants.to_write().first().person)
    yield ORGANISER, "unit_files", round_
    yield ORGANISER, "unit_file", round_ | {"pk": stored.pk}
    yield ORGANISER, "grade", round_ | {"pk": cycle.participants.to_write().first().pk}
    organiser = User.objects.get(username=ORGANISER)
    corrected = begin_correction(cycle=cycle, by=organiser, at=timezone.now())
    for name in ["outline", "outline_apply", "outline_preview", "outline_section_new"]:
        yield ORGANISER, name, round_
    section = corrected.sections.first()
    section.figures = [{"label": "走访次数", "unit": "次", "kind": "number"}]
    section.save()
    for name in ["outline_section", "outline_section_divide"]:
        yield ORGANISER, name, round_ | {"pk": section.pk}
    figure = round_ | {"pk": section.pk, "number": 1}
    yield ORGANISER, "outline_figure", figure
    yield ORGANISER, "outline_figure_bind", figure | {"slug": "reception"}


def pages_of_commenting(report: Report) -> Iterator[tuple[str, str, dict]]:
    """With a suggestion of the author's own, so that one person may see all of them."""
    section = next(section for section in report.sections.select_related("report") if len(section.body) > 20)
    arguments = {"section": section, "read": section.body, "passage": (0, 9), "text": "更顺口。"}
    suggestion = add_comment(**arguments, replacement="换一个说法", by=report.author, at=timezone.now())
    username = report.author.username
    yield username, "read", {"report_pk": report.pk}
    for name in ["comment", "suggestions"]:
        yield username, name, {"report_pk": report.pk, "section_pk": section.pk}
    with_figures = next(section for section in report.sections.all() if section.labels)
    yield username, "comment_figure", {"report_pk": report.pk, "section_pk": with_figures.pk}
    reply = reply_to_comment(comment=suggestion, text="我再想想。", by=report.author, at=timezone.now())
    yield username, "reply_edit", {"report_pk": report.pk, "comment_pk": suggestion.pk, "reply_pk": reply.pk}
    suggestion = add_comment(**arguments, replacement="再换一个", by=report.author, at=timezone.now())
    for name in ["comment_edit", "comment_reply", "comment_reattach", "suggestion_decline"]:
        yield username, name, {"report_pk": report.pk, "comment_pk": suggestion.pk}


def pages_of_attachments(report: Report) -> Iterator[tuple[str, str, dict]]:
    username, attachment = report.author.username, report.attachments.first()
    for name in ["attachments", "read"]:
        yield username, name, {"report_pk": report.pk}
    for name in ["attachment", "attachment_delete"]:
        yield username, name, {"report_pk": report.pk, "attachment_pk": attachment.pk}
    yield username, "attachment_table", {"report_pk": report.pk, "attachment_pk": attachment.pk, "number": 1}


def pages_of_shortcomings(report: Report) -> Iterator[tuple[str, str, dict]]:
    path, one = {"report_pk": report.pk}, report.shortcomings.order_by("position").first()
    for name in ["shortcomings", "shortcoming_new", "shortcoming_mark", "shortcoming_passage"]:
        yield report.author.username, name, path
    yield report.author.username, "shortcoming", path | {"shortcoming_pk": one.pk}


def pages_of_promises(report: Report) -> Iterator[tuple[str, str, dict]]:
    """One is not answered yet."""
    answered = set(report.promise_answers.values_list("key", flat=True))
    promises = promises_of_reports(reports_of_last_year(report))
    (key,) = (promise.key for promise in promises if promise.key not in answered and promise.origin == "next_step")
    for name, more in [("promises", {}), ("promise_passage", {}), ("promise", {"key": key})]:
        yield report.author.username, name, {"report_pk": report.pk} | more


def pages_of_ledgers() -> Iterator[tuple[str, str, dict]]:
    row = LedgerRow.objects.filter(ledger__kind__slug="rectification").first()
    here = {"ledger_pk": row.ledger_id}
    yield COMPLETE, "ledgers", {}
    for name in ["ledger", "ledger_row_new", "ledger_import"]:
        yield COMPLETE, name, here
    uploaded = upload_receptions(
        Ledger.objects.get(person__username=COMPLETE, kind__slug="reception"), User.objects.get(username=COMPLETE)
    )
    for name in ["ledger_import_preview", "ledger_import_columns"]:
        yield COMPLETE, name, {"ledger_pk": uploaded.ledger_id, "pk": uploaded.pk}
    yield COMPLETE, "ledger_row", here | {"row_pk": row.pk}
    report = own_report(COMPLETE)
    of_figure = {"report_pk": report.pk, "figure_pk": report.figures.first().pk}
    for name in ["figure_ledgers", "figure_basis", "figure_formula"]:
        yield COMPLETE, name, of_figure
    yield COMPLETE, "figure_bind", of_figure | here


def pages_of_writing(report: Report) -> Iterator[tuple[str, str, dict]]:
    username = report.author.username
    section = next(section for section in report.sections.order_by("position") if section.is_open and section.labels)
    figure = report.figures.get(label=section.labels[0])
    for name in ["section", "fill"]:
        yield username, name, {"report_pk": report.pk, "section_pk": section.pk}
    yield username, "section_table", {"report_pk": report.pk, "section_pk": section.pk, "number": 1}
    yield username, "title", {"report_pk": report.pk}
    yield username, "figure", {"report_pk": report.pk, "figure_pk": figure.pk}


def test_every_page_by_its_address(demonstration, start_browser, visit):
    browsers = {}
    seen = set()
    for username, name, arguments in pages():
        if username not in browsers:
            user = User.objects.get(username=username)
            browsers[username] = start_browser(user).new_page()
        page = browsers[username]
        answer = page.goto(reverse(name, kwargs=arguments), wait_until="domcontentloaded")
        assert (answer.status, page.url.endswith(reverse(name, kwargs=arguments))) == (200, True), name
        visit(page, f"{name} of {username}")
        seen.add(name)
    names = {name for name in get_resolver("reports.urls").reverse_dict if isinstance(name, str)}
    assert seen == names - ONLY_POSTED - NO_PAGES - {
        "sign_in",
        "first_sign_in",
        "second_factor_check",
        "passkeys",
        "passkey_remove",
    }  # below


def test_pages_of_signing_in_and_of_errors(office, report, start_browser, visit, settings):
    settings.PASSKEY_HOST = "localhost"
    page = start_browser().new_page()
    page.goto("/")
    visit(page, "sign in")
    page.locator("main form button").click()
    visit(page, "sign in refused")
    page.goto("/account/first-sign-in/")
    visit(page, "first sign-in")
    page.locator("main form button").click()
    visit(page, "first sign-in refused")
    page.goto("/nowhere/")
    visit(page, "404")
    look_at_the_second_factor(page, office.author, visit)
    for _ in range(5):
        page.goto("/account/sign-in/")
        page.locator("#id_username").fill("nobody")
        page.locator("#id_password").fill("wrong")
        page.locator("main form button").click()
    expect(page.locator("form[action*=sign-in], #id_password")).to_have_count(0)
    visit(page, "sign-in paused")


def look_at_the_second_factor(page: Page, person: User, visit) -> None:
    """Set up by a person who needs one, as the pages come; then asked for."""
    factor = begin_second_factor(by=person, at=timezone.now())
    page.goto("/account/sign-in/")
    page.locator("#id_username").fill(person.username)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button").click()
    page.goto("/account/second-factor/")
    visit(page, "second factor set up")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_typed").fill(pyotp.TOTP(factor.secret).now())
    page.locator("main form button").click()
    expect(page.locator("main ol li")).to_have_count(10)
    visit(page, "recovery codes")
    page.goto("/account/second-factor/")
    visit(page, "second factor")
    page.goto("/account/passkeys/")
    visit(page, "passkeys")
    Passkey.objects.create(person=person, name="办公室U盘", sign_count=0, added_at=timezone.now())
    page.reload()
    visit(page, "passkeys with one")
    page.locator("main .tasks a").click()
    visit(page, "passkey to remove")
    page.locator("main form button").click()
    visit(page, "passkey not removed")
    page.context.clear_cookies()
    page.goto("/account/sign-in/")
    page.locator("#id_username").fill(person.username)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button").click()
    expect(page).to_have_url(re.compile("second-factor/check"))
    visit(page, "second factor asked for")
    page.context.clear_cookies()


def test_pages_in_trouble(office, report, start_browser, visit):
    page = start_browser(office.author, java_script_enabled=False).new_page()
    checked = start_browser(office.author).new_page()

    def look(name: str) -> None:
        """axe is a script: what the page without scripts shows is looked at in a browser that runs them."""
        checked.goto("/account/password/")
        checked.set_content(page.content(), wait_until="load")
        visit(checked, name)

    section = report.sections.order_by("position")[1]
    open_section(page, section)
    write(section, "秘书的第一段。\n第二段。", by=office.assistant)
    page.locator(BODY).fill("我的话。")
    page.locator("button[form=section-form]:not([name])").click()
    expect(page.locator("#mine-body")).to_be_visible()
    look("conflict")
    page.locator("form:has(#mine-body) button").click()
    page.context.clear_cookies(name="csrftoken")
    page.locator(BODY).fill("页面太旧。")
    page.locator("button[form=section-form]:not([name])").click()
    look("page too old")
    open_section(page, section)
    Session.objects.all().delete()
    page.locator(BODY).fill("登录过期。")
    page.locator("button[form=section-form]:not([name])").click()
    look("sign in again")


def test_pages_that_react(office, report, start_browser, visit):
    context = start_browser(office.author)
    page = open_section(context.new_page(), report.sections.order_by("position")[1])
    type_at_end(page, "新建【新建】公里。")
    expect(page.locator("input.figure")).to_have_count(1)
    page.locator("input.figure").fill("十几")
    expect(page.locator(".err")).to_have_count(1)
    visit(page, "a wrong value")
    page.locator("details.who summary").click()
    visit(page, "menu open")
    context.set_offline(True)
    type_at_end(page, "断网。")
    expect(page.locator(STATE)).to_have_class("save-state bad")
    visit(page, "not saved")
    page.close(run_before_unload=False)
    context.set_offline(False)
    page = open_section(context.new_page(), report.sections.order_by("position")[1])
    expect(page.locator("main .notice-warning")).to_be_visible()
    visit(page, "copy offered")
    Session.objects.all().delete()
    type_at_end(page, "过期。")
    expect(page.locator("#sign-in-again")).to_be_visible()
    visit(page, "dialog open")


def test_pages_of_a_text_read_in(office, start_browser, visit):
    page = start_browser(office.author).new_page()
    page.goto(reverse("start", kwargs={"participant_pk": office.participant.pk}))
    page.locator("form[enctype] button").click()
    visit(page, "nothing pasted")
    page.locator("#id_text").fill(
        "述职报告\n\n第一，供水。新建*公里,改造XX公里。\n\n本文来自某某文库\n\n第二，管理。召开会议*次。"
    )
    page.locator("form[enctype] button").click()
    expect(page.locator("section.part").first).to_be_visible()
    for details in page.locator("details:not([open]) summary").all():
        if details.is_visible():
            details.click()
    visit(page, "what was recognised")
