"""What is true of every page."""

from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from .access.addresses import url_names
from .access.conftest import attempt, draft, other_cycle, people, places  # noqa: F401 - fixtures

PAGES = sorted(
    set(url_names())
    - {
        "admin:",
        "sign_out",
        "assistance_accept",
        "assistance_end",
        "session_end",
        "sessions_end",
        "set_language",
        "large_print",
        "start_from_outline",
        "start_from_text",
    }
    - {
        "oidc",  # tests/views/test_oidc.py
        "oidc_back",
        "oidc_end",
        "second_factor_check",  # tests/views/test_second_factor.py
        "passkeys",  # tests/views/test_passkey.py
        "passkey_remove",
        "contradiction",  # tests/views/test_reconciliation.py
        "comment_delete",
        "reply_delete",
        "notice",
        "attachment_up",
        "start_from_file",
        "notices_read",
        "comment_resolve",
        "comment_reopen",
        "comment_confirm",
        "suggestion_accept",
        "comment_news",
        "number_open",
        "number_waive",
        "words_ask",
        "words_waive",
        "presence",
    }
    - {
        "submit",
        "withdraw",
        "publish",
        "publication",
        "archive_package",
        "correct",
        "token",
        "file",
        "stage_remove",
        "stage_reviewer_remove",
        "reviewer_remove",
        "slip_withdraw",
        "roll_import_refused",
        "ledger_import_refused",
        "roll_export",
        "batch_cancel",
        "batch_file",
        "batch_undo",
        "view_save",
        "participant_remove",
        "view_remove",
        "cycle_open",
        "cycle_take_back",
        "cycle_close_now",
        "cycle_reopen",
        "outline_correct",
        "outline_discard",
        "outline_section_up",
        "outline_section_down",
        "outline_section_delete",
        "outline_pdf",
        "ledger_row_delete",
        "shortcoming_delete",
        "shortcoming_ledger",
        "evidence_add",
        "evidence",
        "evidence_remove",
        "figure_evidence",
        "unit_file_delete",
        "word_list_file",
        "word_list_switch",
        "figure_file",
        "figure_take",
        "figure_keep",
        "figure_release",
        "ledger_row_restore",
        "confirmation_confirm",
        "confirmation_decline",
    }  # no page to GET, or tried below in a state of their own
)
VISITORS = dict.fromkeys(
    [
        "cycle",
        "cycle_reviewers",
        "spread",
        "hand_over",
        "cycle_new",
        "cycle_settings",
        "cycle_extend",
        "cycle_close",
        "outline",
        "outline_apply",
        "outline_section_new",
        "outline_section",
        "outline_section_divide",
        "unit_files",
        "unit_file",
        "outline_figure",
        "outline_figure_bind",
        "cycle_grades",
        "grade",
        "outline_preview",
        "cycle_changes",
        "slips",
        "participant",
        "transfer",
        "participant_new",
        "person_new",
        "roll_proposal",
        "slip",
        "word_lists",
        "word_list",
        "ledger_kinds",
        "ledger_kind_new",
        "ledger_kind",
        "roll_import",
        "roll_import_preview",
        "roll_import_columns",
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
        "batch",
        "reconciliation",
        "cycle_reviews",
        "stages",
        "stage",
        "stage_new",
        "reviewers",
    ],
    "organiser",
) | {
    "open": "reviewer",
    "return": "reviewer",
    "return_draft": "reviewer",
    "agree": "reviewer",
    "log": "auditor",
    "confirmations": "auditor",
    "sign_in": None,
    "first_sign_in": None,
}


class Page(HTMLParser):
    """Every tag with its attributes, and the text of the title."""

    def __init__(self, response):
        super().__init__()
        self.tags, self.title, self.inside = [], "", ""
        self.depth, self.nested = 0, 0  # of forms: browsers end the outer one where another begins
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "form":
            self.depth += 1
            self.nested = max(self.nested, self.depth)
        self.inside = tag

    def handle_endtag(self, tag):
        if tag == "form":
            self.depth -= 1

    def handle_data(self, data):
        if self.inside == "title":
            self.title += data
            self.inside = ""

    def count(self, name):
        return sum(1 for tag, _ in self.tags if tag == name)


def assert_sound(response, language="en"):
    page = Page(response)
    assert page.count("h1") == 1
    assert (page.nested <= 1, page.depth) == (True, 0)
    assert page.title.strip(" ·\n")
    assert next(attrs["lang"] for tag, attrs in page.tags if tag == "html") == language
    assert [tag for tag, _ in page.tags if tag == "style"] == []
    data_for_scripts = {"id": "for-scripts", "type": "application/json"}  # no script: browsers never run it
    inside = [attrs for tag, attrs in page.tags if tag == "script" and "src" not in attrs]
    assert [attrs for attrs in inside if attrs != data_for_scripts] == []
    assert [(tag, name) for tag, attrs in page.tags for name in attrs if name == "style" or name.startswith("on")] == []
    ids = [attrs["id"] for _, attrs in page.tags if attrs.get("id")]
    assert sorted(ids) == sorted(set(ids))
    policy = response["Content-Security-Policy"]
    assert ("default-src 'self'" in policy, "unsafe" in policy) == (True, False)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["Referrer-Policy"] == "same-origin"


