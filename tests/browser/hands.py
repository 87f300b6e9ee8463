"""How a person works a page: with a mouse, or with nothing but the keyboard. Both can do the same things."""

from playwright.sync_api import Locator, Page

from .desk import expect_no_overflow
from .probes import COVERED

# The ring around what has the keyboard must be seen, and nothing may lie over it.
FOCUS = """() => {
  const field = document.activeElement, style = getComputedStyle(field), box = field.getClientRects()[0];
  const ringed = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  const above = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, 40) / 2);
  const covered = !above || !(field.contains(above) || above.contains(field));
  return { name: field.outerHTML.slice(0, 120), ringed, covered };
}"""
TABS = 80


class Mouse:
    def __init__(self, page: Page) -> None:
        self.page = page

    def follow(self, selector: str) -> None:
        """A link or a button, and the page that it leads to."""
        with self.page.expect_navigation():
            self.press(selector)
        expect_no_overflow(self.page)

    def press(self, selector: str) -> None:
        self.page.locator(selector).click()

    def write(self, selector: str, text: str) -> None:
        self.page.locator(selector).click()
        self.page.keyboard.type(text)


class Keyboard(Mouse):
    def press(self, selector: str) -> None:
        self.tab_to(selector)
        self.page.keyboard.press("Enter")

    def write(self, selector: str, text: str) -> None:
        self.tab_to(selector)
        self.page.keyboard.type(text)

    def tab_to(self, selector: str) -> Locator:
        """Goes there with the Tab key, looking at each stop whether one can see where one is."""
        target = self.page.locator(selector)
        for _ in range(TABS):
            if target.evaluate("field => field === document.activeElement"):
                return target
            self.page.keyboard.press("Tab")
            self.expect_to_see_where_it_is()
        raise AssertionError(f"{selector} cannot be reached with the Tab key on {self.page.url}")

    def expect_to_see_where_it_is(self) -> None:
        if self.page.evaluate("document.activeElement === document.body"):
            return  # the end of the page: the browser's own frame has the keyboard
        focus = self.page.evaluate(FOCUS)
        assert focus["ringed"], f"no ring around {focus['name']}"
        assert not focus["covered"], f"something lies over {focus['name']}"
        assert self.page.evaluate(COVERED) == []
