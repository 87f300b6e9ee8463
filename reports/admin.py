"""The administrator's pages: units, people, outlines, cycles, who reviews what.

Reports, their sections, figures, revisions and the log are not registered: administrators do not see the reports.
"""

from collections.abc import Iterator
from itertools import count

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .actions.cycle import open_cycle
from .actions.errors import Refused
from .models import Assistance, Cycle, Outline, OutlineSection, Report, Review, Unit, User

admin.site.site_header = _("Duty reports: administration")
admin.site.site_title = _("Duty reports")
admin.site.index_title = _("Accounts and settings")
admin.site.unregister(Group)

PARKED = 30_000


class ForAdministrators:
    """Whoever is an administrator keeps all that is registered here: one flag, no permissions to hand out."""

    def has_module_permission(self, request) -> bool:
        return request.user.is_staff

    def has_view_permission(self, request, obj=None) -> bool:
        return request.user.is_staff

    def has_add_permission(self, request, obj=None) -> bool:
        return request.user.is_staff

    def has_change_permission(self, request, obj=None) -> bool:
        return request.user.is_staff

    def has_delete_permission(self, request, obj=None) -> bool:
        return request.user.is_staff


class TreeOrder(ChangeList):
    """A list in which each unit follows the one it belongs to."""

    def get_queryset(self, request, exclude_parameters=None):
        return super().get_queryset(request, exclude_parameters).with_tree_fields().order_by("tree_ordering")


@admin.register(Unit)
class UnitAdmin(ForAdministrators, admin.ModelAdmin):
    list_display = ["indented_name", "organiser_names"]
    search_fields = ["name"]
    fields = ["name", "parent", "organisers"]
    autocomplete_fields = ["organisers"]

    def get_changelist(self, request, **kwargs) -> type[ChangeList]:
        return TreeOrder

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("organisers")

    @admin.display(description=_("unit"))
    def indented_name(self, unit: Unit) -> str:
        return "\u3000\u3000" * unit.tree_depth + unit.name

    @admin.display(description=_("organisers"))
    def organiser_names(self, unit: Unit) -> str:
        return "、".join(person.name for person in unit.organisers.all())


