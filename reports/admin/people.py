"""People: accounts, and what each person does on the site."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ..actions.appointment import RIGHTS, set_right
from ..actions.errors import Refused
from ..actions.user import deactivate, reactivate
from ..models import Assistance, Report, Review, Unit, User
from ..models.confirmation import Subject
from ..models.left_out import reaches_reports
from .logged import Logged, say_asked
from .permissions import ForAdministrators

ROLES = {
    "author": (_("author"), Exists(Report.objects.filter(author=OuterRef("pk")))),
    "assistant": (
        _("assistant"),
        Exists(Assistance.objects.accepted().filter(assistant=OuterRef("pk"))),
    ),
    "reviewer": (_("reviewer"), Exists(Review.objects.filter(reviewer=OuterRef("pk")))),
    "organiser": (_("organiser"), Exists(Unit.objects.filter(organisers=OuterRef("pk")))),
    "auditor": (_("auditor"), Q(is_auditor=True)),
    "administrator": (_("administrator"), Q(is_staff=True)),
}


class RoleFilter(admin.SimpleListFilter):
    """What a person does follows from the reports, reviews and units, not from a field."""

    title = _("role")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return [(role, name) for role, (name, _condition) in ROLES.items()]

    def queryset(self, request, queryset):
        chosen = ROLES.get(self.value() or "")
        return queryset.filter(chosen[1]) if chosen else queryset


class SlipFilter(admin.SimpleListFilter):
    title = _("sign-in")
    parameter_name = "signed_in"

    def lookups(self, request, model_admin):
        return [("never", _("never signed in"))]

    def queryset(self, request, queryset):
        return queryset.filter(last_login=None) if self.value() == "never" else queryset


@admin.register(User)
class PersonAdmin(ForAdministrators, Logged, admin.ModelAdmin):
    """Replaces Django's page, which asks for passwords: here nobody types or learns another person's password."""

    list_display = ["name", "username", "unit", "post", "roles", "last_login", "is_active"]
    list_filter = [RoleFilter, SlipFilter, "is_active", ("unit", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["unit"]
    search_fields = ["name", "username", "staff_number", "post", "unit__name"]
    ordering = ["username"]
    autocomplete_fields = ["unit"]
    readonly_fields = ["last_login", "date_joined"]
    actions = ["deactivate_people", "reactivate_people"]
    change_form_template = "sign_in_slip/admin_person.html"
    fieldsets = [
        (None, {"fields": ["username", "is_active"]}),
        (
            _("Person"),
            {"fields": ["name", "staff_number", "unit", "post", "phone", "email", "mail", "mail_language"]},
        ),
        (_("Rights"), {"fields": ["is_auditor", "is_staff"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "name", "staff_number", "unit", "post", "phone", "email"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Nobody changes their own rights. Where the office's accounts open those of this site, whoever has one by the
        name of somebody with reports would be signed in as them: so that name stays.
        """
        opens = settings.LDAP_SERVER or settings.OIDC
        is_kept = obj and opens and User.objects.filter(reaches_reports(), pk=obj.pk).exists()
        return [*self.readonly_fields, *(RIGHTS if obj == request.user else []), *(["username"] if is_kept else [])]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """What was removed is not entered again from a page that stood open."""
        return super().has_change_permission(request, obj) and not (obj and obj.erased_at)

    def get_fieldsets(self, request, obj=None):
        return super().get_fieldsets(request, obj) if obj else self.add_fieldsets

    def save_model(self, request, obj: User, form, change) -> None:
        """A new person has no password and sets one with a slip, on paper or by mail."""
        if not change:
            obj.set_unusable_password()
        elif "is_active" in form.changed_data:
            done = self._do(request, obj, reactivate if obj.is_active else deactivate)
            obj.is_active = obj.is_active == done
        for right in RIGHTS:
            if change and right in form.changed_data:
                self._set_right(request, obj, right)
        if change:  # no other column: a hold may have begun since the person was read
            obj.save(update_fields=form.changed_data)
        else:
            super().save_model(request, obj, form, change)

    def _set_right(self, request: HttpRequest, obj: User, right: Subject) -> None:
        """By the action, which gives none alone: so the form's value is taken back before."""
        held = getattr(obj, right)
        setattr(obj, right, not held)
        if self._do(request, obj, partial(set_right, right=right, held=held)) and held:
            messages.warning(request, say_asked())
        obj.refresh_from_db(fields=[right])

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: str | None = None) -> HttpResponse:
        """Goes on to the slip, unless more people are added."""
        response = super().response_add(request, obj, post_url_continue)
        return response if {"_addanother", "_popup"} & {*request.POST} else redirect("slip", obj.pk)

    def get_queryset(self, request):
        held = {f"is_{role}_now": condition for role, (_name, condition) in ROLES.items()}
        return super().get_queryset(request).annotate(**held)

    @admin.display(description=_("roles"))
    def roles(self, person: User) -> str:
        held = (str(name) for role, (name, _condition) in ROLES.items() if getattr(person, f"is_{role}_now"))
        return "、".join(held)

    @admin.action(description=_("Deactivate the chosen people: signs them out and keeps them out"))
    def deactivate_people(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._each(request, queryset, deactivate)

    @admin.action(description=_("Activate the chosen people again"))
    def reactivate_people(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._each(request, queryset, reactivate)

    def _each(self, request: HttpRequest, people: QuerySet[User], action: Callable[..., None]) -> None:
        done = sum([self._do(request, person, action) for person in people])
        said = ngettext("%(count)s account changed.", "%(count)s accounts changed.", done) % {"count": done}
        messages.success(request, said)

    def _do(self, request: HttpRequest, person: User, action: Callable[..., Any]) -> bool:
        try:
            action(person=person, by=request.user, at=timezone.now())
        except Refused as error:
            messages.error(request, f"{person}: {error}")
            return False
        return True
