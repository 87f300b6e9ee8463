"""A label for each blank, from the words around it, that tells a person what to fill in."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from ..figures import FigureKind
from .phrases import drop_weak_verb, ends_with_verb, join, noun_after, plain, shorten, trim
from .placeholders import Shape
from .text_labels import name_text
from .units import find_unit, is_share, name_measure

LIMIT = 16
MANY = 2_000  # blanks; no report has more: those of a text of nothing but blanks are only numbered
MARK = "\ufffc"  # stands in `before` and `after` for another blank
_CLAUSE_END = re.compile(r"[，：,:（）()。！？；;\n]")
_SENTENCE_END = re.compile(r"[。！？；;\n]")
_LISTED_BEFORE = re.compile(rf"{MARK}[^，。；{MARK}]{{0,4}}[、和及与][“‘《]?$")
_LISTED_AFTER = re.compile(rf"^[^，。；{MARK}]{{0,4}}[、和及与][“‘《]?{MARK}")
_ENUMERATED = re.compile(r"^[、和及与或]+")
_DEPENDENT = re.compile(
    r"(?:同比|环比|[比较]?[去上]年(?:同期|末)?|比[^，]{1,6}|年均|净|分别|实际|名义|累计)*"
    r"(?:增长|下降|上升|提高|提升|降低|增加|减少|增幅|增速|降幅|占比|完成率|满意率|翻)(?:率|幅度|了)?"
    r"|占.{0,12}|[高低]于.{1,10}|其中|人均|比例|比重|[比较](?:年初|[去上]年).{0,8}|同比|环比"
)
_DATES_BEFORE = re.compile(r"(?:截至|截止|自|从|到|至|于|在|[—～~-])$")
_DURATION_AFTER = re.compile(r"[余多几]?年(?:多|来|以上|左右|间|的?时间|的?工龄|[，。、；]|$)")
_BRACKETED = re.compile(r"（[^（）]*）")
_LATER = re.compile(r"^(?:年|月|日|度|的|以来|起|至今|[0-9一二三四五六七八九十]{1,3}月份?)+")


@dataclass(slots=True)
class BlankPlace:
    """A blank without a label yet. `before` and `after` are its paragraph's words, other blanks as U+FFFC."""

    shape: Shape
    before: str
    after: str
    kind: FigureKind
    unit: str
    earlier: tuple["BlankPlace", ...]  # the blanks before it in its paragraph, the nearest last
    heading: str = ""
    subject: str = field(default="", init=False)  # what the value is said of, without its measure
    label: str = field(default="", init=False)
    previous: str = field(default="", init=False)


def name_places(places: list[BlankPlace], taken: Iterable[str]) -> None:
    """Give every place a label of its own, none of them among those `taken`."""
    for place in places:
        place.label = _fit("", _base_label(place))
    _extend_until_unique(places, frozenset(taken))


def _base_label(place: BlankPlace) -> str:
    if place.kind is FigureKind.DATE:
        return _name_date(place)
    if place.kind is FigureKind.TEXT:
        return name_text(_lead(place)[0], place.before, place.after)
    if place.unit.endswith("年") and _is_calendar_year(place):
        return _name_year(place)
    return _name_number(place)


def _lead(place: BlankPlace) -> tuple[str, BlankPlace | None]:
    """The words of the clause before the blank; the number before it in that clause, when no word stands between."""
    if "\t" in place.before:
        return _BRACKETED.sub("", place.before.partition("\t")[0]), None
    pieces = _CLAUSE_END.split(place.before)[-1].split(MARK)
    words = pieces.pop()
    for piece, earlier in zip(reversed(pieces), reversed(place.earlier), strict=False):
        if earlier.kind is FigureKind.NUMBER:
            if words.endswith(("、", "和", "及")) and len(words) > 3:  # *处房产、*辆车
                return "", None
            rest = _ENUMERATED.sub("", words[find_unit(words)[1] :])
            return (rest, None) if plain(rest) else ("", earlier)
        words = piece + words
    return words, None


def _is_calendar_year(place: BlankPlace) -> bool:
    """2023年 and not 任职3年."""
    clause = _CLAUSE_END.split(place.before)[-1]
    return not plain(trim(clause)) or bool(_DATES_BEFORE.search(clause)) or not _DURATION_AFTER.match(place.after)


def _name_year(place: BlankPlace) -> str:
    return f"{noun_after(_LATER.sub('', place.after), 6)}年份"


def _name_date(place: BlankPlace) -> str:
    what = noun_after(_LATER.sub("", place.after), 8).removesuffix("以来")
    return f"{what or shorten(trim(_lead(place)[0]), 8).removesuffix('日期')}日期"


