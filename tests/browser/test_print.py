"""The reading page printed: the words as they stand on paper, without links, controls or highlights."""

from django.utils import timezone
from playwright.sync_api import expect

from reports.actions.comment import add_comment

from .office import DUTY, section_of, write

MARKED = """() => [...document.querySelectorAll("#paper mark, #paper .chip")].filter((one) => {
  const { backgroundColor, borderBottomWidth, color } = getComputedStyle(one);
  const around = getComputedStyle(one.closest("p")).color;
  return backgroundColor !== "rgba(0, 0, 0, 0)" || borderBottomWidth !== "0px" || color !== around;
}).map((one) => one.outerHTML)"""


def test_nothing_but_the_words_is_printed(page, office, report):
    section = write(section_of(report, DUTY), "改造管网【长度】公里，管理有序，服务到户。", by=office.author)
    said = {"section": section, "read": section.body, "by": office.assistant, "at": timezone.now()}
    add_comment(text="请核对。", passage=(0, 4), **said)
    add_comment(text="更顺口。", passage=(4, 10), replacement="新建", **said)
    page.goto(f"/reports/{report.pk}/read/")
    expect(page.locator("#paper mark").first).to_be_visible()
    assert page.evaluate(MARKED) != []
    page.emulate_media(media="print")
    assert page.evaluate(MARKED) == []
    shown = [one for one in page.locator("a, button, input, select, summary, .comment").all() if one.is_visible()]
    assert shown == []
    expect(page.locator("#paper h1")).to_be_visible()
