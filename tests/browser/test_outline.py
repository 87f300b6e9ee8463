"""A section of an outline is shown as its authors will see it while it is typed."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from reports.actions.outline import begin_correction

SHOWN = "#preview .outline-preview"


@pytest.fixture
def outline(office):
    office.cycle.unit.organisers.add(office.other)
    return begin_correction(cycle=office.cycle, by=office.other, at=timezone.now())


def test_what_is_typed_is_shown_and_not_stored(office, outline, start_browser):
    section = outline.sections.first()
    page = start_browser(office.other).new_page()
    page.goto(reverse("outline_section", args=[office.cycle.pk, section.pk]))
    expect(page.locator(SHOWN)).to_contain_text(section.title)
    page.locator("#id_title").fill("政治<b>建设</b>")
    page.locator("#id_figures").fill("走访次数，次")
    expect(page.locator(SHOWN)).to_contain_text("走访次数")
    expect(page.locator(f"{SHOWN} legend")).to_have_text("政治<b>建设</b>")
    expect(page.locator(SHOWN)).to_have_count(1)
    assert outline.sections.first().title == section.title


def test_a_new_section_is_shown_once_it_has_a_title(office, outline, start_browser):
    page = start_browser(office.other).new_page()
    page.goto(reverse("outline_section_new", args=[office.cycle.pk]))
    expect(page.locator("#preview")).to_be_hidden()
    page.locator("#id_title").fill("廉政情况")
    expect(page.locator(f"{SHOWN} legend")).to_have_text("廉政情况")
