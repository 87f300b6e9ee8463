"""Lists that are counted behind."""

import pytest

from reports.prose.proofreading.tallied import find_tallied


def found(text):
    return [(text[span.start : span.end], span.details["counted"]) for span in find_tallied(text)]


@pytest.mark.parametrize(
    ("text", "words", "counted"),
    [
        ("3处国有林场、1处保护区、2处湿地公园等七处重点区域", "七处", 6),
        ("修缮项目（古戏台、文昌阁、永济桥）四个", "四个", 3),
        ("做好“引客、留客、回头客”四篇文章", "四篇", 3),
        ("推行“备课、上课、作业、辅导”五环联动", "五环", 4),
    ],
)
def test_counted_in_any_form(text, words, counted):
    assert found(text) == [(words, counted)]


@pytest.mark.parametrize(
    "text",
    [
        "3处国有林场、1处保护区、2处湿地公园等六处重点区域",
        "3处国有林场、1处保护区、2处湿地公园等十处重点区域",
        "修缮项目（古戏台、文昌阁、永济桥）三个",
        "做好“引客、留客、回头客”三篇文章",
        "（城东、城西、城南）两个月内完工",
    ],
)
def test_what_fits_is_right(text):
    assert found(text) == []