WHILE_WRITING = [
    "section_table",
    *("section", "fill", "fill_report", "title", "figure", "figure_ledgers", "figure_bind", "figure_formula", "check"),
    *("attachments", "attachment", "attachment_table", "attachment_delete", "promise", "promise_passage"),
    *("shortcoming_new", "shortcoming_mark", "shortcoming_passage", "shortcoming"),
]


@pytest.mark.parametrize("name", PAGES)
def test_every_page(in_review, report, people, places, visit, signed_out, name):  # noqa: F811
    if name in WHILE_WRITING:
        in_review.state = "draft"
        in_review.save()
    if name == "open":
        in_review.reviews.update(opened_at=None)
    path, _data = places(in_review)[name]
    person = people[VISITORS.get(name, "author")] if VISITORS.get(name, "author") else None
    response = (visit(person) if person else signed_out).get(reverse(name, kwargs=path))
    assert response.status_code == 200
    assert_sound(response)
    assert (f'action="{reverse("sign_out")}"' in response.content.decode()) == (person is not None)


def test_the_summary_before_submitting(report, author, visit):
    assert_sound(visit(author).get(reverse("submit", args=[report.pk])))


@pytest.mark.parametrize("path", ["/nowhere/", "/reports/999/", "/reports/999/sections/1/"])
def test_not_found(author, visit, path):
    response = visit(author).get(path)
    assert response.status_code == 404
    assert_sound(response)


def test_forbidden(in_review, reviewer, visit):
    response = visit(reviewer).get(reverse("check", args=[in_review.pk]))
    assert response.status_code == 403
    assert "You may read this report but not change it." in response.content.decode()
    assert_sound(response)


def test_too_much_sent(author, visit, report):
    section = report.sections.get(position=4)
    sent = {"body": "长" * (5 * 1024 * 1024)}
    response = visit(author).post(reverse("section", args=[report.pk, section.pk]), sent)
    assert response.status_code == 400
    assert_sound(response)


def test_something_went_wrong(author, visit, monkeypatch):
    """No traceback, no detail: the page says what to do."""
    client = visit(author, raise_request_exception=False)

    def fail(*_):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("reports.views.home.access.reports_to_write", fail)
    response = client.get("/")
    html = response.content.decode()
    assert response.status_code == 500
    assert ("secret detail" in html, "Traceback" in html, html.count("<h1>")) == (False, False, 1)


def test_a_forged_or_too_old_form_shows_what_was_typed(report, author):
    client = Client(headers={"accept-language": "en"}, enforce_csrf_checks=True)
    client.force_login(author, backend="reports.http.session.PersonBackend")
    section = report.sections.get(position=3)
    figure = report.figures.get(label="管网长度")
    sent = {"body": "写了很久的一段。", "heading": "题。", f"figure-{figure.pk}": "4711", "sign-in-password": "geheim"}
    response = client.post(reverse("section", args=[report.pk, section.pk]), sent)
    html = response.content.decode()
    assert response.status_code == 403
    assert [typed in html for typed in ("写了很久的一段。", "题。", "4711", "geheim")] == [True, True, True, False]
    assert report.sections.get(position=3).body == section.body
    assert_sound(response)


def test_the_language_is_chinese_until_another_is_chosen(author):
    client = Client()
    client.force_login(author, backend="reports.http.session.PersonBackend")
    assert_sound(client.get("/"), language="zh-hans")
    answer = client.post(reverse("set_language"), {"language": "en", "next": "/reports/"})
    assert answer.url == "/reports/"
    assert_sound(client.get("/"), language="en")


def test_the_pdf_as_a_download(report, author, visit):
    """Under its Chinese name for browsers that know RFC 6266."""
    url = reverse("file", args=[report.pk, "draft"])
    answer = visit(author).get(url)
    name = "2026%E5%B9%B4%E5%BA%A6%E8%BF%B0%E8%81%8C%E6%8A%A5%E5%91%8A%EF%BC%88%E6%9E%97%E6%99%93%EF%BC%89"
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{name}%E8%8D%89%E7%A8%BF.pdf"
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    shown = visit(author).get(url, {"inline": ""})
    assert shown["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert shown["X-Frame-Options"] == "SAMEORIGIN"


def test_a_browser_lends_no_page_its_devices(signed_out):
    """Nor what answers before a view is asked, or where there is none."""
    told = {signed_out.get(path).headers["Permissions-Policy"] for path in ("/account/sign-in/", "/admin/", "/nothing")}
    assert told == {
        "camera=(), display-capture=(), geolocation=(), hid=(), microphone=(), midi=(), payment=(), serial=(), usb=()"
    }


HIDDEN = [
    "/.git/config",
    "/.env",
    "/static/",
    "/static/css/",
    "/docs/security.md",
    "/var/",
    "/manage.py",
    "/static/../.env",
]


@pytest.mark.parametrize("path", HIDDEN)
def test_no_folder_is_listed_and_no_file_of_the_site_itself_is_shown(db, settings, path):
    settings.WHITENOISE_USE_FINDERS = True  # nothing is collected here
    assert (settings.BASE_DIR / ".gitignore").exists()
    assert Client().get(path).status_code == 404
