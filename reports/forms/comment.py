"""Comments on passages, answers, reasons."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ..models import Comment, User
from ..models.comment import TEXT_LENGTH
from ..pages.discussion import CommentFilter
from .placement import PassageForm
from .versioned import ProseField


def text_field(label: Any, rows: int = 4, **options) -> ProseField:
    area = forms.Textarea(attrs={"rows": rows, "class": "form-control"})
    return ProseField(label=label, max_length=TEXT_LENGTH, widget=area, **options)


LONGEST_KEY = 18  # digits of a 64-bit number


class PeopleField(forms.ModelMultipleChoiceField):
    """People of the report's circle, shown with their posts: names are often alike."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, people: QuerySet[User]) -> None:
        super().__init__(people, label=_("Tell these people"), required=False)

    def clean(self, value: Any) -> QuerySet[User]:
        """Drops numbers that are too large for the database: nobody has them."""
        return super().clean([key for key in value or [] if len(str(key)) <= LONGEST_KEY])

    def label_from_instance(self, person: User) -> str:
        return f"{person.name}　{person.unit or ''}{person.post}".strip()


class OnceForm(forms.Form):
    """`key` names the form. Sent twice, because the first answer was lost, it is stored once."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4


class TextForm(OnceForm):
    """`people` is None where nobody can be mentioned."""

    text = text_field(_("Answer"), rows=3)

    def __init__(self, *args, label: Any = None, people: QuerySet[User] | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label or self.fields["text"].label
        if people is not None:
            self.fields["mentioned"] = PeopleField(people)


class AudienceForm(OnceForm):
    """`reviewers` are those of the people who may see notes among reviewers."""

    for_reviewers_only = forms.BooleanField(label=_("Only for the reviewers, not for the author"), required=False)

    def __init__(self, *args, may_hide: bool, people: QuerySet[User], reviewers: QuerySet[User], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentioned"] = PeopleField(people)
        self.reviewers = reviewers
        if not may_hide:
            del self.fields["for_reviewers_only"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("for_reviewers_only") and data.get("mentioned"):
            self._check_mentioned(data)
        return data

    def _check_mentioned(self, data: dict[str, Any]) -> None:
        others = [person.name for person in data["mentioned"] if person not in self.reviewers]
        if others:
            said = _("Only reviewers see this comment. Do not mention %(names)s in it.") % {"names": ", ".join(others)}
            self.add_error("mentioned", ValidationError(said))


class CommentForm(AudienceForm, PassageForm):
    text = text_field(_("Comment"), required=False)
    suggests = forms.BooleanField(label=_("Suggest other words"), required=False)
    replacement = ProseField(
        label=_("These words instead"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not (data.get("text") or data.get("suggests")):
            self.add_error("text", ValidationError(_("Write what you have to say.")))
        if data.get("suggests") and not self.errors:
            self._check_replacement(data)
        return data

    def _check_replacement(self, data: dict[str, Any]) -> None:
        if self.passage is None:
            self.add_error("words", ValidationError(_("Say which words are to be replaced.")))
        elif data["replacement"] == self.body[self.passage[0] : self.passage[1]]:
            self.add_error("replacement", ValidationError(_("These are the words that stand there already.")))

    @property
    def said(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "passage": self.passage,
            "text": data["text"],
            "replacement": data["replacement"] if data["suggests"] else None,
            "for_reviewers_only": data.get("for_reviewers_only", False),
            "mentioned": data["mentioned"],
            "key": data["key"],
        }


class FigureCommentForm(AudienceForm):
    """`values` are the printed values of the section's figures by label."""

    text = text_field(_("Comment"))

    def __init__(self, *args, values: Mapping[str, str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        choices = [(label, _("%(label)s: %(value)s") % {"label": label, "value": values[label]}) for label in values]
        select = forms.Select(attrs={"class": "form-select"})
        self.fields["figure"] = forms.ChoiceField(label=_("Figure"), choices=choices, widget=select)
        self.order_fields(["figure"])


class CommentEditForm(forms.Form):
    text = text_field(_("Comment"), required=False)
    replacement = ProseField(
        label=_("These words instead"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, comment: Comment) -> None:
        super().__init__(data, initial={"text": comment.text, "replacement": comment.replacement})
        if not comment.is_suggestion:
            del self.fields["replacement"]
            self.fields["text"].required = True

    @property
    def said(self) -> dict[str, Any]:
        return {"text": self.cleaned_data["text"], "replacement": self.cleaned_data.get("replacement")}


class FilterForm(forms.Form):
    """Wrong values are ignored."""

    show = forms.ChoiceField(
        label=_("Comments"),
        choices=[
            (CommentFilter.ALL, _("all comments")),
            (CommentFilter.OPEN, _("open ones")),
            (CommentFilter.MINE, _("mine and those I answered")),
        ],
        required=False,
    )
    section = forms.CharField(label=_("Section"), required=False, widget=forms.Select)

    def __init__(self, *args, sections: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].widget.choices = [("", _("all sections")), *sections]

    @property
    def asked(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data[name] for name in ("show", "section") if name in self.cleaned_data}

    @property
    def chosen(self) -> list[str]:
        """What narrows the comments, in words."""
        names = {name: dict(self.fields[name].widget.choices) for name in self.fields}
        return [str(names[name][value]) for name, value in self.asked.items() if value and value in names[name]]
