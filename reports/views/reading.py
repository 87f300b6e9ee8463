"""The report as paper: on the screen, as a file, in its versions."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from .. import access
from ..actions.report import note_export
from ..documents.files import FileKind, conformance_sheet, file_name, make_file
from ..documents.pdf import Unprintable
from ..documents.published import NoPublishedFile, read_published
from ..models import Publication, Report
from .commenting import news_token
from .comparing import compare_address, since_reading
from .discussion import discuss
from .looking import content_read, note_look, opened_first, require_opened
from .remarks import has_remarks, has_remarks_apart, remarks_on
from .signing_in import SignedInRequest, signed_in


def _open(request: SignedInRequest, pk: int) -> tuple[Report, access.Standing]:
    """A report whose words are about to be shown."""
    report, standing = access.report_to_read(request.user, pk)
    require_opened(request, report, standing)
    return report, standing


@signed_in
@require_safe
@opened_first
def read(request: SignedInRequest, report: int) -> HttpResponse:
    """The text as it stands for its writers, as last submitted for everybody else.

    A reviewer who has read an earlier version is first led to what has changed since.
    """
    found, standing = _open(request, report)
    since = since_reading(request, found, standing)
    if since and since.is_unread:
        return redirect(compare_address(found, since.old, since.new))
    context = {
        "report": found,
        "standing": standing,
        "since": since,
        "news": news_token(found, standing),  # before the text: what comes in between is news
        "may_comment": standing.may_comment and not found.is_final,
    }
    content = content_read(request, standing)
    context |= {"content": content, "discussion": discuss(request, found, standing, content)}
    return render(request, "reading/read.html", context)


@signed_in
@require_safe
def revisions(request: SignedInRequest, report: int) -> HttpResponse:
    """The report's versions, and who has opened each."""
    found, standing = access.report_to_read(request.user, report)
    listed = access.revisions_to_read(found, standing).with_readings()
    return render(request, "reading/revisions.html", {"report": found, "standing": standing, "revisions": listed})


@signed_in
@require_safe
@opened_first
def revision(request: SignedInRequest, report: int, number: int) -> HttpResponse:
    """One version, as it was."""
    found, standing = access.revision_to_read(request.user, report, number)
    require_opened(request, found.report, standing)
    note_look(request, [found])
    context = {"report": found.report, "standing": standing, "content": found.content, "revision": found}
    context["comments"] = access.comments_to_read(found.report, standing).filter(made_on=found).for_reading()
    return render(request, "reading/revision.html", context)


@signed_in
@require_safe
@opened_first
def pdf(request: SignedInRequest, report: int) -> HttpResponse:
    """The PDF shown in the page, with its downloads."""
    found, standing = _open(request, report)
    shown = FileKind.FINAL if found.is_final else FileKind.DRAFT
    publications = list(access.publications_to_read(found))
    try:
        sheet = _sheet(request, found, standing, shown, publications)
    except (Unprintable, NoPublishedFile) as problem:
        return _unprintable(request, found, problem)
    some = has_remarks(request, found, standing)
    kinds = [kind for kind in FileKind.offered(found) if some or not kind.is_of_remarks]
    apart = [kind for kind in FileKind if kind.is_of_remarks] if has_remarks_apart(found, standing) else []
    context = {"report": found, "standing": standing, "kinds": kinds, "apart": apart, "shown": shown, "sheet": sheet}
    return render(request, "reading/pdf.html", context | {"publications": publications})


def _sheet(
    request: SignedInRequest,
    report: Report,
    standing: access.Standing,
    kind: FileKind,
    publications: Sequence[Publication],
) -> dict[str, Any]:
    if report.is_published:
        return _current(publications).sheet
    return conformance_sheet(content_read(request, standing), kind, cycle=report.cycle)


def _current(publications: Sequence[Publication]) -> Publication:
    """What a published report is downloaded as. Raises NoPublishedFile for one of an early release."""
    if not publications:
        raise NoPublishedFile("never stored")
    return publications[0]


def _unprintable(request: SignedInRequest, report: Report, problem: Unprintable | NoPublishedFile) -> HttpResponse:
    return render(request, "reading/unprintable.html", {"report": report, "why": str(problem)}, status=422)


@signed_in
@require_safe
@xframe_options_sameorigin
@opened_first
def file(request: SignedInRequest, report: int, kind: str) -> HttpResponse:
    """The report as a file; `?inline` to show it in the page instead of downloading it.

    What reviewers tell one another is left out of it unless they ask for it by `?apart`.
    """
    found, standing = _open(request, report)
    if kind not in FileKind.offered(found):
        raise Http404
    chosen = FileKind(kind)
    apart = "apart" in request.GET
    try:
        if chosen is FileKind.FINAL and found.is_published:
            return _published(request, _current(list(access.publications_to_read(found)[:1])))
        content = content_read(request, standing)
        remarks = remarks_on(request, found, standing, content, apart=apart) if chosen.is_of_remarks else ()
        data = make_file(
            content, chosen, cycle=found.cycle, reader=request.user.name, at=timezone.now(), remarks=remarks
        )
    except (Unprintable, NoPublishedFile) as problem:
        return _unprintable(request, found, problem)
    return _answer(request, found, chosen, data, file_name(content, chosen, remarks))


@signed_in
@require_safe
@xframe_options_sameorigin
def publication(request: SignedInRequest, report: int, number: int) -> HttpResponse:
    """The file of one publication: the first, or a correction."""
    return _published(request, access.publication_to_read(request.user, report, number))


def _published(request: SignedInRequest, publication: Publication) -> HttpResponse:
    """The bytes as they were published, whatever would be made of the same words today."""
    report = publication.report
    try:
        data = read_published(publication.sha256)
    except NoPublishedFile as lost:
        return render(request, "reading/unprintable.html", {"report": report, "why": str(lost)}, status=503)
    name = file_name(publication.revision.content, FileKind.FINAL, number=publication.number)
    return _answer(request, report, FileKind.FINAL, data, name)


def _answer(request: SignedInRequest, report: Report, kind: FileKind, data: bytes, name: str) -> HttpResponse:
    inline = "inline" in request.GET
    if not inline and request.method == "GET":
        note_export(report=report, kind=kind, by=request.user, at=timezone.now())
    disposition = content_disposition_header(not inline, name)
    return HttpResponse(data, kind.content_type, headers={"Content-Disposition": disposition})
