"""Last year's promises as their page lists them, and the answers as a passage."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from ..models.promise import Promise, PromiseState
from ..prose.promises import AnsweredPromise, compose_answers

PAGE_LENGTH = 50
_ON_PAPER = {PromiseState.DONE: "已完成", PromiseState.UNDER_WAY: "正在推进", PromiseState.NOT_DONE: "未完成"}


@dataclass(frozen=True, slots=True)
class PromiseList:
    promises: Sequence[Promise]

    @property
    def answered(self) -> list[Promise]:
        return [promise for promise in self.promises if promise.answer]

    @property
    def unanswered(self) -> list[Promise]:
        return [promise for promise in self.promises if not promise.answer]

    @property
    def reworded(self) -> list[Promise]:
        """Answered, and the source says something else since."""
        return [promise for promise in self.promises if promise.is_reworded]

    def page(self, number: str | None) -> Page:
        return Paginator(self.promises, PAGE_LENGTH).get_page(number)

    def passage(self) -> str:
        """In the order of the list; as it stands on paper, which is Chinese."""
        return compose_answers(map(_told, self.answered))


def _told(promise: Promise) -> AnsweredPromise:
    answer = promise.answer
    if answer is None:
        raise ValueError(promise.key)
    blank = f"{answer.figure.label}【{answer.figure.label}】{answer.figure.unit}" if answer.figure else ""
    return AnsweredPromise(promise.text, _ON_PAPER[PromiseState(answer.state)], answer.text, blank)
