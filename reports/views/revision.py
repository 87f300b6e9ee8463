"""The versions of a report."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import access
from ..http.read_receipt import opened_first, record_read, require_opened
from ..http.sign_in import SignedInRequest, signed_in


@signed_in
@require_safe
def revisions(request: SignedInRequest, report_pk: int) -> HttpResponse:
    """With who has opened each."""
    report, permissions = access.report_to_read(request.user, report_pk)
    listed = access.revisions_to_read(report, permissions).with_read_receipts()
    return render(
        request, "revision/revisions.html", {"report": report, "permissions": permissions, "revisions": listed}
    )


@signed_in
@require_safe
@opened_first
def revision(request: SignedInRequest, report_pk: int, number: int) -> HttpResponse:
    revision, permissions = access.revision_to_read(request.user, report_pk, number)
    require_opened(request, revision.report, permissions)
    record_read(request, [revision])
    context = {"report": revision.report, "permissions": permissions, "content": revision.content, "revision": revision}
    context["comments"] = access.comments_to_read(revision.report, permissions).filter(made_on=revision).for_reading()
    return render(request, "revision/revision.html", context)
