"""What the author's side decides on comments."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ..actions.decision import ACCEPT
from ..models import Comment, Reply, User
from .comment import OnceForm, PeopleField, text_field
from .versioned import one_line_ends

Verdict = Reply.Verdict


class AnswerForm(OnceForm):
    """A reply on a comment's card, with or without a decision."""

    SAID = ("", _("Only answer; decide later"))

    text = text_field(_("Answer, or the reason for the decision"), rows=3, required=False)

    def __init__(
        self,
        *args,
        choices: list[tuple[str, Any]] | None = None,
        people: QuerySet[User] | None = None,
        **kwargs,
    ) -> None:
        super().__init__(*args, **kwargs)
        if people is not None:
            self.fields["mentioned"] = PeopleField(people)
        offered = choices or [*Verdict.choices, self.SAID]
        radios = forms.ChoiceField(label=_("Decision"), required=False, choices=offered, widget=forms.RadioSelect)
        self.fields["verdict"] = radios
        self.order_fields(["verdict"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        verdict, text = data.get("verdict", ""), data.get("text", "")
        if verdict in {Verdict.PARTLY, Verdict.NOT_ADOPTED} and not text and "text" not in self.errors:
            self.add_error("text", ValidationError(_("Say why it is not adopted, or only in part.")))
        self._check_undecided(verdict, text)
        return data

    def _check_undecided(self, verdict: str, text: str) -> None:
        if not verdict and not text and not self.errors:
            self.add_error("text", ValidationError(_("Write what you have to say.")))

    @property
    def said(self) -> dict[str, Any]:
        """The verdict, empty for none, and the reason."""
        return {"verdict": self.cleaned_data["verdict"], "reason": self.cleaned_data["text"]}

    @property
    def only_said(self) -> dict[str, str]:
        """Arguments of the action for a reply without a decision."""
        return {"text": self.cleaned_data["text"]}


class ListedAnswerForm(AnswerForm):
    """One comment of the closing list. A form left empty is skipped."""

    def __init__(self, data: Any = None, *, comment: Comment) -> None:
        self.comment = comment
        accepting = [(ACCEPT, _("Adopted: put the suggested words into the text"))]
        may_accept = comment.is_suggestion and comment.is_applicable and comment.section.is_open
        choices = [*(accepting if may_accept else []), *Verdict.choices]
        super().__init__(data, prefix=f"answer-{comment.pk}", choices=choices)
        self.fields["text"].label = _("Reason (needed unless it is adopted)")

    def _check_undecided(self, verdict: str, text: str) -> None:
        if text and not verdict and "verdict" not in self.errors:
            self.add_error("verdict", ValidationError(_("Choose what you have decided.")))

    @property
    def is_decided(self) -> bool:
        return self.is_valid() and bool(self.cleaned_data["verdict"])


def typed_answer(data: QueryDict, comment: Comment) -> dict[str, str]:
    """What the closing list sent about a comment, also about one that waits no longer and has no form."""
    typed = {name: str(data.get(f"answer-{comment.pk}-{name}", "")) for name in ("verdict", "text")}
    return {**typed, "text": one_line_ends(typed["text"]).strip()}


class ReplyEditForm(AnswerForm):
    """A decision may become another decision, but not none."""

    def __init__(self, data: Any = None, *, reply: Reply) -> None:
        super().__init__(data, initial={"text": reply.text, "verdict": reply.verdict}, choices=Verdict.choices)
        if not reply.verdict:
            del self.fields["verdict"]
            self.fields["text"].required = True

    @property
    def said(self) -> dict[str, str]:
        return {"text": self.cleaned_data["text"], "verdict": self.cleaned_data.get("verdict", "")}
