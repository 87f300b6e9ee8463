"""What a page's own geometry says: targets that are too small to hit, and focus that something else lies over."""

from playwright.sync_api import Page

# WCAG 2.2, 2.5.8: links within a sentence and fields as the browser draws them are excepted; of a box that is ticked
# its label counts too. Numbers of comments repeat what their cards do.
SMALL = """(least) => {
  const words = (place) => place.textContent.replace(/\\s+/g, "");
  const inSentence = (one) => one.matches("a, .btn-link") && getComputedStyle(one).display === "inline"
    && words(one.parentElement).length > words(one).length;
  const size = (one) => {
    const boxes = [one, ...(one.matches("[type=checkbox], [type=radio]") ? one.labels : [])];
    const rects = boxes.map((box) => box.getBoundingClientRect());
    const width = Math.max(...rects.map(({ right }) => right)) - Math.min(...rects.map(({ left }) => left));
    return [width, Math.max(...rects.map(({ height }) => height))];
  };
  return [...document.querySelectorAll("a[href], button, summary, select, input:not([type=hidden]), textarea")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .filter((one) => !one.closest(".skip-link, .ref, .comment-number, dialog"))
    .filter((one) => !inSentence(one) && size(one).some((length) => length < least - 0.5))
    .map((one) => `${size(one).map(Math.round)} ${one.outerHTML.slice(0, 110)}`);
}"""

# WCAG 2.2, 2.4.11: what has the keyboard is not wholly under what stands fixed.
COVERED = """() => {
  const fixed = [...document.querySelectorAll("body *")].filter((one) =>
    ["sticky", "fixed"].includes(getComputedStyle(one).position) && one.checkVisibility());
  const one = document.activeElement, box = one.getBoundingClientRect();
  return fixed.filter((bar) => !bar.contains(one)).filter((bar) => {
    const over = bar.getBoundingClientRect();
    return over.top < box.bottom - 1 && over.bottom > box.top + 1 && over.left < box.right && over.right > box.left;
  }).map((bar) => `${bar.className} over ${one.outerHTML.slice(0, 110)}`);
}"""
STOP = "document.activeElement === document.body ? '' : document.activeElement.outerHTML"


def small_targets(page: Page, least: int) -> list[str]:
    """Each with its width and height in pixels."""
    return page.evaluate(SMALL, least)


def covered_stops(page: Page, most: int = 200) -> list[str]:
    """Goes through the page with the Tab key, to its end or `most` stops."""
    covered: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        if not page.evaluate(STOP):
            break
        covered += page.evaluate(COVERED)
    return covered
