import pytest

from reports.prose.untraced import find_untraced


def numbers(text, waived=()):
    return [number.text for number in find_untraced(text, waived)]


@pytest.mark.parametrize(
    "text",
    [
        "2026年3月8日召开会议。",
        "全年以来，2025年底前完成。",
        "印发《关于抓好12件实事的通知》（石政发〔2026〕12号）。",
        "12345热线全天值守，24小时值班。",
        "1.抓学习。\n2.抓落实。",
        "三个代表、两个维护。",
        "走访【走访户数】户。",
    ],
)
def test_days_numbering_documents_and_set_phrases_are_no_numbers(text):
    assert numbers(text) == []


def test_numbers_stand_with_the_words_around_them():
    (number,) = find_untraced("第一段。\n领导接访63人次，化解了问题。")
    assert (number.start, number.text, number.before, number.after) == (9, "63", "领导接访", "人次，化解了")


def test_blanks_are_passed_over_and_the_rest_is_found():
    assert numbers("接访【接访人次】人次，化解17件，增长8.6％。") == ["17", "8.6"]


def test_what_was_waived_is_not_asked_about_while_its_words_are_the_same():
    (number,) = find_untraced("化解17件。")
    assert numbers("前面添了一句。\n化解17件。", [number.excerpt]) == []
    assert numbers("化解18件。", [number.excerpt]) == ["18"]
