"""Cycles: setting up a year's round and opening it."""

from django import forms
from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..actions.cycle import open_cycle
from ..actions.errors import Refused
from ..models import Cycle, Outline
from .logged import Logged
from .outlines import with_frozen
from .permissions import ForAdministrators


class OutlineChoice(forms.ModelChoiceField):
    """Tells the frozen outlines, which still serve another cycle, from those that can be changed."""

    def label_from_instance(self, outline) -> str:
        return gettext("%s (frozen)") % outline if outline.frozen else str(outline)


@admin.register(Cycle)
class CycleAdmin(ForAdministrators, Logged, admin.ModelAdmin):
    list_display = ["name", "year", "unit", "outline", "due", "opened_at"]
    list_filter = ["year", ("unit", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["unit", "outline"]
    search_fields = ["name", "unit__name"]
    autocomplete_fields = ["unit"]
    actions = ["open_cycles"]

    def get_readonly_fields(self, request, obj=None) -> list[str]:
        """The outline of an open cycle is fixed: reports are written from it."""
        return ["opened_at", "closed_at", *(["outline"] if obj and obj.opened_at else [])]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "outline":
            kwargs |= {"form_class": OutlineChoice, "queryset": with_frozen(Outline.objects.all())}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

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
