"""What the checks say of a text before a report is begun with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from ..models import Participant
from ..prose.checking import Finding, ask_about, check_words
from ..prose.content import ReportContent
from ..prose.proofreading import MarkedWords


@dataclass(frozen=True)
class CheckedManuscript:
    """`texts` are those that become the report's, beside its title; `attached` what stands in its attachments."""

    participant: Participant
    title: str
    texts: Sequence[str]
    attached: Sequence[str] = ()

    @classmethod
    def of_content(cls, content: ReportContent, participant: Participant) -> Self:
        """Of one of our own files."""
        texts = [content.salutation, *(text for one in content.sections for text in one.words)]
        attached = [text for one in content.attachments for text in (one.title, one.body)]
        return cls(participant, content.title, texts, attached)

    @cached_property
    def asked_of_title(self) -> list[MarkedWords]:
        return self._ask(self.title, is_title=True)

    @cached_property
    def questions(self) -> list[MarkedWords]:
        """What may be another year's, or a name left out. The same words are asked about once."""
        firsts: dict[tuple[str, str], MarkedWords] = {}
        for words in (words for text in self.texts for words in self._ask(text)):
            firsts.setdefault((words.check, words.text), words)
        return [*self.asked_of_title, *firsts.values()]

    @cached_property
    def unfinished(self) -> list[Finding]:
        """What must not be submitted as it stands: 待补充, brackets without a partner."""
        texts = [self.title, *self.texts, *self.attached]
        return [finding for text in texts for finding in check_words(text, "body")]

    def _ask(self, text: str, *, is_title: bool = False) -> list[MarkedWords]:
        cycle, words = self.participant.cycle, self.participant.word_list
        return ask_about(text, year=cycle.year, is_title=is_title, words=words)
