"""What I have been told, and how I want to be."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import access
from ..actions.notice import choose_mail, read_all_notices, read_notice
from ..forms.notice import MailForm
from ..http.read_receipt import is_reading
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Notice

PAGE = 30
OF_ROUNDS = {
    Notice.Kind.ANNOUNCED,
    Notice.Kind.CYCLE_CHANGED,
    Notice.Kind.EXTENDED,
    Notice.Kind.CYCLE_CLOSED,
    Notice.Kind.CYCLE_REOPENED,
}
OF_ACCOUNTS: dict[str, str] = {
    Notice.Kind.SLIP: "password",
    Notice.Kind.RIGHTS: "home",
    Notice.Kind.RIGHTS_ASKED: "home",
    Notice.Kind.TO_CONFIRM: "confirmations",
    Notice.Kind.CONFIRMED: "confirmations",
    Notice.Kind.UNCONFIRMED: "notices",
    Notice.Kind.APPOINTED: "log",
    Notice.Kind.SLIPS: "log",
    Notice.Kind.ADMINISTERS: "log",
    Notice.Kind.WAY_IN: "log",
    Notice.Kind.OUTSIDE: "sessions",
}
OF_REVIEWS = {Notice.Kind.ASKED, Notice.Kind.ENTRUSTED, Notice.Kind.TO_REVIEW}


@signed_in
@require_safe
def notices(request: SignedInRequest) -> HttpResponse:
    page = Paginator(access.notices_of(request.user).for_lists(), PAGE).get_page(request.GET.get("page"))
    return render(request, "notice/notices.html", {"page": page})


@signed_in
@require_safe
def notice(request: SignedInRequest, notice_pk: int) -> HttpResponse:
    """Marks it as read and redirects to what it is about."""
    notice = access.notice_to_open(request.user, notice_pk)
    if is_reading(request):
        read_notice(notice=notice, at=timezone.now())
    return redirect(_place(notice))


def _place(notice: Notice) -> str:
    if notice.comment_id:
        return f"{resolve_url('read', notice.report_id)}#comment-{notice.comment_id}"
    if notice.cycle_id and notice.kind in OF_ROUNDS:
        return resolve_url("cycle_changes", notice.cycle_id)
    if notice.cycle_id:  # where it stands what is asked of them
        return resolve_url("reviews" if notice.kind in OF_REVIEWS else "home")
    if notice.report_id is None:
        return resolve_url(OF_ACCOUNTS.get(notice.kind, "assistants"))
    if notice.kind == Notice.Kind.UNREVIEWED:
        return resolve_url("reviewers", notice.report_id)
    return resolve_url("report", notice.report_id)  # which sends its readers on to the text


@signed_in
@require_POST
def notices_read(request: SignedInRequest) -> HttpResponse:
    read_all_notices(by=request.user, at=timezone.now())
    return redirect("notices")


@signed_in
@require_http_methods(["GET", "POST"])
def mail(request: SignedInRequest) -> HttpResponse:
    form = MailForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        choose_mail(by=request.user, mail=form.cleaned_data["mail"], language=form.cleaned_data["mail_language"])
        messages.success(request, _("Your choice has been saved."))
        return redirect("mail")
    return render(request, "notice/mail.html", {"form": form})
