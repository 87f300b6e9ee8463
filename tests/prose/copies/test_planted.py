"""Sentences of one report set into another with other figures and order: found where they are, and nothing else."""

import re
from itertools import permutations
from random import Random

import pytest

from reports.prose.copies import CopiedPassage, TextCompared, compare

from ..proofreading.test_fresh_corpus import read_reports

REPORTS = [clean for clean, _errors in read_reports("reports-third.txt")]
SENTENCE = re.compile(r"(?<=。)[^。！？；\n“”]{30,}。")


def as_copied(sentence, random):
    """Every number another, the first clause last."""
    first, *rest = re.sub(r"\d+", lambda number: str(random.randint(2, 999)), sentence[:-1]).split("，")
    return "，".join([*rest, first]) + "。"


def plant(source, target, random):
    """Three sentences, each a paragraph of its own, and where they are in both."""
    taken = sorted(random.sample([match.span() for match in SENTENCE.finditer(source)], 3))
    paragraphs, planted = target.split("\n"), []
    for number, (start, end) in enumerate(taken):
        paragraphs.insert(4 + 3 * number, as_copied(source[start:end], random))
    for number, (start, end) in enumerate(taken):
        begin = sum(len(paragraph) + 1 for paragraph in paragraphs[: 4 + 3 * number])
        planted.append(CopiedPassage(begin, begin + len(paragraphs[4 + 3 * number]), start, end))
    return "\n".join(paragraphs), planted


@pytest.mark.parametrize("number", range(len(REPORTS)))
def test_what_was_planted_is_found_at_its_place_and_nothing_else(number):
    random = Random(number)  # noqa: S311 - the same sentences each time
    source = REPORTS[number]
    text, planted = plant(source, REPORTS[number - 3], random)
    share, passages = compare(TextCompared(text), TextCompared(source))
    assert passages == planted
    assert 0 < share < 20


def test_reports_of_different_hands_have_nothing_from_one_another():
    texts = [TextCompared(report) for report in REPORTS]
    assert [compare(one, other) for one, other in permutations(texts, 2)] == [(0, [])] * 56


def test_a_mark_between_two_clauses_belongs_to_neither():
    """Of 义诊20人次，托管乡镇 the figure and the name of a town stand beside each other in one order only."""
    one = "托管乡镇卫生院6家，派出医疗队14批、86人次，义诊服务群众1.1万人次。"
    other = "派出医疗队51批、94人次，义诊服务群众20.8万人次，托管乡镇卫生院15家。"
    assert compare(TextCompared(one), TextCompared(other))[0] == 100
