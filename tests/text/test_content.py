from reports.text.content import FigureContent, ReportContent, SectionContent

CONTENT = ReportContent(
    title="述职报告",
    unit="县局",
    post="局长",
    name="甲",
    sections=(SectionContent("duty", "一", "工作", "完成【项目】个。\n"),),
    figures=(FigureContent("项目", "number", "个", "１２"), FigureContent("日期", "date", "", "")),
)


def test_round_trip_keeps_the_hash():
    again = ReportContent.from_dict(CONTENT.to_dict())
    assert again == CONTENT
    assert again.sha256() == CONTENT.sha256()


def test_blanks_without_a_value_stay():
    assert CONTENT.filled("【项目】个，【日期】，【别的】") == "12个，【日期】，【别的】"
