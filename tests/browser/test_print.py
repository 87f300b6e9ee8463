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
    add_comment(text="更清楚。", passage=(11, 15), replacement="管理规范", **said)
    page.goto(f"/reports/{report.pk}/read/")
    expect(page.locator("#paper mark").first).to_be_visible()
    expect(page.locator(".section-note a")).to_be_visible()
    assert page.evaluate(MARKED) != []
    page.emulate_media(media="print")
    assert page.evaluate(MARKED) == []
    shown = [one for one in page.locator("a, button, input, select, summary, .comment").all() if one.is_visible()]
    assert shown == []
    assert page.evaluate("getComputedStyle(document.querySelector('#paper')).minHeight") == "0px"  # no empty page
    expect(page.locator("#paper h1")).to_be_visible()


# The words of the sheet as they are painted, with what the style sheet puts before and after blanks.
PRINTED = """() => {
  const around = (one, side) => {
    const { content } = getComputedStyle(one, side);
    return content.startsWith('"') ? JSON.parse(content) : "";
  };
  const words = (one) => one.nodeType === Node.TEXT_NODE ? one.data
    : one.nodeType !== Node.ELEMENT_NODE || getComputedStyle(one).display === "none" ? ""
    : around(one, "::before") + [...one.childNodes].map(words).join("") + around(one, "::after");
  return words(document.body).split(/\\n+/).map((line) => line.trim()).filter(Boolean);
}"""


def test_paper_tells_what_is_open_from_what_is_filled(page, office, report):
    """Whether remarks stand there or not; and nothing else is on it."""
    body = "改造管网【长度】公里，办结【件数】件，满意度【满意度】。"
    section = write(section_of(report, DUTY), body, by=office.author)
    report.figures.filter(label="长度").update(value="12")
    said = {"section": section, "read": section.body, "by": office.assistant, "at": timezone.now()}
    add_comment(text="请核对。", passage=(body.index("【件数】"), body.index("件，满意度")), **said)
    page.goto(f"/reports/{report.pk}/read/")
    expect(page.locator("#paper mark")).to_have_text("件数")
    page.emulate_media(media="print")
    head = [report.title, *page.locator("#paper .byline").inner_text().split()]
    words = ["（尚未撰写）", "改造管网12公里，办结【件数】件，满意度【满意度】。", "（尚未撰写）", "（尚未撰写）"]
    assert "".join("".join(page.evaluate(PRINTED)).split()) == "".join(head + words)
