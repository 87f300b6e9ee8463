"""People named in a form by name, staff number or sign-in name. Where that leaves open who is meant, the form comes
back with the people to choose from: what was typed stays, and no script is needed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..access import Directory
from ..access.directory import MOST
from ..models import User

NAMED_BY = gettext_lazy("Name, staff number or sign-in name.")
_SEPARATORS = re.compile(r"[\s,;，；、]+")


class NamedPeople(NamedTuple):
    """What was typed, and the keys chosen so far, by the word that each explains."""

    text: str
    chosen: Mapping[str, str]


@dataclass(frozen=True)
class PersonQuestion:
    """Who is meant by a word: rows of people by key, as their names and what tells them apart."""

    word: str
    candidates: Mapping[str, tuple[str, str]]
    chosen: str
    is_more: bool


class NamingInput(forms.TextInput):
    """Below the text a choice for each word that is asked about, sent as `field-word`."""

    template_name = "person/naming.html"
    text_template_name = forms.TextInput.template_name
    questions: Sequence[PersonQuestion] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> NamedPeople:
        chosen = {key.removeprefix(f"{name}-"): data[key] for key in data if key.startswith(f"{name}-")}
        return NamedPeople(data.get(name, ""), chosen)

    def format_value(self, value: Any) -> str | None:
        return super().format_value(value.text if isinstance(value, NamedPeople) else value)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        return {**context, "questions": self.questions, "text_template_name": self.text_template_name}


class NamingTextarea(NamingInput):
    text_template_name = forms.Textarea.template_name


class NamedPeopleField(forms.CharField):
    """Several people, with spaces or commas between them."""

    widget: Any = NamingTextarea(attrs={"rows": 3})
    directory: Directory  # set by the form

    def __init__(self, *, max_length: int = 2000, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def clean(self, value: NamedPeople) -> Any:
        words = self._split(super().clean(value.text))
        found = self.directory.find(words)
        guessed = self.directory.guess([word for word in words if not found[word]])
        meant = {word: rows[0] for word, rows in found.items() if len(rows) == 1}
        questions = []
        for word in words:
            if word not in meant:
                question, rows = self._ask(word, found[word] or guessed.get(word, []), value.chosen.get(word, ""))
                questions.append(question)
                if question.chosen in rows:
                    meant[word] = rows[question.chosen]
        self.widget.questions = [question for question in questions if question.candidates]
        self._refuse([question for question in questions if question.word not in meant])
        return list(dict.fromkeys(meant[word] for word in words))

    def _split(self, text: str) -> list[str]:
        return [word for word in dict.fromkeys(_SEPARATORS.split(text)) if word]

    def _ask(self, word: str, rows: Sequence[Any], chosen: str) -> tuple[PersonQuestion, dict[str, Any]]:
        offered = {str(row.pk): row for row in rows[:MOST]}
        candidates = {key: (self.directory.person(row).name, self._tell_apart(row)) for key, row in offered.items()}
        return PersonQuestion(word, candidates, chosen, is_more=len(rows) > MOST), offered

    def _tell_apart(self, row: Any) -> str:
        person: User = self.directory.person(row)
        return " · ".join(filter(None, [str(row.unit or ""), row.post, person.staff_number]))

    def _refuse(self, questions: Sequence[PersonQuestion]) -> None:
        ask, nobody = _("Choose who is meant by “%(name)s”."), _("Nobody is found by “%(name)s”.")
        said = [(ask if one.candidates else nobody) % {"name": one.word} for one in questions]
        if not all(one.candidates for one in questions):
            said.append(_("Write the name in full, or ask for the staff number or the sign-in name."))
        if said:
            raise ValidationError(" ".join(said))


class NamedPersonField(NamedPeopleField):
    widget: Any = NamingInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=60, **kwargs)

    def clean(self, value: NamedPeople) -> Any:
        return next(iter(super().clean(value)), None)

    def _split(self, text: str) -> list[str]:
        return [text] if text else []
