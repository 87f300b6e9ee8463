"""Complete means that a section's form, bound to what is stored, is valid: there is no second flag."""

import pytest

from reports.forms.section import SectionForm
from reports.models import Figure, Section
from reports.models.progress import progress_of


@pytest.mark.parametrize(
    ("position", "words", "value"),
    [
        (3, {}, "31.5"),
        (3, {}, ""),
        (3, {}, "约三十"),
        (3, {"heading": ""}, "31.5"),
        (3, {"body": ""}, "31.5"),
        (3, {"body": "长" * 201}, "31.5"),
        (3, {"body": "新【没有的数】。"}, "31.5"),
        (4, {"body": "短。"}, "31.5"),
        (1, {"body": "开头就好。"}, "31.5"),
    ],
)
def test_complete_is_a_valid_form(report, position, words, value):
    Section.objects.filter(report=report, position=position).update(**words)
    Figure.objects.filter(label="管网长度").update(value=value)
    progress = progress_of(report).sections[position - 1]
    form = SectionForm(progress=progress, figures=list(report.figures.all()), strict=True)
    assert form.is_valid() == (progress.state == "complete")
    assert len([error for errors in form.errors.values() for error in errors]) == len(progress.findings)


def test_a_draft_may_be_wrong(report):
    Figure.objects.filter(label="管网长度").update(value="约三十")
    progress = progress_of(report).sections[2]
    form = SectionForm(progress=progress, figures=list(report.figures.all()))
    assert (form.is_valid(), form.is_storable()) == (False, True)


@pytest.mark.parametrize("value", ["31.5", "", "约三十", "３１．５", "-31.5", "若干", " 31.5 "])
def test_a_page_that_was_just_loaded_says_what_the_same_words_say_when_they_are_sent(report, value):
    """What is stored is not cleaned again; what is sent is."""
    Figure.objects.filter(label="管网长度").update(value=value)
    progress, figures = progress_of(report).sections[2], list(report.figures.all())
    loaded = SectionForm(progress=progress, figures=figures)
    sent = SectionForm({name: str(text) for name, text in loaded.data.items()}, progress=progress, figures=figures)
    assert loaded.errors == sent.errors
    names = [f"figure-{figure.pk}" for figure in loaded.figures]
    assert names != []
    assert [loaded.cleaned_data.get(name, "").strip() for name in names] == [
        sent.cleaned_data.get(name, "") for name in names
    ]
