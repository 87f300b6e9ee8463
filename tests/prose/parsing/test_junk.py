import pytest

from reports.prose.parsing.junk import remove_junk
from reports.prose.parsing.result import Removed


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("提高素##paidbegin##质##paidend##", "提高素质"),
        ("前[nextpage]后", "前后"),
        ("完成。（下转第四版）接着", "完成。接着"),
        ("(阅读全部图文内容,您需要先登录!)正文", "正文"),
        ("开头……此处隐藏1234个字……结尾", "开头结尾"),
        ("正文试读结束", "正文"),
        ("篇一：述职报告", "述职报告"),
        ("第1篇\n述职报告", "\n述职报告"),
        ("正文\n第 3 页 共 12 页\n正文", "正文\n\n正文"),
        ("正文\n- 3 -\n— 4 —\n正文", "正文\n\n\n正文"),
        ("\ufeff述\u200b职\u00ad报告", "述职报告"),
        ("<p>述职&nbsp;报告</p>", "\n述职 报告\n"),
        ("他说&ldquo;好&rdquo;", "他说“好”"),
        ("## 一、工作\n* 完成**重点**任务", "一、工作\n完成重点任务"),
        ("一\n---\n二\n********\n三", "一\n\n二\n\n三"),
    ],
)
def test_removed(text, clean):
    assert remove_junk(text)[0] == clean


@pytest.mark.parametrize(
    "text",
    [
        "在**、**等项目落地",
        "在***、****等项目",
        "**县和**镇",
        "第一篇章全面铺开",
        "A<B，且C>D",
        "第3页的表格",
        "减5-3-1",
        "此处隐藏着问题",
    ],
)
def test_kept(text):
    assert remove_junk(text) == (text, ())


def test_place_in_the_text_as_given():
    assert remove_junk("素##paidbegin##质")[1] == (Removed("##paidbegin##", 1),)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("## 工作\n增长 *9.4%*，完成`64`个", "工作\n增长 9.4%，完成64个"),
        ("## 工作\n谈话***38***人次", "工作\n谈话38人次"),
        ("| 项 | 数 |\n| --- | ---: |\n| 发文 | 71 |\n", "项\t数\n发文\t71\n"),
        ("【内容提要】全年做了三件事。", "内容提要：全年做了三件事。"),
    ],
)
def test_more_marks_of_markdown_are_read_in_a_text_that_is_markdown(text, clean):
    assert remove_junk(text)[0] == clean


@pytest.mark.parametrize(
    "text",
    [
        "增长 *9.4%*，解决*件，完成*个",
        "# 工作\n解决*件，完成*个和*项；投入*万元、*亿元。",
        "# 工作\n在*县、*镇和*村",
        "| 不是表格",
        "【内容】待补",
    ],
)
def test_open_places_are_no_marks_of_markdown(text):
    assert remove_junk(text)[0] == text.removeprefix("# ")
