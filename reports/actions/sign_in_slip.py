"""Sign-in slips: issued on paper or by mail, used once, withdrawn. Nobody but the person ever knows a password."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ..documents.slips import PrintedSlip, print_slips
from ..models import Assistance, Confirmation, SignInSlip, User
from ..models.confirmation import ConfirmationOutcome, Subject
from ..models.event import Verb
from ..models.left_out import Issue, LeftOut, reaches_reports, with_left_out
from ..models.notice import NoticeKind
from ..models.sign_in_slip import Delivery, expiry, hash_code, new_code
from .assistance import end_assistance
from .confirmation import ask
from .errors import Refused
from .event import log, log_many
from .mail import AT_ONCE
from .notification import tell_people
from .second_factor import forget_second_factor
from .session import forget_sessions

VERBS = {Delivery.PAPER: Verb.SLIP_PRINTED, Delivery.MAIL: Verb.SLIP_MAILED}
logger = logging.getLogger(__name__)


def issue_on_paper(
    *, people: Sequence[User], issue: Issue, address: str, contact: str, by: User, at: datetime
) -> bytes:
    """The PDF, which exists nowhere else. Raises Refused and NotDone: then nothing has been issued or withdrawn."""
    codes = {person.pk: new_code() for person in people}
    slips = [_printed(person, codes[person.pk]) for person in people]
    data = print_slips(slips, valid_until=expiry(at), address=address, contact=contact)
    _issue(people, issue, {pk: hash_code(code, person_pk=pk) for pk, code in codes.items()}, by=by, at=at)
    return data


def _printed(person: User, code: str) -> PrintedSlip:
    unit = person.unit.name if person.unit else ""
    return PrintedSlip(unit, person.name, person.post, person.username, person.staff_number, code)


def issue_by_mail(*, people: Sequence[User], issue: Issue, by: User, at: datetime) -> None:
    """A code is made when its mail is, so that nobody else can read it. Raises Refused."""
    _issue(people, issue, {}, by=by, at=at)
    transaction.on_commit(lambda: mail_slips(at=at, most=AT_ONCE), robust=True)


@transaction.atomic
def _issue(people: Sequence[User], issue: Issue, hashes: Mapping[int, str], *, by: User, at: datetime) -> None:
    keys = [person.pk for person in people]
    locked = list(User.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
    _refuse_left_out(locked, issue, by=by, at=at)
    SignInSlip.objects.filter(person__in=keys).unused().update(withdrawn_at=at)
    slips = SignInSlip.objects.bulk_create(
        SignInSlip(
            person=person,
            delivery=issue.delivery,
            code_hash=hashes.get(person.pk, ""),
            issued_at=at,
            issued_by=by,
            expires_at=expiry(at),
        )
        for person in locked
    )
    _tell(locked, VERBS[Delivery(issue.delivery)], by=by, at=at)
    if by.is_staff and issue.is_for_one:
        _ask_for_confirmation(slips, by=by, at=at)
    elif User.objects.filter(reaches_reports(), pk__in=keys).exists():
        tell_people(User.objects.auditors(), NoticeKind.SLIPS, by=by, at=at)


def _ask_for_confirmation(slips: Sequence[SignInSlip], *, by: User, at: datetime) -> None:
    for slip in slips:
        if _reaches_reports(slip.person_id):
            ask(subject=Subject.SLIP, person=slip.person, line=slip.person.unit, slip=slip, by=by, at=at)


def _reaches_reports(person_pk: int) -> bool:
    return User.objects.filter(reaches_reports(), pk=person_pk).exists()


def _refuse_left_out(people: Sequence[User], issue: Issue, *, by: User, at: datetime) -> None:
    judged = with_left_out(User.objects.filter(pk__in=[person.pk for person in people]), issue, by=by, at=at)
    left_out = judged.exclude(left_out="").values_list("left_out", flat=True).first()
    if left_out and issue.is_for_one:
        raise Refused(str(LeftOut(left_out).label))
    if left_out:
        raise Refused(_("The list has changed since you looked at it. Nothing has been issued: look at it again."))


def _tell(people: Sequence[User], verb: Verb, *, by: User, at: datetime) -> None:
    """By the log; and whoever has signed in before, and may not have asked for a slip."""
    log_many(verb=verb, actor=by, at=at, details=[_name(person) for person in people])
    tell_people([person for person in people if person.last_login], NoticeKind.SLIP, by=by, at=at)


def _name(person: User) -> str:
    return f"{person.name} ({person.username})"


def withdraw_slip(*, person: User, by: User, at: datetime) -> None:
    """Raises Refused where there is none to withdraw, and where `by` could not have issued it."""
    with transaction.atomic():
        if out_of_reach := _why_out_of_reach(person.pk, by=by, at=at):
            raise Refused(out_of_reach)
        if not SignInSlip.objects.filter(person=person).unused().update(withdrawn_at=at):
            raise Refused(_("There is no slip to withdraw: it has been used, or withdrawn by somebody else."))
        log(verb=Verb.SLIP_WITHDRAWN, actor=by, at=at, detail=_name(person))


def use_slip(*, slip: SignInSlip, password: str, by: User, at: datetime) -> list[str]:
    """Sets the person's password, which ends all other sign-ins. Raises Refused for a slip that holds no longer.
    Returns the names of the assistants who write for the person no more.

    Of two at the same moment one gets it: the row itself says which.
    """
    by.set_password(password)  # slow on purpose, so before anything is locked
    with transaction.atomic():
        slip.person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
        _refuse_changed_duties(slip, at=at)
        may = slip.person.is_active and SignInSlip.objects.filter(pk=slip.pk, person=by).valid_at(at).update(used_at=at)
        if not may:
            slip.refresh_from_db(fields=["used_at", "withdrawn_at", "expires_at"])
            raise Refused(slip.refusal(at))
        by.save(update_fields=["password"])
        forget_sessions(person=by)
        if _is_confirmed(slip):  # by two people: so who lost telephone and sheet has a way in
            forget_second_factor(person=by, at=at)
        log(verb=Verb.SLIP_USED, actor=by, at=at)
        return _end_namings(by, at=at)


def _end_namings(person: User, *, at: datetime) -> list[str]:
    """Whoever was in the account before, with a slip that was another's, may have named somebody to read along."""
    named = Assistance.objects.filter(author=person, is_proposed=False).select_related("author", "assistant")
    for assistance in (ending := list(named.order_by("pk"))):
        end_assistance(assistance=assistance, by=person, at=at)
    return [assistance.assistant.name for assistance in ending]