ROLES = {
    "author": (_("author"), Exists(Report.objects.filter(author=OuterRef("pk")))),
    "assistant": (_("assistant"), Exists(Assistance.objects.filter(assistant=OuterRef("pk")))),
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
        chosen = ROLES.get(self.value())
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
        (_("Person"), {"fields": ["name", "unit", "post", "email"]}),
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


def with_frozen(outlines: QuerySet[Outline]) -> QuerySet[Outline]:
    """Outlines with `frozen`: what `Outline.is_frozen` says, for a whole list in one query."""
    return outlines.annotate(frozen=Exists(Cycle.objects.filter(outline=OuterRef("pk"), opened_at__isnull=False)))


class UntilFrozen(ForAdministrators):
    """An outline and its sections can be changed until a cycle that uses the outline opens."""

    def has_add_permission(self, request, obj: Outline | None = None) -> bool:
        return super().has_add_permission(request) and not (obj and obj.is_frozen)

    def has_change_permission(self, request, obj: Outline | None = None) -> bool:
        return super().has_change_permission(request) and not (obj and obj.is_frozen)

    def has_delete_permission(self, request, obj: Outline | None = None) -> bool:
        return super().has_delete_permission(request) and not (obj and obj.is_frozen)


class OutlineSectionInline(UntilFrozen, admin.StackedInline):
    model = OutlineSection
    extra = 0
    fields = [
        ("position", "kind", "title"),
        ("is_required", "min_characters", "max_characters"),
        "guidance",
        "sample",
    ]


@admin.register(Outline)
class OutlineAdmin(UntilFrozen, admin.ModelAdmin):
    list_display = ["name", "numbering", "section_count", "frozen"]
    search_fields = ["name"]
    inlines = [OutlineSectionInline]
    actions = ["copy_outlines"]

    def get_queryset(self, request):
        return with_frozen(super().get_queryset(request)).annotate(section_count=Count("sections"))

    @admin.display(description=_("sections"))
    def section_count(self, outline: Outline) -> int:
        return outline.section_count

    @admin.display(description=_("frozen"), boolean=True)
    def frozen(self, outline: Outline) -> bool:
        return outline.frozen

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """A frozen outline is shown with the reason; a form sent too late comes back to it instead of a bare 403."""
        outline = self.get_object(request, object_id)
        try:
            if outline:
                outline.refuse_change_when_frozen()
        except ValidationError as error:
            if request.method == "POST":
                return redirect(request.path)
            messages.warning(request, error.messages[0])
        return super().change_view(request, object_id, form_url, extra_context)

    def save_formset(self, request, form, formset, change) -> None:
        """Sections that change places step aside first: no two may share a position even for a moment."""
        moved = [row.instance.pk for row in formset.initial_forms if row.has_changed()]
        for place, pk in enumerate(moved, start=PARKED):
            OutlineSection.objects.filter(pk=pk).update(position=place)
        super().save_formset(request, form, formset, change)

    @admin.action(description=_("Copy the chosen outlines"))
    def copy_outlines(self, request, queryset) -> None:
        for outline in queryset:
            copied = outline.copy(name=next(_free_names(outline.name)))
            self.log_addition(request, copied, [{"added": {}}])
            messages.success(request, gettext("Copied as “%s”.") % copied.name)


def _free_names(name: str) -> Iterator[str]:
    """The names nobody has among: name (2), name (3) …"""
    names = (f"{name[:90]} ({number})" for number in count(2))
    return (name for name in names if not Outline.objects.filter(name=name).exists())


@admin.register(Cycle)
class CycleAdmin(ForAdministrators, admin.ModelAdmin):
    list_display = ["name", "year", "unit", "outline", "due", "opened_at", "closed_at"]
    list_filter = ["year", ("unit", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["unit", "outline"]
    search_fields = ["name", "unit__name"]
    autocomplete_fields = ["unit"]
    actions = ["open_cycles"]

    def get_readonly_fields(self, request, obj=None) -> list[str]:
        """Reports are written from an open cycle's outline."""
        return ["opened_at", "closed_at", *(["outline"] if obj and obj.opened_at else [])]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name != "outline":
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        field = super().formfield_for_foreignkey(db_field, request, queryset=with_frozen(Outline.objects), **kwargs)
        field.label_from_instance = _outline_label
        return field

    @admin.action(description=_("Open the chosen cycles"))
    def open_cycles(self, request, queryset) -> None:
        for cycle in queryset:
            if cycle.opened_at:
                messages.info(request, gettext("“%s” is open already.") % cycle)
            else:
                self._open(request, cycle)

    def _open(self, request, cycle: Cycle) -> None:
        try:
            open_cycle(cycle=cycle, by=request.user, at=timezone.now())
        except Refused as error:
            messages.error(request, f"{cycle}: {error}")
        else:
            messages.success(request, gettext("“%s” is open; its outline is frozen.") % cycle)


def _outline_label(outline: Outline) -> str:
    return gettext("%s (frozen)") % outline if outline.frozen else str(outline)


@admin.register(Review)
class ReviewAdmin(ForAdministrators, admin.ModelAdmin):
    list_display = ["report_label", "reviewer", "due", "opened_at"]
    list_filter = [("report__cycle", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["report__author", "report__cycle", "reviewer"]
    search_fields = ["report__author__name", "reviewer__name"]
    autocomplete_fields = ["reviewer"]

    def get_readonly_fields(self, request, obj=None) -> list[str]:
        """Another reviewer is another review: that this one has opened the report stays true."""
        return ["opened_at", *(["report_label", "reviewer"] if obj else [])]

    def get_fields(self, request, obj=None) -> list[str]:
        return ["report_label" if obj else "report", "reviewer", "due", "opened_at"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name != "report":
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        reports = Report.objects.for_lists()
        field = super().formfield_for_foreignkey(db_field, request, queryset=reports, **kwargs)
        field.label_from_instance = _report_label
        return field

    @admin.display(description=_("report"))
    def report_label(self, review: Review) -> str:
        return _report_label(review.report)


def _report_label(report: Report) -> str:
    """Whose and which year's; the title is the author's words."""
    return f"{report.author} · {report.cycle}"
