"""While a section is written its length is counted in the browser, as the server counts."""

from playwright.sync_api import expect

from reports.models import Figure
from reports.prose.counting import count_characters

from .desk import BODY, open_section, stored_body, type_at_end, wait_until, word
from .office import DUTY, PROBLEMS, section_of, write

TEXTS = [
    "",
    "铺设管网31.5公里，投资1,234.5万元。",
    "〇一二𠀀𡘙豈龜，Word 2016与GB/T 9704—2012。",
    "未填的【管网长度】不计，【 】是文字，半个【括号也是。",
    "ａｂｃ１２３全角不计；A1b2 c.d 3.14.15。",
]


def test_the_browser_counts_as_the_server(page):
    page.goto("/")
    counted = page.evaluate(
        """async (texts) => {
            const { countCharacters } = await import("/static/js/count.js");
            return texts.map((text) => countCharacters(text));
        }""",
        TEXTS,
    )
    assert counted == [count_characters(text) for text in TEXTS]


def test_over_the_limit_is_said_before_anything_is_saved(page, report):
    section = section_of(report, DUTY)
    open_section(page, section)
    over = page.locator("[data-over]")
    type_at_end(page, "字" * 325)
    expect(over).to_have_text(word(page, "over").replace("%(count)s", "25"))
    assert stored_body(section) == ""
    page.locator(BODY).fill("字" * 300)
    expect(over).to_have_text("")


def test_ctrl_s_saves_at_once(page, report):
    section = section_of(report, DUTY)
    open_section(page, section)
    page.clock.install()  # the pause after which the page saves by itself never ends
    type_at_end(page, "全年新建管网。")
    page.keyboard.press("Control+s")
    wait_until(page, lambda: stored_body(section) == "全年新建管网。")


def test_two_sections_on_the_page_of_all_figures_save_apart(page, office, report):
    for place, label in [(DUTY, "管网"), (PROBLEMS, "批评")]:
        write(section_of(report, place), f"共【{label}】件。", by=office.author)
    page.goto(f"/reports/{report.pk}/fill/")
    fields = page.locator("input.figure")
    expect(fields).to_have_count(2)
    for number in range(2):
        fields.nth(number).fill(str(number + 3))
    wait_until(page, lambda: sorted(Figure.objects.values_list("value", flat=True)) == ["3", "4"])
    expect(page.locator('[data-count="filled"]')).to_have_text(["1", "1"])
