"""The report as paper: on the screen, as a file, in its versions."""

from collections.abc import Sequence
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from .. import access
from ..actions.download import note_export, note_file
from ..documents.archive_package import seal_of, write_package
from ..documents.background import BeingMade
from ..documents.files import (
    PACKAGE,
    FileKind,
    conformance_sheet,
    fetch_file,
    fetch_published_ofd,
    file_name,
    package_name,
)
from ..documents.published import NoPublishedFile, read_published
from ..documents.workers import NotDone
from ..forms.comment import FilterForm
from ..forms.return_draft import ReturnDraftForm
from ..gongwen.pdf import Unprintable
from ..http.being_made import say_being_made
from ..http.read_receipt import lead_to_opening, open_content, opened_first, require_opened
from ..http.sign_in import SignedInRequest, View, signed_in, wants_json
from ..models import Publication, Report, User
from ..pages.archive_package import pack
from ..pages.comparison import compare_address
from ..pages.discussion import CommentFilter, Discussion, discuss, names_read, sections_in_order
from ..pages.figure_basis import figures_to_open, read_bases
from ..pages.heartbeat import find_silence
from ..pages.remark import remarks_on
from ..pages.untraced import count_typed
from ..prose.content import ReportContent
from ..prose.remarks import Remark


def _back_after_post(view: View) -> View:
    """A POST to a file's address tries again to make the file, then redirects to the same address."""

    @wraps(view)
    def posted(request: SignedInRequest, *args, **kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        return redirect(request.get_full_path()) if request.method == "POST" else response

    return posted


def _open(request: SignedInRequest, pk: int) -> tuple[Report, access.ReportPermissions]:
    report, permissions = access.report_to_read(request.user, pk)
    require_opened(request, report, permissions)
    return report, permissions


@signed_in
@require_safe
@opened_first
def read(request: SignedInRequest, report_pk: int) -> HttpResponse:
    """Writers see the text as it stands, everybody else as it was last submitted.

    A reviewer who has read an earlier version is first led to the changes.
    """
    report, permissions = _open(request, report_pk)
    since = access.changes_since_read(request.user, report, permissions)
    if since and since.is_unread:
        return redirect(compare_address(report, since.old, since.new))
    context = {
        "report": report,
        "permissions": permissions,
        "since": since,
        "news": access.news_token(report, permissions),  # before the text: what comes in between is news
        "present": access.people_present(request.user, report, at=timezone.now()),
        "may_comment": permissions.may_comment and not report.is_final,
    }
    content = open_content(request, permissions)
    discussed = _discussion(request, report, permissions, content)
    pks = figures_to_open(report, permissions.revision)
    bases = read_bases(pks, permissions.revision)
    context |= {"bases": bases, "traced": sum(basis.is_traced for basis in bases)}
    context |= {"figure_pks": pks, "sources": {basis.label: basis.words for basis in bases if basis.words}}
    context["typed"] = count_typed(content) if bases else 0
    context["waived"] = access.waived_to_read(report, permissions)
    sections = [part.section for part in discussed["discussion"].parts]
    context["found"] = access.findings_to_read(report, permissions, sections)
    if permissions.may_decide:
        context |= _return_drafts(request.user, report, discussed["discussion"])
    return render(request, "document/read.html", context | discussed)


def _return_drafts(user: User, report: Report, discussion: Discussion) -> dict[str, Any]:
    """What the reviewer has marked to be changed, and a form for each section, by the section's primary key."""
    drafts = access.return_drafts_of(user, report)
    stored = {pk: draft.text for pk, draft in drafts.items()}
    pks = [part.section.pk for part in discussion.parts]
    forms = {pk: ReturnDraftForm(section_pk=pk, stored=stored.get(pk, "")) for pk in pks}
    return {"return_drafts": drafts, "return_forms": forms}


def _discussion(
    request: SignedInRequest, report: Report, permissions: access.ReportPermissions, content: ReportContent
) -> dict[str, Any]:
    sections = sections_in_order(report)
    names = [(str(section.pk), name) for section, name in zip(sections, names_read(sections, content), strict=True)]
    form = FilterForm(request.GET, sections=names)
    asked = CommentFilter(reader_pk=request.user.pk, **form.asked)
    comments = access.comments_beside_text(report, permissions)
    return {"content": content, "filter": form, "discussion": discuss(sections, content, comments, by_filter=asked)}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@opened_first
@_back_after_post
def pdf(request: SignedInRequest, report_pk: int) -> HttpResponse:
    """The PDF in the page with its downloads, or the page that says it is being made. POST tries again to make it."""
    report, permissions = _open(request, report_pk)
    shown = FileKind.FINAL if report.is_final else FileKind.DRAFT
    publications = list(access.publications_to_read(report))
    try:
        sheet = _sheet(request, report, permissions, shown, publications)
        silence = None
    except BeingMade:
        sheet, silence = None, find_silence(now=timezone.now()) if report.is_final else None
    except (Unprintable, NoPublishedFile, NotDone) as problem:
        return _unprintable(request, report, problem)
    some = access.has_remarks(request.user, report, permissions)
    kinds = [kind for kind in FileKind.offered(report) if some or not kind.is_of_remarks]
    apart = [kind for kind in FileKind if kind.is_of_remarks] if access.has_remarks_apart(report, permissions) else []
    context = {
        "report": report,
        "permissions": permissions,
        "may_archive": access.may_archive(report, permissions),
        "kinds": kinds,
        "apart": apart,
        "shown": shown,
        "sheet": sheet,
        "silence": silence,
        "open_blanks": 0 if report.is_final else len(permissions.content.unfilled),
    }
    return render(request, "document/pdf.html", context | {"publications": publications})


def _sheet(
    request: SignedInRequest,
    report: Report,
    permissions: access.ReportPermissions,
    kind: FileKind,
    publications: Sequence[Publication],
) -> dict[str, Any]:
    if report.is_published:
        return _current(publications).sheet
    publication = access.publication_under_way(report) if report.is_final else None
    if publication and publication.is_under_way:
        raise BeingMade
    again = request.method == "POST"
    return conformance_sheet(open_content(request, permissions), kind, cycle=report.cycle, again=again)


def _current(publications: Sequence[Publication]) -> Publication:
    """The publication that a published report is downloaded as. Raises NoPublishedFile for one of an early release."""
    if not publications:
        raise NoPublishedFile("never stored")
    return publications[0]


def _unprintable(
    request: SignedInRequest, report: Report, problem: Unprintable | NoPublishedFile | NotDone
) -> HttpResponse:
    """Says why there is no file. One that a limit ended may be tried again. Raises the problem again where it passes by
    itself.
    """
    if isinstance(problem, NotDone) and (problem.retry_after or wants_json(request)):
        raise problem
    context = {"report": report, "why": str(problem), "may_try_again": isinstance(problem, NotDone)}
    return render(request, "document/unprintable.html", context, status=getattr(problem, "status", 422))


def _lost(request: SignedInRequest, report: Report, lost: NoPublishedFile) -> HttpResponse:
    return render(request, "document/unprintable.html", {"report": report, "why": str(lost)}, status=503)


def _being_made(request: SignedInRequest, report: Report) -> HttpResponse:
    return say_being_made(request, back=reverse("report", args=[report.pk]), label=report.title)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@xframe_options_sameorigin
@opened_first
@_back_after_post
def file(request: SignedInRequest, report_pk: int, kind: str) -> HttpResponse:
    """With `?inline` it is shown in the page, not downloaded. With `?apart` it includes the notes among reviewers. POST
    tries again to make it.
    """
    report, permissions = access.report_to_read(request.user, report_pk)
    lead_to_opening(request, report, permissions)  # of a file the log has a row of its own
    if kind not in FileKind.offered(report):
        raise Http404
    chosen = FileKind(kind)
    apart = "apart" in request.GET
    try:
        if report.is_published and chosen in {FileKind.FINAL, FileKind.OFD}:
            current = _current(list(access.publications_to_read(report)[:1]))
            return _published(request, current, chosen)
        content = open_content(request, permissions)
        remarks = _remarks(request.user, report, permissions, content, apart=apart) if chosen.is_of_remarks else ()
        data = fetch_file(
            content,
            chosen,
            cycle=report.cycle,
            reader=request.user.name,
            at=timezone.now(),
            remarks=remarks,
            is_late=report.is_late,
            again=request.method == "POST",
        )
    except BeingMade:
        return _being_made(request, report)
    except (Unprintable, NoPublishedFile, NotDone) as problem:
        return _unprintable(request, report, problem)
    return _answer(request, report, chosen, data, file_name(content, chosen, remarks))


def _remarks(
    user: User, report: Report, permissions: access.ReportPermissions, content: ReportContent, *, apart: bool
) -> list[Remark]:
    return remarks_on(
        report,
        content,
        comments=access.comments_to_list(report, permissions, apart=apart),
        reasons=access.return_reasons_to_read(report),
        opinions=access.opinions_to_read(user, report, permissions),
    )


@signed_in
@require_safe
@xframe_options_sameorigin
def publication(request: SignedInRequest, report_pk: int, number: int) -> HttpResponse:
    return _published(request, access.publication_to_read(request.user, report_pk, number), FileKind.FINAL)


def _published(request: SignedInRequest, publication: Publication, kind: FileKind) -> HttpResponse:
    """The bytes as published, never made anew; an OFD is made of them. Raises BeingMade, Unprintable and NotDone."""
    report = publication.report
    try:
        data = read_published(publication.sha256)
    except NoPublishedFile as lost:
        return _lost(request, report, lost)
    if kind is FileKind.OFD:
        data = fetch_published_ofd(data, again=request.method == "POST")
    name = file_name(publication.revision.content, kind, number=publication.number)
    return _answer(request, report, kind, data, name)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@_back_after_post
def archive_package(request: SignedInRequest, report_pk: int) -> HttpResponse:
    """POST tries again to make the Word document that is in it. The log holds the package's seal."""
    report, now = access.report_to_archive(request.user, report_pk), timezone.now()
    records = access.records_to_archive(report)
    asked: dict[str, Any] = {"cycle": report.cycle, "reader": request.user.name, "at": now}
    try:
        content = records.published.revision.content
        word = fetch_file(content, FileKind.DOCX, again=request.method == "POST", **asked)
        data = write_package(pack(report, records, word=word, at=now))
    except BeingMade:
        return _being_made(request, report)
    except NoPublishedFile as lost:
        return _lost(request, report, lost)
    except (Unprintable, NotDone) as problem:
        return _unprintable(request, report, problem)
    if request.method == "GET":
        note_file(name=f"{PACKAGE} {seal_of(data)}", by=request.user, at=now, report=report)
    disposition = content_disposition_header(as_attachment=True, filename=package_name(content))
    return HttpResponse(data, "application/zip", headers={"Content-Disposition": disposition})


def _answer(request: SignedInRequest, report: Report, kind: FileKind, data: bytes, name: str) -> HttpResponse:
    inline = "inline" in request.GET
    if request.method == "GET":
        note_export(report=report, kind=kind, by=request.user, at=timezone.now(), is_shown=inline)
    disposition = content_disposition_header(not inline, name)
    return HttpResponse(data, kind.content_type, headers={"Content-Disposition": disposition})
