"""A person comes, leaves, or comes back."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Event, SignInSlip, Unit, User
from ..models.event import Verb
from ..models.failed_sign_in import mark_of
from .errors import Refused
from .event import log
from .repeated_failure import note_failure
from .session import forget_sessions

_TAKEN = gettext_lazy("Somebody else has this sign-in name or staff number.")


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Without a sign-in name they sign in with the staff number."""

    name: str
    unit: Unit
    post: str
    username: str
    staff_number: str


@transaction.atomic
def create_person(*, new: NewPerson, by: User, at: datetime) -> User:
    """In a unit that `by` organises, without a password: a sign-in slip lets them set one. Raises Refused."""
    if not Unit.objects.reached_by(by).filter(pk=new.unit.pk).exists():
        raise Refused(_("Choose one of the units that you organise."))
    username = User.normalize_username(new.username or new.staff_number)
    names = {username, new.staff_number} - {""}
    if User.objects.filter(Q(username__in=names) | Q(staff_number__in=names)).exists():
        raise Refused(str(_TAKEN))
    person = User(username=username, name=new.name, unit=new.unit, post=new.post, staff_number=new.staff_number)
    person.set_unusable_password()
    try:
        person.full_clean()
        with transaction.atomic():
            person.save()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    except IntegrityError as error:  # somebody took the name in this moment
        raise Refused(str(_TAKEN)) from error
    log(verb=Event.Verb.ACCOUNT_CREATED, actor=by, at=at, detail=f"{person.name} ({person.username})")
    return person


def choose_print(*, large: bool, by: User) -> None:
    """Not logged: it concerns nobody else."""
    by.large_print = large
    by.save(update_fields=["large_print"])


@transaction.atomic
def deactivate(*, person: User, by: User, at: datetime) -> None:
    """Signs the person out everywhere, and keeps them out: a slip that was issued opens nothing. Raises Refused.

    What they have written stays; whoever deactivates is active and stays so, so the site keeps an administrator.
    """
    if person == by:
        raise Refused(_("You cannot deactivate your own account. Ask another administrator."))
    if User.objects.filter(pk=person.pk, is_active=True).update(is_active=False, left_at=at):
        SignInSlip.objects.filter(person=person).unused().update(withdrawn_at=at)
        forget_sessions(person=person)
        log(verb=Event.Verb.DEACTIVATED, actor=by, at=at, detail=f"{person.name} ({person.username})")


@transaction.atomic
def reactivate(*, person: User, by: User, at: datetime) -> None:
    """With the password that the person had. Raises Refused."""
    if User.objects.filter(pk=person.pk).exclude(erased_at=None).exists():
        raise Refused(_("The personal data of this account were removed after its owner had left. Add a new account."))
    if User.objects.filter(pk=person.pk, is_active=False).update(is_active=True, left_at=None):
        log(verb=Event.Verb.REACTIVATED, actor=by, at=at, detail=f"{person.name} ({person.username})")


def note_sign_in(*, way: str, by: User, at: datetime) -> None:
    """`way` is empty for a password of this site."""
    log(verb=Event.Verb.SIGNED_IN, actor=by, at=at, detail=way)


def note_refused_sign_in(*, person: User, way: str, at: datetime) -> None:
    log(verb=Event.Verb.SIGN_IN_REFUSED, actor=person, at=at, detail=way)


def note_sign_out(*, by: User, at: datetime) -> None:
    log(verb=Event.Verb.SIGNED_OUT, actor=by, at=at)


@transaction.atomic
def change_password(*, password: str, by: User, at: datetime) -> None:
    """One's own."""
    by.set_password(password)
    by.save(update_fields=["password"])
    log(verb=Event.Verb.PASSWORD_CHANGED, actor=by, at=at)


def note_failed_sign_in(*, verb: Verb, username: str, address: str, at: datetime) -> None:
    """Under the account that was named. Of a name that is nobody's, which is often a password, a mark tells whether it
    is typed again, and not what it is.
    """
    person = User.objects.filter(username=username).first()
    with translation.override(settings.LANGUAGE_CODE):  # the log is not in the language of whoever came
        what = "" if person else _("a name that nobody has, mark %04x") % mark_of(username)
    note_failure(verb=verb, person=person, name=username, address=address, what=what, at=at)
