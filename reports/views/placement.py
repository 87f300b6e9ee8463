"""Which words a comment stands at: where a person says so."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from .. import access
from ..actions.placement import confirm_placement, reattach_comment
from ..forms.placement import ReattachForm, passage_asked
from ..http.comment_response import perform_on_comment, render_form
from ..http.sign_in import SignedInRequest, signed_in
from ..pages.discussion import section_read


@signed_in
@require_POST
def comment_confirm(request: SignedInRequest, report_pk: int, comment_pk: int) -> HttpResponse:
    comment, permissions = access.comment_to_answer(request.user, report_pk, comment_pk)
    content = permissions.content
    read = section_read(comment.report, comment.section, content).body
    try:
        passage = int(request.POST["start"]), int(request.POST["end"])
    except (KeyError, ValueError):
        passage = (0, 0)
    return perform_on_comment(request, comment.report, confirm_placement, comment=comment, read=read, passage=passage)


@signed_in
@require_http_methods(["GET", "POST"])
def comment_reattach(request: SignedInRequest, report_pk: int, comment_pk: int) -> HttpResponse:
    comment, permissions = access.comment_to_answer(request.user, report_pk, comment_pk)
    content = permissions.content
    body = section_read(comment.report, comment.section, content).body
    form = ReattachForm(request.POST or None, initial=passage_asked(request.GET, body), body=body, content=content)
    if request.method == "POST" and form.is_valid():
        return perform_on_comment(
            request, comment.report, reattach_comment, comment=comment, read=body, passage=form.passage
        )
    return render_form(
        request,
        comment.report,
        "comment/reattach.html",
        {"comment": comment, "form": form, "exact": "exact" in request.GET},
    )
