"""Outlines with their sections, until they are frozen."""

from collections.abc import Iterator
from itertools import count

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef, QuerySet, TextField
from django.forms import BaseInlineFormSet
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..models import Cycle, Outline, OutlineSection, Section
from ..models.outline import MOST_SECTIONS
from .logged import Logged
from .permissions import ForAdministrators

PARKED = 30_000


def with_frozen(outlines: QuerySet[Outline]) -> QuerySet[Outline]:
    """Outlines with `frozen`: what `Outline.is_frozen` says, for a whole list in one query."""
    opened = Cycle.objects.filter(outline=OuterRef("pk"), opened_at__isnull=False)
    return outlines.annotate(
        frozen=Exists(opened) | Exists(Section.objects.filter(outline_section__outline=OuterRef("pk")))
    )


class UntilFrozen(ForAdministrators):
    """An outline and its sections can be changed until a cycle that uses the outline opens."""

    def has_add_permission(self, request, obj: Outline | None = None) -> bool:
        return super().has_add_permission(request) and not (obj and obj.is_frozen)

    def has_change_permission(self, request, obj: Outline | None = None) -> bool:
        return super().has_change_permission(request) and not (obj and obj.is_frozen)

    def has_delete_permission(self, request, obj: Outline | None = None) -> bool:
        return super().has_delete_permission(request) and not (obj and obj.is_frozen)


class OutlineSectionFormSet(BaseInlineFormSet):
    """Refuses more sections than a report's pages can show beside those that its author adds."""

    def clean(self) -> None:
        super().clean()
        kept = len(self.forms) - len(self.deleted_forms)
        if kept > MOST_SECTIONS:
            message = gettext("The outline has %(count)s sections; it can have no more than %(limit)s. Join some.")
            raise ValidationError(message % {"count": kept, "limit": MOST_SECTIONS})


class OutlineSectionInline(UntilFrozen, admin.StackedInline):
    model = OutlineSection
    formset = OutlineSectionFormSet
    extra = 0
    formfield_overrides = {TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})}}
    fields = [
        ("position", "kind", "title"),
        ("is_required", "min_characters", "max_characters"),
        "guidance",
        "sample",
    ]


@admin.register(Outline)
class OutlineAdmin(UntilFrozen, Logged, admin.ModelAdmin):
    list_display = ["name", "numbering", "section_count", "frozen"]
    search_fields = ["name"]
    inlines = [OutlineSectionInline]
    actions = ["copy_outlines"]

    def get_queryset(self, request):
        return with_frozen(super().get_queryset(request)).annotate(section_count=Count("sections"))

    @admin.display(description=_("sections"))
    def section_count(self, outline) -> int:
        return outline.section_count

    @admin.display(description=_("frozen"), boolean=True)
    def frozen(self, outline) -> bool:
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
        """Moves sections out of the way first: no two may share a position even for a moment."""
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
    """Those that are free of: name (2), name (3) …"""
    names = (f"{name[:90]} ({number})" for number in count(2))
    return (name for name in names if not Outline.objects.filter(name=name).exists())
