"""/ledgers/…: a ledger, its rows and their evidence."""

from django.urls import path

from ..views import evidence, ledger, ledger_import, ledger_row

urlpatterns = [
    path("", ledger.ledgers, name="ledgers"),
    path("<int:ledger_pk>/", ledger.ledger, name="ledger"),
    path("<int:ledger_pk>/rows/new/", ledger_row.ledger_row_new, name="ledger_row_new"),
    path("<int:ledger_pk>/rows/<int:row_pk>/", ledger_row.ledger_row, name="ledger_row"),
    path("<int:ledger_pk>/rows/<int:row_pk>/delete/", ledger_row.ledger_row_delete, name="ledger_row_delete"),
    path("<int:ledger_pk>/rows/<int:row_pk>/restore/", ledger_row.ledger_row_restore, name="ledger_row_restore"),
    path("<int:ledger_pk>/import/", ledger_import.ledger_import, name="ledger_import"),
    path("<int:ledger_pk>/import/<int:pk>/", ledger_import.ledger_import_preview, name="ledger_import_preview"),
    path("<int:ledger_pk>/import/<int:pk>/columns/", ledger_import.ledger_import_columns, name="ledger_import_columns"),
    path("<int:ledger_pk>/import/<int:pk>/refused/", ledger_import.ledger_import_refused, name="ledger_import_refused"),
    path("<int:ledger_pk>/rows/<int:row_pk>/evidence/", evidence.evidence_add, name="evidence_add"),
    path("<int:ledger_pk>/rows/<int:row_pk>/evidence/<int:pk>/", evidence.evidence, name="evidence"),
    path(
        "<int:ledger_pk>/rows/<int:row_pk>/evidence/<int:pk>/remove/", evidence.evidence_remove, name="evidence_remove"
    ),
]
