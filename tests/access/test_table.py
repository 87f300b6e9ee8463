"""Who may do what, as a table whose cells are tried for real."""

from collections import Counter

import pytest
from django.urls import reverse

from .addresses import url_names
from .conftest import ROLES

# A draft that was submitted once and withdrawn. What each role is answered, in the order of ROLES:
# author, assistant, reviewer, organiser, auditor, administrator, stranger, signed out
DRAFT = {
    "home": {
        "GET": [200, 200, 200, 200, 200, 200, 200, 302],
        "POST": [405, 405, 405, 405, 405, 405, 405, 401],
    },
    "sign_in": {
        "GET": [302, 302, 302, 302, 302, 302, 302, 200],
        "POST": [302, 302, 302, 302, 302, 302, 302, 200],
    },
    "first_sign_in": {
        "GET": [200, 200, 200, 200, 200, 200, 200, 200],
        "POST": [422, 422, 422, 422, 422, 422, 422, 422],
    },
    "token": {
        "GET": [200, 200, 200, 200, 200, 200, 200, 200],
        "POST": [405, 405, 405, 405, 405, 405, 405, 405],
    },
    "sign_out": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 405],
        "POST": [302, 302, 302, 302, 302, 302, 302, 302],
    },
    "large_print": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 405],
        "POST": [302, 302, 302, 302, 302, 302, 302, 302],
    },
    "password": {
        "GET": [200, 200, 200, 200, 200, 200, 200, 302],
        "POST": [302, 302, 302, 302, 302, 302, 302, 302],
    },
    "assistants": {
        "GET": [200, 200, 200, 200, 200, 200, 200, 302],
        "POST": [302, 302, 302, 302, 302, 302, 302, 401],
    },
    "assistance_accept": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [404, 302, 404, 404, 404, 404, 404, 401],
    },
    "assistance_end": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [302, 302, 404, 404, 404, 404, 404, 401],
    },
    "mail": {
        "GET": [200, 200, 200, 200, 200, 200, 200, 302],
        "POST": [302, 302, 302, 302, 302, 302, 302, 401],
    },
    "set_language": {
        "GET": [302, 302, 302, 302, 302, 302, 302, 302],
        "POST": [302, 302, 302, 302, 302, 302, 302, 302],
    },
    "ledgers": {
        "GET": [200, 200, 200, 200, 200, 200, 200, 302],
        "POST": [302, 302, 404, 404, 404, 404, 404, 401],
    },
    "ledger": {
        "GET": [200, 200, 404, 200, 404, 404, 404, 302],
        "POST": [405, 405, 405, 405, 405, 405, 405, 401],
    },
    "ledger_row_new": {
        "GET": [200, 200, 404, 403, 404, 404, 404, 302],
        "POST": [302, 302, 404, 403, 404, 404, 404, 401],
    },
    "ledger_row": {
        "GET": [200, 200, 404, 403, 404, 404, 404, 302],
        "POST": [302, 302, 404, 403, 404, 404, 404, 401],
    },
    "ledger_row_delete": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [302, 302, 404, 403, 404, 404, 404, 401],
    },
    "ledger_row_restore": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [302, 302, 404, 403, 404, 404, 404, 401],
    },
    "figure_ledgers": {
        "GET": [200, 200, 404, 404, 404, 404, 404, 302],
        "POST": [405, 405, 405, 405, 405, 405, 405, 401],
    },
    "figure_bind": {
        "GET": [200, 200, 404, 404, 404, 404, 404, 302],
        "POST": [302, 302, 404, 404, 404, 404, 404, 401],
    },
    "figure_basis": {
        "GET": [200, 200, 404, 404, 404, 404, 404, 302],
        "POST": [405, 405, 405, 405, 405, 405, 405, 401],
    },
    "figure_take": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [302, 302, 404, 404, 404, 404, 404, 401],
    },
    "figure_keep": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [302, 302, 404, 404, 404, 404, 404, 401],
    },
    "figure_release": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [302, 302, 404, 404, 404, 404, 404, 401],
    },
    "cycle": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [405, 405, 405, 405, 405, 405, 405, 401],
    },
    "roll_import": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "roll_import_preview": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "roll_import_columns": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "roll_import_refused": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [405, 405, 405, 405, 405, 405, 405, 401],
    },
    "roll_export": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [405, 405, 405, 405, 405, 405, 405, 401],
    },
    "cycle_new": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "cycle_settings": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "cycle_changes": {
        "GET": [200, 404, 200, 200, 404, 404, 404, 302],
        "POST": [405, 405, 405, 405, 405, 405, 405, 401],
    },
    "cycle_open": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "cycle_take_back": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "cycle_extend": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "cycle_close": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "cycle_close_now": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "cycle_reopen": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "cycle_grades": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [405, 405, 405, 405, 405, 405, 405, 401],
    },
    "grade": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [404, 404, 404, 422, 404, 404, 404, 401],
    },
    "outline": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "outline_correct": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "outline_discard": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "outline_apply": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "outline_preview": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [404, 404, 404, 200, 404, 404, 404, 401],
    },
    "outline_pdf": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "outline_section_new": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "outline_section": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "outline_section_up": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "outline_section_down": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "outline_section_divide": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "outline_section_delete": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "participant": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "transfer": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "participant_new": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "person_new": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "roll_proposal": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "participant_remove": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "slips": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [404, 404, 404, 200, 404, 404, 404, 401],
    },
    "slip": {
        "GET": [404, 404, 404, 200, 404, 200, 404, 302],
        "POST": [404, 404, 404, 200, 404, 200, 404, 401],
    },
    "slip_withdraw": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [404, 404, 404, 302, 404, 302, 404, 401],
    },
    "participants": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [405, 405, 405, 405, 405, 405, 405, 401],
    },
    "cycle_reports": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [405, 405, 405, 405, 405, 405, 405, 401],
    },
    "cycle_reviews": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [405, 405, 405, 405, 405, 405, 405, 401],
    },
    "view_save": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "view_remove": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "person": {
        "GET": [200, 404, 404, 200, 404, 404, 404, 302],
        "POST": [405, 405, 405, 405, 405, 405, 405, 401],
    },
    "cycle_reviewers": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [405, 405, 405, 405, 405, 405, 405, 401],
    },
    "spread": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [404, 404, 404, 409, 404, 404, 404, 401],
    },
    "hand_over": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [404, 404, 404, 200, 404, 404, 404, 401],
    },
    "stages": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "stage_new": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "stage": {
        "GET": [404, 404, 404, 200, 404, 404, 404, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "stage_remove": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "stage_reviewer_remove": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [404, 404, 404, 302, 404, 404, 404, 401],
    },
    "start": {
        "GET": [200, 200, 404, 404, 404, 404, 404, 302],
        "POST": [200, 200, 404, 404, 404, 404, 404, 401],
    },
    "start_from_outline": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [302, 302, 404, 404, 404, 404, 404, 401],
    },
    "start_from_text": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [302, 302, 404, 404, 404, 404, 404, 401],
    },
    "start_from_file": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [302, 302, 404, 404, 404, 404, 404, 401],
    },
    "reports": {
        "GET": [200, 200, 200, 200, 200, 200, 200, 302],
        "POST": [405, 405, 405, 405, 405, 405, 405, 401],
    },
    "report": {
        "GET": [200, 200, 404, 404, 404, 404, 404, 302],
        "POST": [405, 405, 405, 405, 405, 405, 405, 401],
    },
    "title": {
        "GET": [200, 200, 404, 404, 404, 404, 404, 302],
        "POST": [302, 302, 404, 404, 404, 404, 404, 401],
    },
    "section": {
        "GET": [200, 200, 404, 404, 404, 404, 404, 302],
        "POST": [302, 302, 404, 404, 404, 404, 404, 401],
    },
    "fill": {
        "GET": [200, 200, 404, 404, 404, 404, 404, 302],
        "POST": [302, 302, 404, 404, 404, 404, 404, 401],
    },
    "figure": {
        "GET": [200, 200, 404, 404, 404, 404, 404, 302],
        "POST": [302, 302, 404, 404, 404, 404, 404, 401],
    },
    "attachments": {
        "GET": [200, 200, 404, 404, 404, 404, 404, 302],
        "POST": [302, 302, 404, 404, 404, 404, 404, 401],
    },
    "attachment": {
        "GET": [200, 200, 404, 404, 404, 404, 404, 302],
        "POST": [302, 302, 404, 404, 404, 404, 404, 401],
    },
    "attachment_up": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [302, 302, 404, 404, 404, 404, 404, 401],
    },
    "attachment_delete": {
        "GET": [200, 200, 404, 404, 404, 404, 404, 302],
        "POST": [302, 302, 404, 404, 404, 404, 404, 401],
    },
    "fill_report": {
        "GET": [200, 200, 404, 404, 404, 404, 404, 302],
        "POST": [405, 405, 405, 405, 405, 405, 405, 401],
    },
    "check": {
        "GET": [200, 200, 404, 404, 404, 404, 404, 302],
        "POST": [405, 405, 405, 405, 405, 405, 405, 401],
    },
    "submit": {
        "GET": [200, 403, 404, 404, 404, 404, 404, 302],
        "POST": [302, 403, 404, 404, 404, 404, 404, 401],
    },
    "withdraw": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [302, 403, 404, 404, 404, 404, 404, 401],
    },
    "answers": {
        "GET": [200, 200, 404, 404, 404, 404, 404, 302],
        "POST": [302, 302, 404, 404, 404, 404, 404, 401],
    },
    "read": {
        "GET": [200, 200, 404, 404, 404, 404, 404, 302],
        "POST": [405, 405, 405, 405, 405, 405, 405, 401],
    },
    "pdf": {
        "GET": [200, 200, 404, 404, 404, 404, 404, 302],
        "POST": [302, 302, 404, 404, 404, 404, 404, 401],
    },
    "file": {
        "GET": [200, 200, 404, 404, 404, 404, 404, 302],
        "POST": [302, 302, 404, 404, 404, 404, 404, 401],
    },
    "publication": {
        "GET": [404, 404, 404, 404, 404, 404, 404, 302],
        "POST": [405, 405, 405, 405, 405, 405, 405, 401],
    },
    "revisions": {
        "GET": [200, 200, 404, 404, 404, 404, 404, 302],
        "POST": [405, 405, 405, 405, 405, 405, 405, 401],
    },
    "revision": {
        "GET": [200, 200, 404, 404, 404, 404, 404, 302],
        "POST": [405, 405, 405, 405, 405, 405, 405, 401],
    },
    "compare": {
        "GET": [200, 200, 404, 404, 404, 404, 404, 302],
        "POST": [405, 405, 405, 405, 405, 405, 405, 401],
    },
    "comment": {
        "GET": [200, 200, 404, 404, 404, 404, 404, 302],
        "POST": [302, 302, 404, 404, 404, 404, 404, 401],
    },
    "comment_figure": {
        "GET": [200, 200, 404, 404, 404, 404, 404, 302],
        "POST": [302, 302, 404, 404, 404, 404, 404, 401],
    },
    "suggestions": {
        "GET": [200, 200, 404, 404, 404, 404, 404, 302],
        "POST": [302, 302, 404, 404, 404, 404, 404, 401],
    },
    "comment_news": {
        "GET": [200, 200, 404, 404, 404, 404, 404, 302],
        "POST": [405, 405, 405, 405, 405, 405, 405, 401],
    },
    "comment_edit": {
        "GET": [200, 403, 404, 404, 404, 404, 404, 302],
        "POST": [302, 403, 404, 404, 404, 404, 404, 401],
    },
    "comment_delete": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [302, 403, 404, 404, 404, 404, 404, 401],
    },
    "comment_reply": {
        "GET": [200, 200, 404, 404, 404, 404, 404, 302],
        "POST": [302, 302, 404, 404, 404, 404, 404, 401],
    },
    "reply_edit": {
        "GET": [200, 403, 404, 404, 404, 404, 404, 302],
        "POST": [302, 403, 404, 404, 404, 404, 404, 401],
    },
    "reply_delete": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [302, 403, 404, 404, 404, 404, 404, 401],
    },
    "comment_resolve": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [302, 302, 404, 404, 404, 404, 404, 401],
    },
    "comment_reopen": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [302, 302, 404, 404, 404, 404, 404, 401],
    },
    "comment_confirm": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [302, 302, 404, 404, 404, 404, 404, 401],
    },
    "comment_reattach": {
        "GET": [200, 200, 404, 404, 404, 404, 404, 302],
        "POST": [302, 302, 404, 404, 404, 404, 404, 401],
    },
    "suggestion_accept": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [302, 302, 404, 404, 404, 404, 404, 401],
    },
    "suggestion_decline": {
        "GET": [200, 200, 404, 404, 404, 404, 404, 302],
        "POST": [302, 302, 404, 404, 404, 404, 404, 401],
    },
    "open": {
        "GET": [403, 403, 404, 404, 404, 404, 404, 302],
        "POST": [403, 403, 404, 404, 404, 404, 404, 401],
    },
    "return": {
        "GET": [403, 403, 404, 404, 404, 404, 404, 302],
        "POST": [403, 403, 404, 404, 404, 404, 404, 401],
    },
    "return_draft": {
        "GET": [403, 403, 404, 404, 404, 404, 404, 302],
        "POST": [403, 403, 404, 404, 404, 404, 404, 401],
    },
    "agree": {
        "GET": [403, 403, 404, 404, 404, 404, 404, 302],
        "POST": [403, 403, 404, 404, 404, 404, 404, 401],
    },
    "notices": {
        "GET": [200, 200, 200, 200, 200, 200, 200, 302],
        "POST": [405, 405, 405, 405, 405, 405, 405, 401],
    },
    "notices_read": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [302, 302, 302, 302, 302, 302, 302, 401],
    },
    "notice": {
        "GET": [302, 404, 404, 404, 404, 404, 404, 302],
        "POST": [405, 405, 405, 405, 405, 405, 405, 401],
    },
    "correct": {
        "GET": [403, 403, 404, 302, 404, 404, 404, 302],
        "POST": [403, 403, 404, 302, 404, 404, 404, 401],
    },
    "publish": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [403, 403, 404, 302, 404, 404, 404, 401],
    },
    "reviewers": {
        "GET": [403, 403, 404, 200, 404, 404, 404, 302],
        "POST": [403, 403, 404, 302, 404, 404, 404, 401],
    },
    "reviewer_remove": {
        "GET": [405, 405, 405, 405, 405, 405, 405, 302],
        "POST": [403, 403, 404, 302, 404, 404, 404, 401],
    },
    "reviews": {
        "GET": [200, 200, 200, 200, 200, 200, 200, 302],
        "POST": [405, 405, 405, 405, 405, 405, 405, 401],
    },
    "log": {
        "GET": [404, 404, 404, 404, 200, 404, 404, 302],
        "POST": [405, 405, 405, 405, 405, 405, 405, 401],
    },
}

