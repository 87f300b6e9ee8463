"""The year that a report is of, where no title says it."""

import pytest

from reports.prose.proofreading import find_own_year


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2025年度述职报告\n2024年以来，修渠。", 2025),
        ("述 职 报 告\n校长 庄玉兰（2025年12月30日）\n各位代表：", 2025),
        ("述职报告\n修渠三条。\n马晓东\n二〇二五年十二月二十八日", 2025),
        ("述职报告\n修渠三条。\n2026年1月8日\n", 2025),  # written when the year was over
        ("述职报告\n2024年3月，修渠三条，至此全部完成。\n还有两条。\n一条在建。\n一条待建。", 0),
        ("述职报告\n修渠三条。", 0),
    ],
)
def test_own_year(text, year):
    assert find_own_year(text) == year
