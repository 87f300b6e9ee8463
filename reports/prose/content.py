"""The whole of one report as plain data: what a revision freezes and what every file is made from."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple, Self

from .blanks import fill_blanks, find_labels
from .figures import print_value
from .rounding import USUAL_ROUNDING, Rounding


class SectionKind(StrEnum):
    """What a section is for, in the order in which a report has them."""

    OPENING = "opening"
    DUTY = "duty"
    PROBLEMS = "problems"
    CAUSES = "causes"
    NEXT_STEPS = "next_steps"
    CLOSING = "closing"


class Numbering(StrEnum):
    """How sections are numbered: topic sentences run into the paragraph, or headings on their own line."""

    RUN_IN = "run_in"  # 第一，坚持…。正文接排
    HEADED = "headed"  # 一、政治建设 (a line of its own)
    NONE = "none"


class BylineStyle(StrEnum):
    """Where unit, post, name and date stand: custom differs, so each cycle chooses."""

    TITLE = "title"
    END = "end"
    BOTH = "both"


class Words(NamedTuple):
    """What is written in a section: heading and text; in an attachment: title and text."""

    heading: str
    body: str

    @property
    def text(self) -> str:
        """All of them, in which blanks, numbers and set words are looked for."""
        return "\n".join(self)


@dataclass(frozen=True, slots=True)
class SectionContent:
    r"""`numeral` is bare (第一, 一); `heading` has no numeral and no final mark; paragraphs of `body` end in \n.

    What follows the numeral is `Words`.
    """

    kind: str
    numeral: str
    heading: str
    body: str

    @property
    def words(self) -> Words:
        return Words(self.heading, self.body)

    @property
    def labels(self) -> list[str]:
        return find_labels(self.words.text)


@dataclass(frozen=True, slots=True)
class FigureContent:
    """`value` is as typed; `previous` is last year's value as typed, empty where there is none."""

    label: str
    kind: str
    unit: str
    value: str
    source: str = ""
    previous: str = ""


@dataclass(frozen=True, slots=True)
class AttachmentContent:
    r"""What is listed below the body (附件说明); paragraphs of `body` end in \n, empty for what is handed in apart.

    It is printed as written: 【】 are brackets here, not blanks.
    """

    title: str
    body: str = ""


def _plain(record: Any) -> dict[str, Any]:
    """A record's fields by name; `dataclasses.asdict` deep-copies every value and takes nine times as long."""
    names = record.__slots__
    return dict(zip(names, _fields_of(names)(record), strict=True))


@cache
def _fields_of(names: tuple[str, ...]) -> Callable[[Any], tuple]:
    """All at a time; no record has a single one."""
    return attrgetter(*names)


@dataclass(frozen=True, slots=True)
class ReportContent:
    """`date` is printed as given (2026年11月22日), empty for none."""

    title: str
    unit: str
    post: str
    name: str
    date: str = ""
    salutation: str = ""
    numbering: str = Numbering.RUN_IN
    sections: tuple[SectionContent, ...] = ()
    figures: tuple[FigureContent, ...] = field(default=())
    attachments: tuple[AttachmentContent, ...] = ()
    rounding: Rounding = USUAL_ROUNDING

    def value_of(self, label: str) -> str:
        """What prints in place of 【label】; empty while it is not filled."""
        return next((print_value(f.kind, f.value) for f in self.figures if f.label == label), "")

    def filled(self, text: str) -> str:
        """The text with values in its blanks; a blank without a value keeps its 【label】."""
        return fill_blanks(text, lambda label: self.value_of(label) or f"【{label}】")

    @property
    def unfilled(self) -> list[str]:
        """The labels of blanks without a value, each once."""
        labels = dict.fromkeys(label for section in self.sections for label in section.labels)
        return [label for label in labels if not self.value_of(label)]

    def to_dict(self) -> dict[str, Any]:
        """Only lists, dicts and strings, fit for JSON; `from_dict` is its inverse.

        Without attachments, or rounded as usual, it has no such key: revisions from before there were any keep their
        hash.
        """
        data = _plain(self) | {"numbering": str(self.numbering), "rounding": self.rounding.code}
        for name in ("sections", "figures", "attachments"):
            data[name] = [_plain(part) for part in data[name]]
        if not self.attachments:
            del data["attachments"]
        if self.rounding == USUAL_ROUNDING:
            del data["rounding"]
        return data

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Raises TypeError, ValueError or KeyError where `data` is not what `to_dict` gives."""
        sections = tuple(SectionContent(**section) for section in data["sections"])
        figures = tuple(FigureContent(**figure) for figure in data["figures"])
        attachments = tuple(AttachmentContent(**attachment) for attachment in data.get("attachments", ()))
        rounding = Rounding.from_code(data.get("rounding", USUAL_ROUNDING.code))
        parts = {"sections": sections, "figures": figures, "attachments": attachments, "rounding": rounding}
        return cls(**{**data, **parts})

    @property
    def canonical(self) -> str:
        """JSON: the same words and figures, the same text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def sha256(self) -> str:
        return hash_of(self.canonical)


def hash_of(canonical: str) -> str:
    """Of a content's canonical JSON."""
    return hashlib.sha256(canonical.encode()).hexdigest()
