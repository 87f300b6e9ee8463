"""What an administrator cannot do alone: a second person confirms it, and only then it takes effect."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from ..models import Confirmation, SignInSlip, Unit, User
from ..models.circle import organisers_of_unit
from ..models.confirmation import ConfirmationOutcome, Subject
from ..models.event import Verb
from ..models.notice import NoticeKind
from .errors import Refused
from .event import log
from .notification import tell_people


def ask(
    *,
    subject: Subject,
    by: User,
    at: datetime,
    person: User | None = None,
    unit: Unit | None = None,
    parent: Unit | None = None,
    line: Unit | None = None,
    slip: SignInSlip | None = None,
) -> Confirmation:
    """Asked twice, it is one. Raises Refused where nobody could confirm it."""
    wanted = {"subject": subject, "person": person, "unit": unit, "parent": parent, "slip": slip, "asked_by": by}
    if there := Confirmation.objects.pending().filter(**wanted).first():
        return there
    asked = Confirmation.objects.create(**wanted, line=line, asked_at=at)
    confirmers = those_who_confirm(asked)
    if not confirmers:  # what was stored goes with the transaction
        raise Refused(_("Nobody can confirm this: it takes an auditor or another organiser. See docs/production.md."))
    _log(Verb.CONFIRMATION_ASKED, asked, by=by, at=at)
    tell_people(confirmers, NoticeKind.TO_CONFIRM, by=by, at=at)
    if person and not slip:
        tell_people([person], NoticeKind.RIGHTS_ASKED, by=by, at=at)
    return asked


def those_who_confirm(asked: Confirmation) -> list[User]:
    line = organisers_of_unit(asked.line_id) if asked.line_id else User.objects.none()
    people = User.objects.auditors() | User.objects.filter(pk__in=line.values("pk"), is_active=True)
    this = Confirmation.objects.filter(pk=asked.pk)
    return [person for person in people.order_by("name", "pk") if this.to_confirm_by(person).exists()]


@transaction.atomic
def confirm(*, asked: Confirmation, by: User, at: datetime) -> None:
    """Raises Refused where it is decided already, or `by` is no second person for it."""
    asked = _lock(asked)
    if not Confirmation.objects.filter(pk=asked.pk).to_confirm_by(by).exists():
        raise Refused(_already_decided())
    _decide(asked, ConfirmationOutcome.CONFIRMED, by=by, at=at)
    _log(Verb.CONFIRMED, asked, by=by, at=at)
    _EFFECTS[Subject(asked.subject)](asked, at)
    if asked.person and not asked.slip_id:
        tell_people([asked.person], NoticeKind.RIGHTS, by=asked.asked_by, at=at)
    told = {*User.objects.auditors(), asked.asked_by} - {asked.person}
    tell_people(told, NoticeKind.CONFIRMED, by=by, at=at)


@transaction.atomic
def decline(*, asked: Confirmation, by: User, at: datetime) -> None:
    """By a second person, or taken back by whoever asked. Raises Refused where it is decided already."""
    asked = _lock(asked)
    this = Confirmation.objects.filter(pk=asked.pk)
    if not (this.to_confirm_by(by) | this.of_administrator(by)).exists():
        raise Refused(_already_decided())
    _decide(asked, ConfirmationOutcome.DECLINED, by=by, at=at)
    if asked.slip_id:
        SignInSlip.objects.filter(pk=asked.slip_id).unused().update(withdrawn_at=at)
    _log(Verb.CONFIRMATION_ENDED, asked, by=by, at=at)
    tell_people({asked.asked_by, *filter(None, [asked.person])}, NoticeKind.UNCONFIRMED, by=by, at=at)


def _lock(asked: Confirmation) -> Confirmation:
    Confirmation.objects.select_for_update(no_key=True).get(pk=asked.pk)
    return Confirmation.objects.for_lists().get(pk=asked.pk)


def _already_decided() -> str:
    return _("This was decided, or taken back, a moment ago. Nothing has been changed by you.")


def _decide(asked: Confirmation, outcome: ConfirmationOutcome, *, by: User, at: datetime) -> None:
    Confirmation.objects.filter(pk=asked.pk).update(outcome=outcome, decided_by=by, decided_at=at)


def _log(verb: Verb, asked: Confirmation, *, by: User, at: datetime) -> None:
    with translation.override(settings.LANGUAGE_CODE):  # the log is not in the language of whoever acted
        log(verb=verb, actor=by, at=at, detail=asked.summary)


def _give_right(asked: Confirmation, at: datetime) -> None:
    people = User.objects.filter(pk__in=[asked.person_id])
    people.update(**{asked.subject: True})
    with translation.override(settings.LANGUAGE_CODE):
        _log_appointed(asked, str(asked.get_subject_display()), at=at)


def _make_organiser(asked: Confirmation, at: datetime) -> None:
    if asked.unit and asked.person:
        asked.unit.organisers.add(asked.person)
        _log_appointed(asked, asked.unit.name, at=at)


def _log_appointed(asked: Confirmation, what: str, *, at: datetime) -> None:
    if person := asked.person:
        log(verb=Verb.APPOINTED, actor=asked.asked_by, at=at, detail=f"{person.name} ({person.username}): {what}")


def _move(asked: Confirmation, at: datetime) -> None:
    """Whoever asked may have become an organiser there since."""
    parent = asked.parent
    if parent and Unit.objects.of_organiser(asked.asked_by).filter(pk=parent.pk).exists():
        raise Refused(_("Whoever asked for this would become an organiser by it: nobody gives a right to themselves."))
    if asked.unit:
        put_unit(unit=asked.unit, parent=asked.parent, by=asked.asked_by, at=at)


def put_unit(*, unit: Unit, parent: Unit | None, by: User, at: datetime) -> None:
    """Whoever organises it no longer, or since then, is told. Raises Refused where the tree has no place for it."""
    before = {*organisers_of_unit(unit.pk)}
    unit.parent = parent
    try:
        unit.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    Unit.objects.filter(pk=unit.pk).update(parent=parent)
    log(verb=Verb.UNIT_MOVED, actor=by, at=at, detail=f"{unit.name} → {parent.name if parent else '—'}")
    concerned = before ^ {*organisers_of_unit(unit.pk)}
    tell_people(sorted(concerned, key=lambda person: person.pk), NoticeKind.RIGHTS, by=by, at=at)


def _let_slip_open(asked: Confirmation, at: datetime) -> None:
    """The slip itself asks whether it was confirmed."""


_EFFECTS: dict[Subject, Callable[[Confirmation, datetime], None]] = {
    Subject.AUDITOR: _give_right,
    Subject.ADMINISTRATOR: _give_right,
    Subject.ORGANISER: _make_organiser,
    Subject.MOVE: _move,
    Subject.SLIP: _let_slip_open,
}
