"""Changes that turn within their sentence."""

from reports.prose.proofreading.differences import find_turned


def found(text):
    return [text[span.start : span.end] for span in find_turned(text)]


def test_a_change_that_turns_within_its_sentence():
    assert found("厨余垃圾同比减少21％，比上年多3.6吨。") == ["同比减少21％，比上年多3"]
    assert found("事故同比下降25％，事故起数比上年增加3起。") == ["同比下降25％，事故起数比上年增加3"]
    assert found("收入同比增长5％，支出比上年减少3亿元。") == []
