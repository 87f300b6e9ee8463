"""Fetch and authorise in one call: the only way a view gets an object.

A stranger gets 404 (Http404): that a report exists is nobody else's business. A reader who tries to write gets 403.
Administrators and auditors, as such, see no report.

What a report says is reached through permissions.report_to_read alone; lists are querysets narrowed to the person.
"""

from .archive_package import may_archive, records_to_archive, report_to_archive
from .assistance import assistance_to_accept, assistance_to_end, assistances_of, assistances_to_answer
from .batch import batch_file_of, batch_of, batches_of, publication_under_way
from .comment import (
    comment_to_answer,
    comment_to_edit,
    comments_beside_text,
    comments_once_asked,
    comments_to_decide,
    comments_to_read,
    figures_to_comment,
    news_token,
    open_comments_by_section,
    open_comments_to_review,
    open_comments_to_write,
    people_to_mention,
    reply_to_edit,
    section_to_comment,
    suggestion_to_decide,
)
from .confirmation import confirmation_to_confirm, confirmation_to_decline, confirmations_of
from .copies import copies_to_mend, copies_to_read
from .cycle import (
    OrganisedCycle,
    cycle_to_organise,
    cycles_to_organise,
    organised_cycles,
    report_to_organise,
    unit_to_organise,
)
from .cycle_settings import (
    changes_to_read,
    cycle_to_follow,
    cycle_to_look_at,
    cycle_to_run,
    cycles_to_copy,
    participant_to_grade,
    units_to_run,
)
from .directory import Directory, people_on_roll, people_to_name, writers_to_extend
from .event import events_to_audit
from .evidence import evidence_of_figure, evidence_to_read, evidence_to_remove
from .figure_basis import figure_to_read, ledger_to_bind, ledgers_to_bind, years_to_read
from .finding import findings_to_read
from .ledger import (
    kind_to_begin,
    ledger_owner,
    ledger_owners,
    ledger_to_read,
    ledger_to_write,
    ledgers_to_read,
    row_to_write,
)
from .ledger_import import ledger_import_of, ledger_imports_of
from .ledger_kind import (
    ledger_kind_to_change,
    ledger_kind_to_organise,
    ledger_kinds_for,
    ledger_kinds_to_organise,
    units_for_kinds,
)
from .manuscript import (
    participant_to_start,
    participations_not_asked,
    participations_to_start,
    rounds_without,
)
from .notice import count_unread, notice_to_open, notices_of
from .participant import participant_to_organise, people_to_enrol, report_of, units_to_enrol
from .passkey import passkey_to_remove, passkeys_of
from .permissions import ReportPermissions, report_to_read
from .person import grades_to_read, person_to_organise
from .presence import people_present
from .promise import promise_to_answer, promises_to_answer, promises_to_read, rows_to_prove
from .remark import comments_to_list, has_remarks, has_remarks_apart
from .report import (
    attachment_to_write,
    figure_to_write,
    report_to_submit,
    report_to_write,
    reports_to_write,
    section_to_write,
)
from .return_draft import return_drafts_of, section_to_return
from .review import (
    changes_since_read,
    count_reviews,
    is_unopened,
    last_decision,
    next_reviews,
    opinions_to_read,
    own_decision,
    report_to_decide,
    return_reasons_to_read,
    reviews_of,
    reviews_to_show_writers,
    reviews_waiting,
)
from .reviewer import (
    count_named,
    may_set_stages,
    review_to_remove,
    reviewer_to_relieve,
    reviews_to_hand_over,
    reviews_to_organise,
    stage_reviewer_to_remove,
    stage_to_set,
    stages_to_organise,
)
from .revision import last_year_to_read, publication_to_read, publications_to_read, revision_to_read, revisions_to_read
from .roll_import import roll_import_of, roll_imports_of, work_on_roll_import
from .saved_view import saved_view_to_remove
from .second_factor import count_recovery_codes, second_factor_of
from .session import person_to_sign_in, session_to_end, sessions_of
from .shortcoming import report_to_enter, shortcoming_to_write, shortcomings_to_read
from .sign_in_slip import participants_to_give_slips, person_to_give_slip
from .unit_file import stated_rows, unit_file_to_run, unit_file_to_take
from .waiver import waived_to_read
from .word_list import word_list_entry_to_organise, word_list_to_organise, word_lists_to_organise

