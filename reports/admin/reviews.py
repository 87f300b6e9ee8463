"""Who reviews which report."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..models import Report, Review
from .permissions import ForAdministrators


def _report_label(report: Report) -> str:
    """Whose and which year's; the title is the author's words."""
    return f"{report.author} · {report.cycle}"


class ReportChoice(forms.ModelChoiceField):
    """Reports by whose and which year's."""

    def label_from_instance(self, report: Report) -> str:
        return _report_label(report)


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

    def get_fields(self, request, obj=None):
        return ["report_label" if obj else "report", "stage", "reviewer", "due", "opened_at"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "report":
            kwargs |= {"form_class": ReportChoice, "queryset": Report.objects.for_lists()}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=_("report"))
    def report_label(self, review: Review) -> str:
        return _report_label(review.report)
