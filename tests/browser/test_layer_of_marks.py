"""The layer that holds the lines below words breaks its own lines where the field does, whatever is written, however
wide the field is and however large its letters: it is as high, and looks the same. Where it is not, it is not shown.
"""

import random
from io import BytesIO

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page

from .conftest import PHONE
from .desk import BODY, open_section
from .office import DUTY, section_of, write

PIECES = [
    *[
        "全年走访群众",
        "解决难题",
        "，",
        "。",
        "、",
        "“",
        "”",
        "（",
        "）",
        "《",
        "》",
        "……",
        "——",
        "【管网】",
        "：",
        "；",
    ],
    *["2026年", "1,234.5", "98.6％", "GB/T 9704-2012", "antidisestablishmentarianism", "http://a.example/b?c=d", " "],
    *["   ", "\t", "\n", "\n\n", "\u3000\u3000", "\u00a0", "\u200b", "\u2028", "😀", "👨‍👩‍👧‍👦", "🇨🇳", "e\u0301", "𠮷"],
    *["عربي", "＿＿＿＿＿＿＿＿", "——————", "·", "‘", "’", "~", "－", "/", "①", "㎡", "-", "a-b-c", "%", "(", ")", "!"],
]
LAY = """(field, [text, width]) => {
  field.parentElement.style.width = width;
  field.value = text;
  const mark = { place: "body", severity: "must", words: text.slice(0, 1), start: 0, end: 1 };
  const detail = { marks: [mark], values: { heading: "", body: text } };
  field.form.dispatchEvent(new CustomEvent("checked", { detail }));
  const layer = field.nextElementSibling;
  return [layer.scrollHeight - field.scrollHeight, getComputedStyle(layer).visibility];
}"""
COLOURS = """(field, [own, layer]) => {
  CSS.highlights.clear();
  field.style.color = own;
  field.nextElementSibling.style.color = layer;
}"""


def any_texts(seed: int, count: int) -> list[tuple[str, str]]:
    """Each with a width in pixels, seldom a whole number."""
    chance = random.Random(seed)  # noqa: S311 - the same texts in each run
    text = [f"字{''.join(chance.choices(PIECES, k=chance.choice([5, 50, 200, 800])))}" for _ in range(count)]
    return [(one, f"{chance.uniform(180, 780)}px") for one in text]


def lay(page: Page, text: str, width: str = "") -> tuple[int, str]:
    """By how much the layer is higher than the field when they hold the text, and whether it is seen."""
    difference, visibility = page.locator(BODY).evaluate(LAY, [text, width])
    return difference, visibility


def look(page: Page, own: str, layer: str) -> Image.Image:
    page.locator(BODY).evaluate(COLOURS, [own, layer])
    return Image.open(BytesIO(page.locator(".marked-field").last.screenshot())).convert("L")


def differ(page: Page) -> int:
    """By how much the dots of the field with its own words, and with those of the layer, differ at most, of 255."""
    pictures = look(page, "black", "transparent"), look(page, "transparent", "black")
    return int(ImageChops.difference(*pictures).getextrema()[1])


@pytest.fixture
def open_desk(start_browser, office, report):
    """Opens the section, in large print or not; nothing of what is laid there is saved."""
    section = write(section_of(report, DUTY), "走访XX户。", by=office.author)

    def start(is_large: bool = False, **options) -> Page:
        office.author.large_print = is_large
        office.author.save(update_fields=["large_print"])
        pages.append(open_section(start_browser(office.author, **options).new_page(), section))
        return pages[-1]

    pages: list[Page] = []
    yield start
    for page in pages:
        lay(page, section.body)


@pytest.mark.parametrize("scale", [1, 1.25, 0.67])
@pytest.mark.parametrize("is_large", [False, True], ids=["usual", "large"])
def test_it_is_as_high_as_the_field_for_any_text_or_is_not_seen(open_desk, scale, is_large):
    page = open_desk(is_large, device_scale_factor=scale)
    laid = [lay(page, *one) for one in any_texts(int(scale * 100), 80)]
    wrong = [seen for difference, seen in laid if abs(difference) > 2]
    assert [seen for seen in wrong if seen != "hidden"] == []
    assert len(wrong) <= 1  # where a line is full to the dot: seven of 5,600 when it was written
    assert [seen for _difference, seen in laid].count("visible") == len(laid) - len(wrong)


@pytest.mark.parametrize("is_large", [False, True], ids=["usual", "large"])
@pytest.mark.parametrize("scale", [1, 1.25])
def test_its_words_lie_on_those_of_the_field(open_desk, scale, is_large):
    page = open_desk(is_large, device_scale_factor=scale, viewport=PHONE)
    for text, _width in any_texts(7, 5):
        assert lay(page, text[:400]) == (0, "visible")
        page.locator(BODY).evaluate("(field) => { field.scrollTop = 120; field.dispatchEvent(new Event('scroll')) }")
        assert differ(page) < 40  # edges of letters are mixed with what is below them
    page.locator(".marks-layer").last.evaluate("(layer) => { layer.style.translate = '0 1px' }")
    assert differ(page) > 100


def test_a_layer_that_lies_elsewhere_is_not_seen(open_desk):
    """As with a font that one of the two has not."""
    page, text = open_desk(), "走访XX户，" * 60
    assert lay(page, text) == (0, "visible")
    page.locator(".marks-layer").last.evaluate("(layer) => layer.style.setProperty('zoom', '1.3')")
    difference, seen = lay(page, text)
    assert difference > 2
    assert seen == "hidden"
