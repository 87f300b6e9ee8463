"""The list of what is wrong on a page: each entry says which field it is about, and leads there."""

from django import forms
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy
from lxml.html import fromstring


class Named(forms.Form):
    unit = forms.CharField(label=gettext_lazy("Unit"))
    length = forms.CharField(label="管网长度")

    def clean_length(self) -> str:
        raise forms.ValidationError("“管网长度”应为数字。")


def test_each_entry_names_its_field_once_and_leads_there():
    with translation.override("en"):
        page = fromstring(render_to_string("_error_summary.html", {"form": Named({"unit": "", "length": "几"})}))
    links = [(one.get("href"), " ".join(one.text_content().split())) for one in page.xpath("//li/a")]
    assert links == [("#id_unit", "Unit: This field is required."), ("#id_length", "“管网长度”应为数字。")]