def _refuse_changed_duties(slip: SignInSlip, *, at: datetime) -> None:
    """Whoever has become an auditor since, say, is not let in by what an organiser has printed before."""
    if _why_out_of_reach(slip.person_id, by=slip.issued_by, at=at):
        raise Refused(_("Your duties, or those of whoever issued this slip, have changed. Ask for a new slip."))
    if slip.issued_by.is_staff and _reaches_reports(slip.person_id) and not _is_confirmed(slip):
        raise Refused(_("This slip opens nothing until a second person has confirmed it. Ask whoever gave it to you."))


def _is_confirmed(slip: SignInSlip) -> bool:
    return Confirmation.objects.filter(slip=slip, outcome=ConfirmationOutcome.CONFIRMED).exists()


def _why_out_of_reach(person_pk: int, *, by: User, at: datetime) -> str:
    """Why slips of this person are not theirs to issue or end; empty where they are."""
    issue = Issue(Delivery.PAPER, is_for_one=True)
    judged = with_left_out(User.objects.filter(pk=person_pk), issue, by=by, at=at)
    reason = judged.filter(left_out__in=[LeftOut.ABOVE, LeftOut.OUTSIDE]).values_list("left_out", flat=True).first()
    return str(LeftOut(reason).label) if reason else ""


def mail_slips(*, at: datetime, most: int | None = None) -> int:
    """Those that wait for their mail, the oldest first, until the mail server fails; how many mails went out."""
    count = 0
    for slip in SignInSlip.objects.to_mail(at).select_related("person").order_by("pk")[:most]:
        try:
            count += _mail(slip, at=at)
        except OSError:  # of which smtplib's errors are
            logger.exception("The mail server fails. The next run of send_notices tries again.")
            break
    return count


def _mail(slip: SignInSlip, *, at: datetime) -> bool:
    """False where another process mails it, or the address is refused, which no retry mends: then it is withdrawn."""
    code = new_code()
    row = SignInSlip.objects.filter(pk=slip.pk).unused()
    code_hash = hash_code(code, person_pk=slip.person_id)
    if not row.filter(code_hash="").update(code_hash=code_hash, mailed_at=at):
        return False
    try:
        compose(slip, code).send()
    except (SMTPRecipientsRefused, ValueError):
        logger.exception("The address of %s is refused. Issue a slip on paper.", slip.person.username)
        row.update(withdrawn_at=at)
        return False
    except OSError:
        row.update(code_hash="", mailed_at=None)
        raise
    return True


def compose(slip: SignInSlip, code: str) -> EmailMessage:
    """In the person's language. The code is no part of the link: addresses are kept by browsers and servers."""
    person = slip.person
    link = settings.SITE_ADDRESS.rstrip("/") + reverse("first_sign_in")
    last_day = timezone.localdate(slip.expires_at)
    with translation.override(person.mail_language):
        told = {"person": person, "code": code, "link": link, "last_day": last_day}
        body = render_to_string("sign_in_slip/mail.txt", told)
        return EmailMessage(f"{_('Duty reports')} · {_('how you sign in')}", body, to=[person.email])
