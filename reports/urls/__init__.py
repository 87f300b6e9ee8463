"""All addresses of the site: a module for each word that a path begins with, the small ones here."""

from django.urls import include, path

from ..views import confirmation, event, home, ledger_kind, notice, person, review, sign_in_slip, word_list

urlpatterns = [
    path("", home.home, name="home"),
    path("account/", include("reports.urls.account")),
    path("cycles/", include("reports.urls.cycle")),
    path("participants/<int:participant_pk>/", include("reports.urls.participant")),
    path("reports/", include("reports.urls.report")),
    path("ledgers/", include("reports.urls.ledger")),
    path("people/<int:person_pk>/slip/", sign_in_slip.slip, name="slip"),
    path("people/<int:person_pk>/slip/withdraw/", sign_in_slip.slip_withdraw, name="slip_withdraw"),
    path("people/<int:person_pk>/", person.person, name="person"),
    path("ledger-kinds/", ledger_kind.ledger_kinds, name="ledger_kinds"),
    path("ledger-kinds/new/", ledger_kind.ledger_kind_new, name="ledger_kind_new"),
    path("ledger-kinds/<slug:slug>/", ledger_kind.ledger_kind, name="ledger_kind"),
    path("word-lists/", word_list.word_lists, name="word_lists"),
    path("word-lists/<int:unit_pk>/", word_list.word_list, name="word_list"),
    path("word-lists/<int:unit_pk>/file/", word_list.word_list_file, name="word_list_file"),
    path("word-lists/<int:unit_pk>/entries/<int:pk>/", word_list.word_list_switch, name="word_list_switch"),
    path("notices/", notice.notices, name="notices"),
    path("notices/read/", notice.notices_read, name="notices_read"),
    path("notices/<int:notice_pk>/", notice.notice, name="notice"),
    path("reviews/", review.review_list, name="reviews"),
    path("log/", event.log, name="log"),
    path("confirmations/", confirmation.confirmations, name="confirmations"),
    path("confirmations/<int:pk>/confirm/", confirmation.confirmation_confirm, name="confirmation_confirm"),
    path("confirmations/<int:pk>/decline/", confirmation.confirmation_decline, name="confirmation_decline"),
]
