"""Every statement that is prepared, with the kinds of its keys: whether none is left out, test_statement asks."""

from datetime import datetime

from reports.access import assistance as assistance_access
from reports.access import comment, manuscript, notice, permissions, presence, review
from reports.access import cycle as cycle_access
from reports.access import report as report_access
from reports.actions import event as event_action
from reports.actions import placement, read_receipt, saved_text
from reports.actions import section as section_action
from reports.http import session
from reports.models import comment as comment_model
from reports.models import (
    content,
    figure_basis,
    ledger_document,
    progress,
    section_progress,
    size,
    word_list,
)
from reports.models import last_year as last_year_model
from reports.models import report as report_model
from reports.pages import discussion
from reports.pages import progress as progress_page
from reports.pages import section as section_page

PREPARED = [
    (permissions._review, 2),
    (permissions._turn, 2),
    (permissions._organised, 2),
    (comment._said, 2),
    (comment._text, 1),
    (notice._any_unread, 1),
    (last_year_model._values, 1),
    (last_year_model._all_values, 1),
    (figure_basis._values, 1),
    (figure_basis._rows, 2),
    (read_receipt._noted, [int, int, str]),
    (section_action._labels, 1),
    (section_action._values, [int, str, str]),
    (saved_text._section, [int, int, int, datetime, str, str, str]),
    (saved_text._attachment, [int, int, int, datetime, str, str, str]),
    (size._parts, 1),
    (size._attachments, 1),
    (comment._open_by_section, 2),
    (comment._open_to_writers, 2),
    (comment._open_to_readers, 2),
    (comment_model._unanswered, 1),
    (content._sections, 1),
    (content._figures, 1),
    (content._attachments, 1),
    (review._shown, 2),
    (progress_page._returned, 2),
]
QUERIES = [
    (session._session, [str]),
    (session._person, 1),
    (permissions._report, 1),
    (permissions._assistance, 6),
    (report_model._reports, 1),
    (report_model._waivers, 1),
    (progress._sections, 1),
    (progress._attachments, 1),
    (section_progress.stored_figures, 1),
    (last_year_model._sections, [int, str]),
    (section_page._comments, 1),
    (section_action._writable, 1),
    (section_action._stored, 1),
    (section_action._typed, [int, str, str]),
    (placement._placed, 1),
    (event_action._last, [str, int, int, str]),
    (figure_basis._ledgers, 2),
    (presence._presences, 1),
    (word_list._entries_for, 1),
    (ledger_document._rows, 2),
    (comment._beside, 2),
    (comment._replies, 1),
    (comment._told, 1),
    (comment._told_in_replies, 1),
    (discussion._sections, 1),
    (review._waiting, 1),
    (review._opinions, 1),
    (progress_page._stages, 2),
    (progress_page._published, 2),
    (report_access._to_write, 1),
    (cycle_access._organised, 1),
    (assistance_access._to_answer, 1),
    (manuscript._to_start, [int, datetime]),
    (manuscript._not_asked, [int, datetime]),
    (manuscript._without, [int, int, datetime]),
]
PREPARED += [(query.statement, keys) for query, keys in QUERIES]
