"""What a row of the file says, or why it cannot be taken: nothing of the database is known here."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, cast

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db.models import Field
from django.utils.translation import gettext as _

from ...documents.spreadsheets.cells import NO_VALUE, clean, fold, narrow
from ...models import Participant, User
from ...models.participant import ParticipantState
from ...prose.days import parse_day
from .columns import LABELS, Columns, RollColumn

STATES: dict[ParticipantState, tuple[str, ...]] = {
    ParticipantState.WRITING: ("述职", "正常", "在职", "参加", "参加述职", "是", "应述职"),
    ParticipantState.EXEMPT: ("免述", "免", "免于述职", "不述职", "不参加", "否"),
    ParticipantState.SECONDED: ("借调", "挂职", "借出"),
    ParticipantState.SICK_LEAVE: ("病假", "长病假"),
    ParticipantState.MATERNITY_LEAVE: ("产假", "产休"),
    ParticipantState.SHORT_SERVICE: ("不足半年", "任职不足半年", "新任职"),
    ParticipantState.RETIRED: ("退休", "已退休"),
    ParticipantState.INVESTIGATED: ("受审查", "接受审查", "审查调查", "被调查", "接受审查调查"),
}
_BY_STATE = {fold(word): state for state, words in STATES.items() for word in (*words, state.value)}
_SHORTENED = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
_PHONE = re.compile(r".*\d.*")
_NAMES = re.compile(r"[、,，;；/\n]+")
_CHINESE_GAP = re.compile(r"(?<=[\u2e80-\U0003ffff])\s+(?=[\u2e80-\U0003ffff])")
_OPEN_END = {"至今", "现在", "今", "目前"}
_MOST_NAMES = 10
_MOST_DIGITS = 18  # of a phone number: 0311-88888888-8012 has 16, two mobile numbers have 22


class RowProblem(NamedTuple):
    """`row` as the spreadsheet program numbers it."""

    row: int
    column: RollColumn
    reason: str

    @property
    def label(self) -> str:
        return str(LABELS[self.column])


@dataclass(frozen=True, slots=True)
class RollRow:
    """Empty where the file says nothing. `assistants` and `reviewers` are names, staff numbers or sign-in names."""

    number: int
    unit: str = ""
    name: str = ""
    staff_number: str = ""
    post: str = ""
    duties: str = ""
    category: str = ""
    username: str = ""
    phone: str = ""
    email: str = ""
    assistants: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    state: str = ""
    reason: str = ""
    due: date | None = None
    due_reason: str = ""


class _Wrong(Exception):
    """What is wrong with a cell, in words."""


def read_row(number: int, cells: Sequence[str], columns: Columns, *, year: int) -> RollRow | list[RowProblem]:
    """`year` is that of days that are written without one."""
    texts = {column: cells[place] for column, place in columns.items() if place < len(cells)}
    values, problems = {}, []
    for column, read in _READERS.items():
        try:
            values[_NAMES_OF_FIELDS.get(column, column.value)] = _read(texts.get(column, ""), read, year)
        except _Wrong as wrong:
            problems.append(RowProblem(number, column, str(wrong)))
    if not problems and values["since"] and values["until"] and values["until"] < values["since"]:
        problems.append(RowProblem(number, RollColumn.UNTIL, _("The period ends before it begins.")))
    return problems or RollRow(number, **values)


def is_same(column: RollColumn, old: Any, new: Any) -> bool:
    """Whether a list that says `new` changes `old`: spaces that a list does not keep are no difference."""
    if old == new or not isinstance(old, str):
        return bool(old == new)
    try:
        return bool(_READERS[column](clean(old), 0) == new)
    except _Wrong:
        return False


def say(column: RollColumn, value: Any) -> str:
    """As a list has it."""
    if isinstance(value, date):
        return value.isoformat()
    return STATES[ParticipantState(value)][0] if column == RollColumn.STATE and value else str(value or "")


def _read(text: str, read: Callable, year: int):
    if text == NO_VALUE:
        raise _Wrong(
            _("A formula without a result, or with an error. Open the file in Excel or WPS, correct it and save it.")
        )
    return read(text, year)


def _most(limit: int | None) -> Callable:
    def read(text: str, _year: int) -> str:
        if limit and len(text) > limit:
            raise _Wrong(_("Longer than %(limit)s characters.") % {"limit": limit})
        return text

    return read


def _name(text: str, _year: int) -> str:
    """Names of two characters are often spread to the width of three."""
    name = _CHINESE_GAP.sub("", text).strip()
    if not name:
        raise _Wrong(_("The name is missing."))
    if name.isdecimal():
        raise _Wrong(_("This is a number, not a name."))
    return _most(User._meta.get_field("name").max_length)(name, 0)


def _unit(text: str, _year: int) -> str:
    return _CHINESE_GAP.sub("", text)


def _number(text: str, _year: int) -> str:
    number = narrow(text)
    if _SHORTENED.fullmatch(number):
        raise _Wrong(
            _("The spreadsheet program has shortened this number to %(text)s. Format the column as text, type it anew.")
            % {"text": text}
        )
    return _most(40)(number, 0)


def _username(text: str, _year: int) -> str:
    name = User.normalize_username(text.strip())
    try:
        UnicodeUsernameValidator()(name or "x")
    except ValidationError as error:
        raise _Wrong(_("A sign-in name has letters, digits and the signs @ . + - _ only, without spaces.")) from error
    return _most(User._meta.get_field("username").max_length)(name, 0)


def _phone(text: str, _year: int) -> str:
    phone = _number(text, 0)
    if phone and not _PHONE.fullmatch(phone):
        raise _Wrong(_("This is not a phone number."))
    if sum(map(str.isdigit, phone)) > _MOST_DIGITS:
        raise _Wrong(_("This is more than one phone number. Write one of them."))
    return phone


def _email(text: str, _year: int) -> str:
    address = narrow(text)
    try:
        if address:
            EmailValidator()(address)
    except ValidationError as error:
        raise _Wrong(_("This is not an e-mail address.")) from error
    return _most(254)(address, 0)


def _day(*, is_end: bool) -> Callable:
    def read(text: str, year: int) -> date | None:
        if not text or (is_end and text in _OPEN_END):
            return None
        if day := parse_day(text, year=year, is_end=is_end):
            return day
        raise _Wrong(_("“%(text)s” is not a day. Write it like 2026-03-08 or 2026年3月8日.") % {"text": text[:40]})

    return read


def _state(text: str, _year: int) -> str:
    if not text:
        return ""
    if state := _BY_STATE.get(fold(text)):
        return state.value
    known = "、".join(words[0] for words in STATES.values())
    raise _Wrong(_("“%(text)s” is not a state. Write one of these: %(known)s.") % {"text": text[:40], "known": known})


def _people(text: str, _year: int) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(_CHINESE_GAP.sub("", name.strip()) for name in _NAMES.split(text) if name.strip()))
    if len(names) > _MOST_NAMES:
        raise _Wrong(_("More than %(limit)s names.") % {"limit": _MOST_NAMES})
    return names


def _length(name: str) -> int | None:
    return cast("Field", Participant._meta.get_field(name)).max_length


_READERS: Mapping[RollColumn, Callable] = {
    RollColumn.UNIT: _unit,
    RollColumn.NAME: _name,
    RollColumn.STAFF_NUMBER: _number,
    RollColumn.POST: _most(_length("post")),
    RollColumn.DUTIES: _most(2000),
    RollColumn.CATEGORY: _most(_length("category")),
    RollColumn.USERNAME: _username,
    RollColumn.PHONE: _phone,
    RollColumn.EMAIL: _email,
    RollColumn.ASSISTANT: _people,
    RollColumn.REVIEWER: _people,
    RollColumn.SINCE: _day(is_end=False),
    RollColumn.UNTIL: _day(is_end=True),
    RollColumn.STATE: _state,
    RollColumn.REASON: _most(_length("reason")),
    RollColumn.DUE: _day(is_end=True),
    RollColumn.DUE_REASON: _most(_length("due_reason")),
}
_NAMES_OF_FIELDS = {RollColumn.ASSISTANT: "assistants", RollColumn.REVIEWER: "reviewers"}
