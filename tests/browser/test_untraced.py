"""The numbers of which nothing says where they come from, as the check page lists them, on a telephone."""

import pytest

from .conftest import PHONE
from .desk import expect_no_overflow
from .office import DUTY, section_of, write

NARROW = """(rows) => rows.map((row) => {
  const { width } = row.getBoundingClientRect();
  return row.firstElementChild.getBoundingClientRect().width / width;
}).filter((share) => share < 0.8)"""


@pytest.mark.parametrize("width", [PHONE["width"], 320])
def test_the_words_of_a_number_have_the_width_of_the_page(page, office, report, width):
    write(section_of(report, DUTY), "全年办结信访件12件，走访群众340户次。", by=office.author)
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"/reports/{report.pk}/check/")
    rows = "[aria-labelledby=untraced] li"
    assert page.locator(rows).count() == 2
    assert page.eval_on_selector_all(rows, NARROW) == []
    expect_no_overflow(page)
