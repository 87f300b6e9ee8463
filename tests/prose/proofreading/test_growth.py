import pytest

from reports.prose.proofreading import CheckedText, proofread


def found(text):
    return [(one.check, one.text, one.suggestion) for one in proofread(CheckedText(text, 2026))]


@pytest.mark.parametrize(
    ("text", "words", "suggestion"),
    [
        ("满意度由80％提高到85％，提高5％。", "5％", "5个百分点"),
        ("合格率从92.3%提升到95.1%，提升2.8%。", "2.8%", "2.8个百分点"),
        ("满意度由96％提高到98％，提高2％。", "2％", "2个百分点"),
        ("满意度由0％提高到85％，提高85％。", "85％", "85个百分点"),
        ("项目由100个增至150个，增长50个百分点。", "50个百分点", "50％"),
    ],
)
def test_per_cent_and_percentage_points_are_told_apart(text, words, suggestion):
    assert found(text) == [("points", words, suggestion)]


@pytest.mark.parametrize(
    "text",
    [
        "满意度由80％提高到85％，提高5个百分点。",
        "满意度由80％提高到85％，提高6.25％。",
        "满意度由96％提高到98％，提高2.08％。",
        "项目由100个增至150个，增长50％。",
        "来访由90件下降到60件，下降33.3％。",
        "占比由86％上升到91％。",
        "项目从0个增加到5个，增长500％。",
    ],
)
def test_a_change_that_follows_from_its_numbers_is_not_asked_about(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "满意度由80％提高到85％，提高9％",
        "满意度由80％提高到85％，提高9个百分点",
        "项目由100个增至150个，增长5％",
        "项目由100个增至150个，增长30个百分点",
        "项目由80个增加到60个",
        "项目由80个增加到80个",
    ],
)
def test_a_change_that_follows_from_nothing_is_found_whole(text):
    marked = text.removeprefix("满意度").removeprefix("项目")
    assert found(f"{text}。") == [("growth", marked, "")]
