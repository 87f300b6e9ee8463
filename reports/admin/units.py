"""Units, as the tree they are."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.utils.translation import gettext_lazy as _

from ..models import Unit
from .permissions import ForAdministrators


class TreeOrder(ChangeList):
    """A list in which each unit follows the one it belongs to."""

    def get_queryset(self, request, exclude_parameters=None):
        units: Any = super().get_queryset(request, exclude_parameters)
        return units.with_tree_fields().order_by("tree_ordering")


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