__all__ = [
    "Directory",
    "OrganisedCycle",
    "ReportPermissions",
    "assistance_to_accept",
    "assistance_to_end",
    "assistances_of",
    "assistances_to_answer",
    "attachment_to_write",
    "batch_file_of",
    "batch_of",
    "batches_of",
    "changes_since_read",
    "changes_to_read",
    "comment_to_answer",
    "comment_to_edit",
    "comments_beside_text",
    "comments_once_asked",
    "comments_to_decide",
    "comments_to_list",
    "comments_to_read",
    "confirmation_to_confirm",
    "confirmation_to_decline",
    "confirmations_of",
    "copies_to_mend",
    "copies_to_read",
    "count_named",
    "count_recovery_codes",
    "count_reviews",
    "count_unread",
    "cycle_to_follow",
    "cycle_to_look_at",
    "cycle_to_organise",
    "cycle_to_run",
    "cycles_to_copy",
    "cycles_to_organise",
    "events_to_audit",
    "evidence_of_figure",
    "evidence_to_read",
    "evidence_to_remove",
    "figure_to_read",
    "figure_to_write",
    "figures_to_comment",
    "findings_to_read",
    "grades_to_read",
    "has_remarks",
    "has_remarks_apart",
    "is_unopened",
    "kind_to_begin",
    "last_decision",
    "last_year_to_read",
    "ledger_import_of",
    "ledger_imports_of",
    "ledger_kind_to_change",
    "ledger_kind_to_organise",
    "ledger_kinds_for",
    "ledger_kinds_to_organise",
    "ledger_owner",
    "ledger_owners",
    "ledger_to_bind",
    "ledger_to_read",
    "ledger_to_write",
    "ledgers_to_bind",
    "ledgers_to_read",
    "may_archive",
    "may_set_stages",
    "news_token",
    "next_reviews",
    "notice_to_open",
    "notices_of",
    "open_comments_by_section",
    "open_comments_to_review",
    "open_comments_to_write",
    "opinions_to_read",
    "organised_cycles",
    "own_decision",
    "participant_to_grade",
    "participant_to_organise",
    "participant_to_start",
    "participants_to_give_slips",
    "participations_not_asked",
    "participations_to_start",
    "passkey_to_remove",
    "passkeys_of",
    "people_on_roll",
    "people_present",
    "people_to_enrol",
    "people_to_mention",
    "people_to_name",
    "person_to_give_slip",
    "person_to_organise",
    "person_to_sign_in",
    "promise_to_answer",
    "promises_to_answer",
    "promises_to_read",
    "publication_to_read",
    "publication_under_way",
    "publications_to_read",
    "records_to_archive",
    "reply_to_edit",
    "report_of",
    "report_to_archive",
    "report_to_decide",
    "report_to_enter",
    "report_to_organise",
    "report_to_read",
    "report_to_submit",
    "report_to_write",
    "reports_to_write",
    "return_drafts_of",
    "return_reasons_to_read",
    "review_to_remove",
    "reviewer_to_relieve",
    "reviews_of",
    "reviews_to_hand_over",
    "reviews_to_organise",
    "reviews_to_show_writers",
    "reviews_waiting",
    "revision_to_read",
    "revisions_to_read",
    "roll_import_of",
    "roll_imports_of",
    "rounds_without",
    "row_to_write",
    "rows_to_prove",
    "saved_view_to_remove",
    "second_factor_of",
    "section_to_comment",
    "section_to_return",
    "section_to_write",
    "session_to_end",
    "sessions_of",
    "shortcoming_to_write",
    "shortcomings_to_read",
    "stage_reviewer_to_remove",
    "stage_to_set",
    "stages_to_organise",
    "stated_rows",
    "suggestion_to_decide",
    "unit_file_to_run",
    "unit_file_to_take",
    "unit_to_organise",
    "units_for_kinds",
    "units_to_enrol",
    "units_to_run",
    "waived_to_read",
    "word_list_entry_to_organise",
    "word_list_to_organise",
    "word_lists_to_organise",
    "work_on_roll_import",
    "writers_to_extend",
    "years_to_read",
]