# The addresses of a report once it is in review: readers may read, and are told 403 where they would write.
IN_REVIEW = {
    "report": {"GET": [200, 200, 302, 302, 404, 404, 404, 302]},
    "title": {
        "GET": [200, 200, 403, 403, 404, 404, 404, 302],
        "POST": [302, 302, 403, 403, 404, 404, 404, 401],
    },
    "section": {
        "GET": [302, 302, 403, 403, 404, 404, 404, 302],
        "POST": [409, 409, 403, 403, 404, 404, 404, 401],
    },
    "fill": {
        "GET": [302, 302, 403, 403, 404, 404, 404, 302],
        "POST": [409, 409, 403, 403, 404, 404, 404, 401],
    },
    "figure": {
        "GET": [200, 200, 403, 403, 404, 404, 404, 302],
        "POST": [302, 302, 403, 403, 404, 404, 404, 401],
    },
    "attachments": {
        "GET": [302, 302, 403, 403, 404, 404, 404, 302],
        "POST": [302, 302, 403, 403, 404, 404, 404, 401],
    },
    "attachment": {
        "GET": [302, 302, 403, 403, 404, 404, 404, 302],
        "POST": [409, 409, 403, 403, 404, 404, 404, 401],
    },
    "attachment_up": {"POST": [302, 302, 403, 403, 404, 404, 404, 401]},
    "attachment_delete": {
        "GET": [302, 302, 403, 403, 404, 404, 404, 302],
        "POST": [302, 302, 403, 403, 404, 404, 404, 401],
    },
    "fill_report": {"GET": [302, 302, 403, 403, 404, 404, 404, 302]},
    "check": {"GET": [200, 200, 403, 403, 404, 404, 404, 302]},
    "submit": {
        "GET": [302, 403, 403, 403, 404, 404, 404, 302],
        "POST": [302, 403, 403, 403, 404, 404, 404, 401],
    },
    "withdraw": {"POST": [302, 403, 403, 403, 404, 404, 404, 401]},
    "read": {"GET": [200, 200, 200, 200, 404, 404, 404, 302]},
    "pdf": {"GET": [200, 200, 200, 200, 404, 404, 404, 302]},
    "file": {"GET": [200, 200, 200, 200, 404, 404, 404, 302]},
    "revisions": {"GET": [200, 200, 200, 200, 404, 404, 404, 302]},
    "revision": {"GET": [200, 200, 200, 200, 404, 404, 404, 302]},
    "compare": {"GET": [200, 200, 200, 200, 404, 404, 404, 302]},
    "comment": {
        "GET": [200, 200, 200, 403, 404, 404, 404, 302],
        "POST": [302, 302, 302, 403, 404, 404, 404, 401],
    },
    "comment_figure": {
        "GET": [200, 200, 200, 403, 404, 404, 404, 302],
        "POST": [302, 302, 302, 403, 404, 404, 404, 401],
    },
    "suggestions": {
        "GET": [200, 200, 403, 403, 404, 404, 404, 302],
        "POST": [302, 302, 403, 403, 404, 404, 404, 401],
    },
    "comment_news": {"GET": [200, 200, 200, 200, 404, 404, 404, 302]},
    "comment_edit": {
        "GET": [200, 403, 403, 403, 404, 404, 404, 302],
        "POST": [302, 403, 403, 403, 404, 404, 404, 401],
    },
    "comment_delete": {"POST": [302, 403, 403, 403, 404, 404, 404, 401]},
    "comment_reply": {
        "GET": [200, 200, 200, 403, 404, 404, 404, 302],
        "POST": [302, 302, 302, 403, 404, 404, 404, 401],
    },
    "answers": {
        "GET": [200, 200, 403, 403, 404, 404, 404, 302],
        "POST": [302, 302, 403, 403, 404, 404, 404, 401],
    },
    "reply_edit": {
        "GET": [200, 403, 403, 403, 404, 404, 404, 302],
        "POST": [302, 403, 403, 403, 404, 404, 404, 401],
    },
    "reply_delete": {"POST": [302, 403, 403, 403, 404, 404, 404, 401]},
    "comment_resolve": {"POST": [302, 302, 302, 403, 404, 404, 404, 401]},
    "comment_reopen": {"POST": [302, 302, 302, 403, 404, 404, 404, 401]},
    "comment_confirm": {"POST": [302, 302, 302, 403, 404, 404, 404, 401]},
    "comment_reattach": {
        "GET": [200, 200, 200, 403, 404, 404, 404, 302],
        "POST": [302, 302, 302, 403, 404, 404, 404, 401],
    },
    "suggestion_accept": {"POST": [302, 302, 403, 403, 404, 404, 404, 401]},
    "suggestion_decline": {
        "GET": [200, 200, 403, 403, 404, 404, 404, 302],
        "POST": [302, 302, 403, 403, 404, 404, 404, 401],
    },
    "open": {
        "GET": [403, 403, 302, 403, 404, 404, 404, 302],
        "POST": [403, 403, 302, 403, 404, 404, 404, 401],
    },
    "return": {
        "GET": [403, 403, 200, 403, 404, 404, 404, 302],
        "POST": [403, 403, 302, 403, 404, 404, 404, 401],
    },
    "return_draft": {
        "GET": [403, 403, 200, 403, 404, 404, 404, 302],
        "POST": [403, 403, 302, 403, 404, 404, 404, 401],
    },
    "agree": {
        "GET": [403, 403, 200, 403, 404, 404, 404, 302],
        "POST": [403, 403, 302, 403, 404, 404, 404, 401],
    },
    "correct": {
        "GET": [403, 403, 403, 302, 404, 404, 404, 302],
        "POST": [403, 403, 403, 302, 404, 404, 404, 401],
    },
    "publish": {"POST": [403, 403, 403, 302, 404, 404, 404, 401]},
    "reviewers": {
        "GET": [403, 403, 403, 200, 404, 404, 404, 302],
        "POST": [403, 403, 403, 302, 404, 404, 404, 401],
    },
    "reviewer_remove": {"POST": [403, 403, 403, 302, 404, 404, 404, 401]},
}

