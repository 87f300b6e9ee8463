"""How a figure is asked for and where it comes from."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Figure


class FigureForm(forms.ModelForm):
    class Meta:
        model = Figure
        fields = ["kind", "unit", "source", "previous"]
        labels = {"source": _("Where the figure comes from"), "previous": _("Last year's value")}
        help_texts = {
            "unit": _("For example 个, 人次, 亿元, ％. It is not printed: the text already says it."),
            "source": _("File, system or office. It is printed in the annex of figures only."),
            "previous": _("Shown beside the blank. The value of last year's report here, where there is one, counts."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
