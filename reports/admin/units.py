"""Units, as the tree they are."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..actions.appointment import move_unit, set_organisers, why_not_oneself
from ..actions.errors import Refused
from ..models import Unit, User
from .logged import Logged, say_asked
from .permissions import ForAdministrators


class UnitForm(forms.ModelForm):
    """Whoever fills it in is `by`."""

    by: User

    def clean_organisers(self) -> Any:
        chosen = self.cleaned_data["organisers"]
        if self.by in chosen and self.by not in self.initial.get("organisers", ()):
            raise ValidationError(why_not_oneself())
        return chosen

    def clean_parent(self) -> Unit | None:
        parent = self.cleaned_data["parent"]
        is_moved = self.instance.pk and "parent" in self.changed_data
        if is_moved and parent and Unit.objects.of_organiser(self.by).filter(pk=parent.pk).exists():
            raise ValidationError(why_not_oneself())
        return parent


class TreeOrder(ChangeList):
    """A list in which each unit follows the one it belongs to."""

    def get_queryset(self, request, exclude_parameters=None):
        units: Any = super().get_queryset(request, exclude_parameters)
        return units.with_tree_fields().order_by("tree_ordering")


@admin.register(Unit)
class UnitAdmin(ForAdministrators, Logged, admin.ModelAdmin):
    list_display = ["indented_name", "organiser_names"]
    form = UnitForm
    search_fields = ["name"]
    fields = ["name", "parent", "organisers"]
    autocomplete_fields = ["organisers"]

    def get_form(self, request, obj=None, change=False, **kwargs):  # noqa: FBT002 - Django's
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.by = request.user
        return form

    def save_model(self, request, obj: Unit, form, change) -> None:
        """Moved by the action, which may have to ask: so the form's value is taken back before."""
        parent, is_moved = obj.parent, change and "parent" in form.changed_data
        if is_moved:
            obj.parent = Unit.objects.get(pk=obj.pk).parent
        super().save_model(request, obj, form, change)
        if is_moved:
            self._do(request, move_unit, unit=obj, parent=parent)

    def save_related(self, request, form, formsets, change) -> None:
        self._do(request, set_organisers, unit=form.instance, people=[*form.cleaned_data["organisers"]])
        form.cleaned_data["organisers"] = form.instance.organisers.all()  # whoever is to be confirmed is none yet
        super().save_related(request, form, formsets, change)

    def _do(self, request, action: Callable[..., Any], **arguments: Any) -> None:
        try:
            if action(by=request.user, at=timezone.now(), **arguments):
                messages.warning(request, say_asked())
        except Refused as error:
            messages.error(request, str(error))

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
