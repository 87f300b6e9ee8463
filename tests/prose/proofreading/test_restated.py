"""A value that is said once more by its thing."""

import pytest

from reports.prose.proofreading.restated import find_restated


def found(text):
    return [(text[span.start : span.end], span.details["earlier"]) for span in find_restated(text)]


@pytest.mark.parametrize(
    ("text", "words", "earlier"),
    [
        ("检查定点医药机构326家。全年检查的362家定点医药机构都建了档案。", "362家", "326家"),
        ("归集住房公积金38.64亿元。38.46亿元归集额中民营企业占两成。", "38.46亿元", "38.64亿元"),
        ("全县发生生产安全事故9起。全县11起生产安全事故的教训深刻。", "11起", "9起"),
    ],
)
def test_digits_that_changed_places_and_the_number_of_all(text, words, earlier):
    assert found(text) == [(words, earlier)]


@pytest.mark.parametrize(
    "text",
    [
        "检查定点医药机构326家。对362家养老服务机构开展评估。",
        "检查定点医药机构326家。对45家定点医药机构立案。",
        "检查定点医药机构326家，其中362家定点医药机构。",
        "检查定点医药机构326家，复查定点医药机构362家。全部362家定点医药机构建档。",
    ],
)
def test_another_thing_and_a_part_of_it_are_right(text):
    assert found(text) == []