def _name_number(place: BlankPlace) -> str:
    words, shared = _lead(place)
    after = place.after[find_unit(place.after)[1] :]
    measure = _measure(place, after)
    if shared:
        return _name_shared(place, shared, measure)
    stem = drop_weak_verb(shorten(trim(words)))
    if _DEPENDENT.fullmatch(stem):
        place.subject = _prior_subject(place)
        return join(place.subject, stem)
    noun = "" if is_share(place.unit) else noun_after(after)
    if not stem:
        return _name_by_what_follows(place, noun, after, measure)
    place.subject = drop_weak_verb(join(stem, noun))
    return place.subject + (measure if len(place.subject) < 2 or (not noun and ends_with_verb(stem)) else "")


def _name_shared(place: BlankPlace, shared: BlankPlace, measure: str) -> str:
    """接待群众*批*人次: one thing counted twice, told apart by what is measured."""
    place.subject = shared.subject
    if place.unit == shared.unit:
        return shared.label
    if shared.label == shared.subject:
        shared.label += name_measure(shared.unit)
    return place.subject + measure


def _name_by_what_follows(place: BlankPlace, noun: str, after: str, measure: str) -> str:
    """*名网格员深入 → 网格员人数; *个问题全部整改到位 → the clause, for the noun alone is too common."""
    if not noun:
        place.subject = _prior_subject(place)
        return place.subject + measure
    place.subject = noun
    clause = plain(_CLAUSE_END.split(after)[0].split(MARK)[0])
    return clause if noun in _COMMON and len(noun) < len(clause) <= 10 else noun + measure


_COMMON = frozenset({"问题", "项目", "任务", "工作", "人", "户", "群众", "单位", "事项", "案件", "干部", "党员"})


def _measure(place: BlankPlace, after: str) -> str:
    if place.before.endswith("第") and place.unit[-1:] in "位名":
        return "名次"
    return "届次" if after.startswith("全会") else name_measure(place.unit)


def _prior_subject(place: BlankPlace) -> str:
    """What the sentence spoke of last: the subject of its last number, or else the clause before."""
    sentence = _SENTENCE_END.split(place.before)[-1]
    near = place.earlier[len(place.earlier) - sentence.count(MARK) :]
    subjects = (earlier.subject for earlier in reversed(near) if earlier.kind is FigureKind.NUMBER)
    return next((subject for subject in subjects if subject), "") or next(_clauses_back(sentence), "")


def _clauses_back(text: str) -> Iterator[str]:
    """The phrases of the clauses before the one that ends the text, the nearest first."""
    for clause in reversed(_CLAUSE_END.split(text)[:-1][-8:]):
        if phrase := drop_weak_verb(shorten(trim(clause.split(MARK)[0]), 8)):
            yield phrase


def _contexts(place: BlankPlace) -> Iterator[str]:
    """Phrases that can be put before a label to tell it from another, the best first."""
    if place.kind is not FigureKind.NUMBER and (words := shorten(trim(_lead(place)[0]), 8)):
        yield words
    yield from (earlier.subject for earlier in reversed(place.earlier[-2:]) if earlier.subject)
    yield from islice(_clauses_back(place.before), 3)
    yield shorten(place.heading, 8)


def _extend_until_unique(places: list[BlankPlace], taken: frozenset[str]) -> None:
    bases = [place.label for place in places]
    contexts = [_contexts(place) for place in places]
    clashing = _clashing(places, taken) if len(places) <= MANY else []
    while clashing:
        extended = [index for index in clashing if _extend(places[index], bases[index], contexts[index])]
        if not extended:
            break
        clashing = _clashing(places, taken)
    _number(places, taken)


def _clashing(places: list[BlankPlace], taken: frozenset[str]) -> list[int]:
    uses = Counter(place.label for place in places)
    return [index for index, place in enumerate(places) if uses[place.label] > 1 or place.label in taken]


def _extend(place: BlankPlace, base: str, contexts: Iterator[str]) -> bool:
    if _LISTED_BEFORE.search(place.before) or _LISTED_AFTER.match(place.after):
        return False  # *元和*元, *、*等地: no words tell them apart
    for context in contexts:
        if context and context not in base:
            place.label = _fit(context, base)
            return True
    return False


def _fit(context: str, base: str) -> str:
    """Cuts to the limit, first at the beginning of the context. Never empty."""
    base = shorten(base, LIMIT) or "内容"
    room = LIMIT - len(base)
    return join(shorten(context, room), base)[-LIMIT:] if room >= 2 else base


def _number(places: list[BlankPlace], taken: frozenset[str]) -> None:
    """The last resort: 内容, 内容2, 内容3."""
    used = set(taken)
    counts: Counter[str] = Counter()
    for place in places:
        base = place.label
        while place.label in used:
            counts[base] += 1
            suffix = str(counts[base] + 1)
            place.label = base[: LIMIT - len(suffix)] + suffix
        used.add(place.label)
