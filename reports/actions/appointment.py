"""Who is given a right, or loses it: told to the person, written into the log, and never given to oneself."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Event, Unit, User
from ..models.notice import NoticeKind
from .errors import Refused
from .event import log
from .notification import tell_people


class Right(StrEnum):
    """The field that gives it."""

    AUDITOR = "is_auditor"
    ADMINISTRATOR = "is_staff"


_NAMES = {Right.AUDITOR: gettext_lazy("auditor"), Right.ADMINISTRATOR: gettext_lazy("administrator")}


@transaction.atomic
def set_right(*, person: User, right: Right, held: bool, by: User, at: datetime) -> None:
    """Raises Refused for one's own: nobody gives a right to themselves, and the site keeps an administrator."""
    if person == by:
        raise Refused(_("You cannot change your own rights. Ask another administrator."))
    if User.objects.filter(pk=person.pk).exclude(**{right: held}).update(**{right: held}):
        with translation.override(settings.LANGUAGE_CODE):  # the log is not in the language of whoever acted
            what = str(_NAMES[right])
        _tell(person, what, held=held, by=by, at=at)


@transaction.atomic
def set_organisers(*, unit: Unit, people: Collection[User], by: User, at: datetime) -> None:
    """Raises Refused where `by` would become an organiser."""
    before = {*unit.organisers.all()}
    if by in {*people} - before:
        raise Refused(why_not_oneself())
    unit.organisers.set(people)
    for person in sorted({*people} ^ before, key=lambda person: person.pk):
        _tell(person, unit.name, held=person not in before, by=by, at=at)


@transaction.atomic
def move_unit(*, unit: Unit, parent: Unit | None, by: User, at: datetime) -> None:
    """Whoever organises above gets all that is below. Raises Refused where that would be `by`."""
    if parent and Unit.objects.of_organiser(by).filter(pk=parent.pk).exists():
        raise Refused(why_not_oneself())
    Unit.objects.filter(pk=unit.pk).update(parent=parent)
    log(verb=Event.Verb.UNIT_MOVED, actor=by, at=at, detail=f"{unit.name} → {parent.name if parent else '—'}")


def why_not_oneself() -> str:
    return _("You would become an organiser by this. Ask another administrator: nobody gives a right to themselves.")


def _tell(person: User, what: str, *, held: bool, by: User, at: datetime) -> None:
    verb = Event.Verb.APPOINTED if held else Event.Verb.DISMISSED
    log(verb=verb, actor=by, at=at, detail=f"{person.name} ({person.username}): {what}")
    tell_people([person], NoticeKind.RIGHTS, by=by, at=at)