# Who may read, by state: nobody but the writers until it is submitted.
READ = {
    "draft": [200, 200, 404, 404, 404, 404, 404, 302],
    "submitted": [200, 200, 302, 200, 404, 404, 404, 302],
    "in_review": [200, 200, 200, 200, 404, 404, 404, 302],
    "returned": [200, 200, 200, 200, 404, 404, 404, 302],
    "approved": [200, 200, 200, 200, 404, 404, 404, 302],
    "published": [200, 200, 200, 200, 404, 404, 404, 302],
}


# A published report's final copy, by its number: for those who may read the report.
PUBLISHED = {
    "publication": {"GET": READ["published"]},
    "file": {"GET": READ["published"]},
    "correct": {
        "GET": [403, 403, 403, 200, 404, 404, 404, 302],
        "POST": [403, 403, 403, 302, 404, 404, 404, 401],
    },
}


def column(table, role, step=1):
    """What a role is answered: status by (name, method). Of so many cells one, of each role others."""
    place = ROLES.index(role)
    return {
        (name, method): row[place]
        for number, (name, methods) in enumerate(table.items(), start=place)
        for method, row in methods.items()
        if (number + ["GET", "POST"].index(method)) % step == 0
    }


def statuses(answers):
    return {address: answer.status_code for address, answer in answers.items()}


