"""Who is given a right, or loses it. To give one takes a second person; to take one away does not, and is told."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from ..models import Confirmation, Event, Unit, User
from ..models.circle import organisers_of_unit
from ..models.confirmation import Subject
from ..models.notice import NoticeKind
from .confirmation import ask, put_unit
from .errors import Refused
from .event import log
from .notification import tell_people

RIGHTS = (Subject.AUDITOR, Subject.ADMINISTRATOR)  # each the field that gives it


@transaction.atomic
def set_right(*, person: User, right: Subject, held: bool, by: User, at: datetime) -> Confirmation | None:
    """What is to be confirmed, where it is given. Raises Refused for one's own: nobody gives a right to themselves, and
    the site keeps an administrator.
    """
    if person == by:
        raise Refused(_("You cannot change your own rights. Ask another administrator."))
    changed = User.objects.filter(pk=person.pk).exclude(**{right: held})
    if held and changed.exists():
        return ask(subject=right, person=person, line=person.unit, by=by, at=at)
    if changed.update(**{right: held}):
        with translation.override(settings.LANGUAGE_CODE):  # the log is not in the language of whoever acted
            _dismiss(person, str(right.label), by=by, at=at)
    return None


@transaction.atomic
def set_organisers(*, unit: Unit, people: Collection[User], by: User, at: datetime) -> list[Confirmation]:
    """What is to be confirmed. Raises Refused where `by` would become an organiser."""
    before = {*unit.organisers.all()}
    if by in {*people} - before:
        raise Refused(why_not_oneself())
    for person in sorted(before - {*people}, key=lambda person: person.pk):
        unit.organisers.remove(person)
        _dismiss(person, unit.name, by=by, at=at)
    added = sorted({*people} - before, key=lambda person: person.pk)
    return [ask(subject=Subject.ORGANISER, person=person, unit=unit, line=unit, by=by, at=at) for person in added]


@transaction.atomic
def move_unit(*, unit: Unit, parent: Unit | None, by: User, at: datetime) -> Confirmation | None:
    """Whoever organises above gets all that is below: where that is somebody new, it is to be confirmed. Raises Refused
    where it would be `by`.
    """
    if parent and Unit.objects.of_organiser(by).filter(pk=parent.pk).exists():
        raise Refused(why_not_oneself())
    if parent and {*organisers_of_unit(parent.pk)} - {*organisers_of_unit(unit.pk)}:
        return ask(subject=Subject.MOVE, unit=unit, parent=parent, line=unit, by=by, at=at)
    put_unit(unit=unit, parent=parent, by=by, at=at)
    return None


def why_not_oneself() -> str:
    return _("You would become an organiser by this. Ask another administrator: nobody gives a right to themselves.")


def _dismiss(person: User, what: str, *, by: User, at: datetime) -> None:
    log(verb=Event.Verb.DISMISSED, actor=by, at=at, detail=f"{person.name} ({person.username}): {what}")
    tell_people([person], NoticeKind.RIGHTS, by=by, at=at)
