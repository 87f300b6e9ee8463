"""People: accounts, and what each person does on the site."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from ..models import Assistance, Report, Review, Unit, User
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


@admin.register(User)
class PersonAdmin(ForAdministrators, UserAdmin):
    list_display = ["name", "username", "unit", "post", "roles", "is_active"]
    list_filter = [RoleFilter, "is_active", ("unit", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["unit"]
    search_fields = ["name", "username", "post", "unit__name"]
    ordering = ["username"]
    filter_horizontal = ()
    autocomplete_fields = ["unit"]
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password", "is_active"]}),
        (_("Person"), {"fields": ["name", "unit", "post", "email", "mail", "mail_language"]}),
        (_("Rights"), {"fields": ["is_auditor", "is_staff"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "name", "unit", "post", "usable_password", "password1", "password2"]}),
    ]

    def get_queryset(self, request):
        held = {f"is_{role}_now": condition for role, (_name, condition) in ROLES.items()}
        return super().get_queryset(request).annotate(**held)

    @admin.display(description=_("roles"))
    def roles(self, person: User) -> str:
        held = (str(name) for role, (name, _condition) in ROLES.items() if getattr(person, f"is_{role}_now"))
        return "、".join(held)