def test_steps_leave_no_cell_out():
    """What quick tries of a draft is each address as each role, by one of the two methods."""
    for table, step in [(DRAFT, 2), (IN_REVIEW, 4)]:
        tried = Counter(cell for role in ROLES for cell in column(table, role, step))
        assert tried.keys() == column(table, "author").keys()
        assert set(tried.values()) == {len(ROLES) // step}
    assert all(sorted({name for name, _ in column(DRAFT, role, 2)}) == sorted(DRAFT) for role in ROLES)


def test_every_address_is_in_the_table():
    assert Counter(url_names()) == Counter(["admin:", *DRAFT])
    assert {tuple(methods) for methods in DRAFT.values()} == {("GET", "POST")}


@pytest.mark.one_in(1)
@pytest.mark.parametrize("role", ROLES)
def test_a_draft(draft, attempt, role, every):
    expected = column(DRAFT, role, every(2))
    assert statuses(attempt(draft, role, expected)) == expected


@pytest.mark.one_in(1)
@pytest.mark.parametrize("role", ROLES)
def test_a_report_in_review(in_review, attempt, role, every):
    expected = column(IN_REVIEW, role, every(4))
    assert statuses(attempt(in_review, role, expected)) == expected


@pytest.mark.one_in(1)
@pytest.mark.parametrize("state", READ)
def test_reading_by_state(request, attempt, state):
    report = request.getfixturevalue(state)
    assert report.state == state
    answers = {role: attempt(report, role, [("read", "GET")])["read", "GET"].status_code for role in ROLES}
    assert answers == dict(zip(ROLES, READ[state], strict=True))


@pytest.mark.one_in(2)
@pytest.mark.parametrize("role", ROLES)
def test_a_published_copy(published, attempt, role):
    expected = column(PUBLISHED, role)
    assert statuses(attempt(published, role, expected)) == expected


@pytest.mark.parametrize(
    "role", ["author", "signed_out", *(pytest.param(role, marks=pytest.mark.exhaustive) for role in ROLES[1:-1])]
)
def test_no_other_method_is_answered(draft, attempt, role):
    """405 whoever asks, before anything is looked up; signed out, Django's and our own guards ask to sign in."""
    names = set(DRAFT) - {"set_language", "sign_in"}  # Django's own: these only redirect
    for_all = {"sign_out", "token", "first_sign_in", "large_print"}
    expected = {(name, "PATCH"): 405 if role != "signed_out" or name in for_all else 302 for name in names}
    assert statuses(attempt(draft, role, expected)) == expected


def test_signed_out_is_led_to_the_sign_in_and_back(draft, attempt):
    names = set(DRAFT) - {"sign_in", "first_sign_in", "sign_out", "set_language", "token", "large_print"}
    answers = attempt(draft, "signed_out", [(name, "GET") for name in names])
    led = {answer.request["PATH_INFO"]: answer.url for answer in answers.values()}
    assert led == {url: f"{reverse('sign_in')}?next={url}" for url in led}


@pytest.mark.parametrize("person", ["author", "reviewer", "organiser", "auditor", "stranger"])
def test_the_administration_is_for_the_administrator(request, visit, administrator, person):
    """A page of the administration leads everybody else to a sign-in."""
    index = reverse("admin:index")
    assert visit(administrator).get(index).status_code == 200
    answer = visit(request.getfixturevalue(person)).get(index)
    assert (answer.status_code, answer.url) == (302, f"{reverse('admin:login')}?next={index}")


def test_administration_of_signed_out(signed_out):
    index = reverse("admin:index")
    assert signed_out.get(index).url == f"{reverse('admin:login')}?next={index}"
