import pytest

from reports.prose.parsing.placeholders import Shape, find_placeholders


def found(text):
    return [text[place.start : place.end] for place in find_placeholders(text)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("完成*个、＊个、***个、×个、××个", ["*", "＊", "***", "×", "××"]),
        ("XX亿元、X%、xx万、XXXX个、Ｘ次", ["XX", "X", "xx", "XXXX", "Ｘ"]),
        ("增长X.X%", ["X.X"]),
        (
            "共____次、＿＿次、（ ）次、【】次、【待补】次、[XX]次",
            ["____", "＿＿", "（ ）", "【】", "【待补】", "[XX]"],
        ),
        ("在某市某局任职，某某同志", ["某", "某", "某某"]),
        ("20XX年和202X年、xx年6月", ["20XX", "202X", "xx"]),
        ("于20xx年X月X日，____年__月__日", ["20xx年X月X日", "____年__月__日"]),
        ("2023年X月", ["X"]),
        ("影响×高质量发展", ["×"]),
    ],
)
def test_open_places(text, places):
    assert found(text) == places


@pytest.mark.parametrize(
    "text",
    [
        "A×B，3×4，4.2×10，长×宽",
        "X光、X射线、XX染色体",
        "iPhone X发布，Excel表，x86，max",
        "某些、某种、某个、某一方面、某项",
        "张某、李某某违纪",
        "第（一）条(1)款",
        "user_name和snake__case",
    ],
)
def test_no_open_places(text):
    assert found(text) == []


def test_label_written_by_a_person():
    place = find_placeholders("增长【 增速 】%")[0]
    assert (place.label, place.shape) == ("增速", Shape.LABEL)
