from dataclasses import fields, replace

from reports.prose.content import AttachmentContent, FigureContent, ReportContent, SectionContent, Words
from reports.prose.rounding import Rounding, RoundingMethod

CONTENT = ReportContent(
    title="述职报告",
    unit="县局",
    post="局长",
    name="甲",
    sections=(SectionContent("duty", "一", "工作", "完成【项目】个。\n"),),
    figures=(FigureContent("项目", "number", "个", "１２"), FigureContent("日期", "date", "", "")),
)


def test_all_words_of_a_section_are_in_its_content():
    """A field of the one that the other lacks would be saved and never checked, compared or frozen."""
    assert [field.name for field in fields(SectionContent)] == ["kind", "numeral", *Words._fields]
    assert SectionContent("duty", "一", *Words._fields).words == Words._fields
    assert Words(*Words._fields).text.split("\n") == [*Words._fields]


def test_round_trip_keeps_the_hash():
    again = ReportContent.from_dict(CONTENT.to_dict())
    assert again == CONTENT
    assert again.sha256() == CONTENT.sha256()


def test_blanks_without_a_value_stay():
    assert CONTENT.filled("【项目】个，【日期】，【别的】") == "12个，【日期】，【别的】"


def test_without_attachments_the_hash_is_that_of_revisions_from_before_there_were_any():
    assert "attachments" not in CONTENT.to_dict()
    assert CONTENT.sha256() == "6c43deeebb72191ff559f44a376d109f9f1fca5b7abba03758ba0cbed5141750"


def test_rounded_as_usual_the_hash_is_that_of_revisions_from_before_there_was_another_rule():
    assert "rounding" not in CONTENT.to_dict()
    other = replace(CONTENT, rounding=Rounding(RoundingMethod.DOWN, 2))
    assert (ReportContent.from_dict(other.to_dict()), other.sha256() != CONTENT.sha256()) == (other, True)


def test_attachments_round_trip():
    content = replace(CONTENT, attachments=(AttachmentContent("清单", "甲\n"), AttachmentContent("证书")))
    assert ReportContent.from_dict(content.to_dict()) == content
    assert content.sha256() != CONTENT.sha256()


def test_blanks_without_a_value_are_named_once():
    one = SectionContent("duty", "一", "工作【丁】", "【项目】【日期】，又【日期】。\n")
    other = SectionContent("duty", "二", "", "【丙】【丁】\n")
    assert replace(CONTENT, sections=(one, other)).unfilled == ["丁", "日期", "丙"]
