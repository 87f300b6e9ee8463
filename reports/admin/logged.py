"""What administrators add, change and delete stands in the log."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils import timezone, translation
from django.utils.translation import gettext

from ..actions.appointment import RIGHTS
from ..actions.event import log, log_many
from ..models import User
from ..models.event import Verb

_TOLD = {"is_active", "parent", "organisers", *RIGHTS}  # by events of their own


class Logged:
    """For a ModelAdmin. Of what was changed the log names the fields, not the values."""

    def log_addition(self, request, obj: Model, message) -> Any:
        log(verb=Verb.ADMIN_ADDED, actor=request.user, at=timezone.now(), detail=_name(obj))
        return super().log_addition(request, obj, message)  # type: ignore[misc]

    def log_deletions(self, request, queryset: Iterable[Model]) -> Any:
        details = [_name(obj) for obj in queryset]
        log_many(verb=Verb.ADMIN_DELETED, actor=request.user, at=timezone.now(), details=details)
        return super().log_deletions(request, queryset)  # type: ignore[misc]

    def save_related(self, request, form, formsets, change) -> None:
        super().save_related(request, form, formsets, change)  # type: ignore[misc]
        with translation.override(settings.LANGUAGE_CODE):  # the log is not in the language of whoever acted
            touched = "、".join([*_fields(form), *(str(row) for formset in formsets for row in _rows(formset))])
        if change and touched:
            detail = f"{_name(form.instance)}: {touched}"
            log(verb=Verb.ADMIN_CHANGED, actor=request.user, at=timezone.now(), detail=detail)


def say_asked() -> str:
    return gettext("Asked for, and not in effect yet: a second person confirms it. See “Rights and slips”.")


def _name(obj: Model) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        named = f"{obj.name} ({obj.username})" if isinstance(obj, User) else str(obj)
        return f"{obj._meta.verbose_name} {named}"


def _fields(form) -> Iterator[str]:
    return (str(form.fields[name].label) for name in form.changed_data if name not in _TOLD)


def _rows(formset) -> Iterator[Model]:
    yield from formset.new_objects
    yield from (row for row, _changed in formset.changed_objects)
    yield from formset.deleted_objects
