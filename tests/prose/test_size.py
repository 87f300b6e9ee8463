import pytest

from reports.prose.size import LARGEST, Excess, Size, find_excess, measure_attachments, measure_parts


def test_what_is_counted():
    parts = [("抓学习", "学【次数】次，又学【次数】次。\n\n 　\n不断。"), ("", "")]
    assert measure_parts(parts) == Size(parts=2, attachments=0, blanks=2, paragraphs=3, characters=26)
    assert measure_attachments([("表【一】", "一行。")]) == Size(0, 1, 0, 2, 7)


@pytest.mark.parametrize("name", Size.__slots__)
def test_each_limit(name):
    limit = getattr(LARGEST, name)
    assert find_excess(Size(**{name: limit})) is None
    assert find_excess(Size(**{name: limit + 1})) == Excess(name, limit + 1, limit)


def test_what_was_too_large_before_may_only_become_smaller():
    before = Size(parts=LARGEST.parts + 5)
    assert find_excess(before, before) is None
    assert find_excess(before + Size(parts=1), before) == Excess("parts", LARGEST.parts + 6, LARGEST.parts)
