"""A thing named again in other words."""

import pytest

from reports.prose.proofreading import CheckedText, proofread


def found(text):
    return [(one.check, one.text) for one in proofread(CheckedText(text, 2026, is_filled=True))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("招录辅警45名，充实到派出所。\n队伍建设方面，年内新招录辅警54人。", "54人"),
        ("争取上级资金4.3亿元。\n（一）争取上级资金3.4亿元，用于建设。", "3.4亿元"),
        ("本人于2022年5月任副镇长。\n我自2022年8月任副镇长以来，始终勤勉。", "2022年8月"),
    ],
)
def test_what_does_not_fit_is_marked(text, words):
    assert found(text) == [("two_values", words)]


@pytest.mark.parametrize(
    "text",
    [
        "招录辅警45名，充实到派出所。\n队伍建设方面，年内新招录辅警45人。",
        "石桥村改造危房45户。\n双河村改造危房54户。",
        "去年争取上级资金4.3亿元。\n今年争取上级资金3.4亿元。",
        "培训网格员45名，其中女性12名。\n培训会计54名。",
    ],
)
def test_what_fits_is_not(text):
    assert found(text) == []
