"""One problem with cause and measure; the order of all; sentences of the text that are marked as such."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..actions.shortcoming import MarkedSentence, ShortcomingEdit
from ..models import Section, Shortcoming
from ..models.cycle import DAY_LIMITS
from ..models.shortcoming import PERSON_LENGTH, WORDS_LENGTH
from ..pages.shortcoming import PART_LABELS, MarkableSentence, words_listed
from ..prose.shortcomings import ShortcomingContent, ShortcomingPart, are_listed, stands_in, tidy_words
from .versioned import ProseField, new_tab

_PARTS = [(part.value, label) for part, label in PART_LABELS.items()]
_SELECT = {"class": "form-select"}


def _words(label: Any, **kwargs: Any) -> ProseField:
    widget = forms.Textarea(attrs={"class": "form-control prose short", "rows": 3})
    return ProseField(label=label, max_length=WORDS_LENGTH, widget=widget, **kwargs)


class ShortcomingForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    tab = forms.CharField(widget=forms.HiddenInput, max_length=40)
    problem = _words(_("Problem"), error_messages={"required": _("Say what the problem is.")})
    cause = _words(_("Cause"), required=False)
    measure = _words(_("Measure"), required=False)
    person = forms.CharField(
        label=pgettext_lazy("of a problem", "Who"),
        max_length=PERSON_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    due = forms.DateField(
        label=_("By when"),
        required=False,
        validators=DAY_LIMITS,
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, shortcoming: Shortcoming | None = None) -> None:
        stored: dict[str, Any] = {"version": 0}
        if shortcoming:
            stored = {"version": shortcoming.version, **shortcoming.content._asdict()}
        super().__init__(data, initial={"tab": new_tab(), **stored})

    def clean_problem(self) -> str:
        if not self.cleaned_data["problem"].strip():
            raise ValidationError(_("Say what the problem is."))
        return self.cleaned_data["problem"].strip()

    def edit(self) -> ShortcomingEdit:
        sent = self.cleaned_data
        words = sent["problem"], sent["cause"].strip(), sent["measure"].strip()
        return ShortcomingEdit(ShortcomingContent(*words, sent["person"], sent["due"]), sent["version"], sent["tab"])


class ShortcomingOrderForm(forms.Form):
    """A number for each; who shares one keeps the order."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, shortcomings: Sequence[Shortcoming]) -> None:
        super().__init__(data)
        self.shortcomings = shortcomings
        for number, one in enumerate(shortcomings, start=1):
            widget = forms.NumberInput(attrs={"class": "form-control place", "inputmode": "numeric"})
            label = _("Place of problem %(number)s") % {"number": number}
            field = forms.IntegerField(label=label, min_value=0, max_value=9_999, initial=number, widget=widget)
            self.fields[f"place-{one.pk}"] = field

    @property
    def rows(self) -> list[tuple[Shortcoming, forms.BoundField]]:
        return [(one, self[f"place-{one.pk}"]) for one in self.shortcomings]

    def places(self) -> dict[int, int]:
        return {one.pk: self.cleaned_data[f"place-{one.pk}"] for one in self.shortcomings}


def _key(sentence: MarkableSentence) -> str:
    return sha256(f"{sentence.section.pk}:{sentence.words}".encode()).hexdigest()[:16]


class MarkForm(forms.Form):
    """For each sentence what it says, and of which problem: a new one, the one above, or one that is listed."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        sentences: Sequence[MarkableSentence],
        shortcomings: Sequence[Shortcoming],
    ) -> None:
        super().__init__(data)
        self.sentences = {_key(one): one for one in sentences}
        parts = [("", _("nothing")), *_PARTS]
        owners = [("", _("new, or the new one above")), *_listed(shortcomings)]
        for key, sentence in self.sentences.items():
            of = {"words": sentence.words[:30]}
            self.fields[f"part-{key}"] = _choice(_("What it says: %(words)s") % of, parts)
            self.fields[f"item-{key}"] = _choice(_("Of which problem: %(words)s") % of, owners)

    @property
    def rows(self) -> list[tuple[MarkableSentence, forms.BoundField, forms.BoundField]]:
        return [(one, self[f"part-{key}"], self[f"item-{key}"]) for key, one in self.sentences.items()]

    def has_gone(self) -> bool:
        """Whether something was chosen for a sentence that does not stand there any more."""
        chosen = {name.removeprefix("part-") for name, value in self.data.items() if name.startswith("part-") and value}
        return not chosen <= set(self.sentences)

    def marked(self) -> list[MarkedSentence]:
        found = []
        for key, sentence in self.sentences.items():
            part, item = self.cleaned_data[f"part-{key}"], self.cleaned_data[f"item-{key}"]
            if part:
                found.append(MarkedSentence(sentence.words, ShortcomingPart(part), int(item) if item else None))
        return found


class ChosenWordsForm(forms.Form):
    """Any words of the texts: chosen with the mouse or a finger, copied or typed."""

    words = _words(_("The words"), error_messages={"required": _("Choose words in the text above, or copy them here.")})
    part = forms.ChoiceField(label=_("What they say"), choices=_PARTS, widget=forms.Select(attrs=_SELECT))
    item = forms.ChoiceField(label=_("Of which problem"), required=False, widget=forms.Select(attrs=_SELECT))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        sections: Sequence[Section],
        shortcomings: Sequence[Shortcoming],
    ) -> None:
        super().__init__(data)
        self.texts, self.listed = [one.body for one in sections], words_listed(shortcomings)
        item = self.fields["item"]
        assert isinstance(item, forms.ChoiceField)  # noqa: S101 - for the type checker
        item.choices = [("", _("a new one")), *_listed(shortcomings)]

    def clean_words(self) -> str:
        words = tidy_words(self.cleaned_data["words"])
        if not stands_in(words, self.texts):
            raise ValidationError(_("These words do not stand so in the text. Choose them there once more."))
        if words.count("【") != words.count("】"):
            raise ValidationError(_("A blank belongs to it as a whole: choose all from 【 to 】."))
        if are_listed(words, self.listed):
            raise ValidationError(_("These words are listed already."))
        return words

    def marked(self) -> list[MarkedSentence]:
        sent = self.cleaned_data
        return [
            MarkedSentence(sent["words"], ShortcomingPart(sent["part"]), int(sent["item"]) if sent["item"] else None)
        ]


def _listed(shortcomings: Sequence[Shortcoming]) -> list[tuple[str, str]]:
    return [(str(one.pk), f"{number} {one.problem[:14]}") for number, one in enumerate(shortcomings, start=1)]


def _choice(label: Any, choices: Sequence[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.Select(attrs=_SELECT))
