"""Checks register themselves where they are written, with id, label and clause.

The id is part of the sheet's JSON and never changes; the label is what the check is called where people read it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

from .layout import Layout
from .sheet import Check, Message, Outcome


@dataclass(frozen=True, slots=True)
class RegisteredCheck:
    """With `of_text`, only files that have a text are checked."""

    id: str
    label: Message
    clause: str
    of_text: bool
    function: Callable[[Layout], Outcome]

    def __call__(self, layout: Layout) -> Check:
        return self.report(self.function(layout))

    def report(self, outcome: Outcome) -> Check:
        return Check(
            self.id,
            self.label,
            self.clause,
            outcome.required,
            outcome.found,
            outcome.passed,
            outcome.reading,
            outcome.note,
        )


_registered: dict[str, RegisteredCheck] = {}


def check(
    identity: str, label: Message, *, clause: str, of_text: bool = True
) -> Callable[[Callable[[Layout], Outcome]], RegisteredCheck]:
    """Registers a function of the layout as a check of the sheet. Raises ValueError for an id that is taken, TypeError
    for a label that is translated already: it would be in one language for everybody.
    """

    def register(function: Callable[[Layout], Outcome]) -> RegisteredCheck:
        if identity in _registered:
            raise ValueError(f"There are two checks with the id {identity}.")
        if isinstance(label, str):
            raise TypeError(f"The label of {identity} is translated too early: mark it with gettext_lazy.")
        _registered[identity] = RegisteredCheck(identity, label, clause, of_text, function)
        return _registered[identity]

    return register


def checks_of(*modules: ModuleType) -> tuple[RegisteredCheck, ...]:
    """Modules in this order, and the checks of each in the order of the file."""
    return tuple(
        registered
        for module in modules
        for registered in _registered.values()
        if registered.function.__module__ == module.__name__
    )
