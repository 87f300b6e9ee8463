"""Words that are marked in a text with the mouse become a problem of the list."""

from reports.models import Shortcoming

from .conftest import PHONE
from .desk import expect_no_overflow
from .office import PROBLEMS, section_of, write

CHOOSE = """(words) => {
  const text = document.querySelector("[data-choose-for]");
  const [node, range] = [text.firstChild, document.createRange()];
  const start = node.data.indexOf(words);
  range.setStart(node, start);
  range.setEnd(node, start + words.length);
  document.getSelection().removeAllRanges();
  document.getSelection().addRange(range);
}"""


def test_words_that_are_marked_stand_in_the_field_and_become_an_item(page, office, report):
    write(section_of(report, PROBLEMS), "到村组走得不够多，学得也浅。", by=office.author)
    page.set_viewport_size(PHONE)
    page.goto(f"/reports/{report.pk}/shortcomings/mark/")
    page.evaluate(CHOOSE, "学得也浅")
    page.wait_for_function("document.getElementById('id_words').value === '学得也浅'")
    expect_no_overflow(page)
    page.locator("#id_words").locator("xpath=ancestor::form").locator("button").click()
    page.wait_for_load_state()
    assert list(Shortcoming.objects.values_list("problem", flat=True)) == ["学得也浅"]
