"""Which words a comment stands at: where a person says so."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from .. import access
from ..actions.placing import confirm_placement, reattach_comment
from ..forms.placing import ReattachForm
from .acting import act, show
from .discussion import section_read
from .signing_in import SignedInRequest, signed_in


def passage_asked(request: SignedInRequest, body: str) -> dict[str, Any]:
    """What a form is told of the words that the address asks for with `start` and `end`; nothing where they are not."""
    try:
        start, end = int(request.GET["start"]), int(request.GET["end"])
    except (KeyError, ValueError):
        return {}
    if not 0 <= start < end <= len(body):
        return {}
    return {"start": start, "end": end, "quote": body[start:end], "replacement": body[start:end]}


@signed_in
@require_POST
def comment_confirm(request: SignedInRequest, report: int, comment: int) -> HttpResponse:
    """The words that a moved comment was found at are the right ones."""
    found, standing = access.comment_to_answer(request.user, report, comment)
    content = standing.content
    read = section_read(found.report, found.section, content).body
    try:
        passage = int(request.POST["start"]), int(request.POST["end"])
    except (KeyError, ValueError):
        passage = (0, 0)
    return act(request, found.report, confirm_placement, comment=found, read=read, passage=passage)


@signed_in
@require_http_methods(["GET", "POST"])
def comment_reattach(request: SignedInRequest, report: int, comment: int) -> HttpResponse:
    """Choosing the words again that a moved or lost comment is about."""
    found, standing = access.comment_to_answer(request.user, report, comment)
    content = standing.content
    body = section_read(found.report, found.section, content).body
    form = ReattachForm(request.POST or None, initial=passage_asked(request, body), body=body, content=content)
    if request.method == "POST" and form.is_valid():
        return act(request, found.report, reattach_comment, comment=found, read=body, passage=form.passage)
    return show(
        request,
        found.report,
        "commenting/reattach.html",
        {"comment": found, "form": form, "exact": "exact" in request.GET},
    )
