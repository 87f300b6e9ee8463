"""The sign-in expires while one writes: the password is asked for in place, and nothing typed is lost."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from reports.http.idle import COOKIE
from reports.http.session import SINCE, SessionStore
from reports.models import Session

from .conftest import sign_in_quietly
from .desk import BODY, address, expect_saved, expect_state, open_section, stored_body, type_at_end
from .office import DUTY, PASSWORD, section_of

DIALOG = "#sign-in-again"


@pytest.fixture
def section(report):
    return section_of(report, DUTY)


def type_after_expiry(page: Page, section) -> Page:
    open_section(page, section)
    Session.objects.all().delete()
    type_at_end(page, "登录过期时写的话")
    expect(page.locator(DIALOG)).to_be_visible()
    return page


def test_after_half_an_hour_without_use_what_is_typed_is_kept_and_saved(start_browser, office, section):
    """The whole way: signed in by the page, left alone, typed on, the password in place."""
    context = start_browser(None)
    page = context.new_page()
    page.goto(reverse("sign_in"))
    page.locator("input[name=username]").fill(office.author.username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    open_section(page, section)
    leave_alone(context)
    type_at_end(page, "半小时后写的话")
    expect(page.locator(DIALOG)).to_be_visible()
    expect(page.locator(BODY)).to_have_value("半小时后写的话")
    assert stored_body(section) == ""
    answer(page, PASSWORD)
    expect_saved(page)
    assert stored_body(section) == "半小时后写的话"


def leave_alone(context) -> None:
    """As if the sign-in had been used last before half an hour and a minute."""
    context.clear_cookies(name=COOKIE)
    row = Session.objects.get()
    data = row.get_decoded()
    row.session_data = SessionStore().encode(data | {SINCE: data[SINCE] - 31 * 60})
    row.save()


def answer(page: Page, password: str) -> None:
    page.locator(f"{DIALOG} input[type=password]").fill(password)
    page.locator(f"{DIALOG} button").click()


def test_the_password_in_place_saves_what_was_typed(page, section):
    type_after_expiry(page, section)
    expect(page.locator(f"{DIALOG} input[type=password]")).to_be_focused()
    answer(page, PASSWORD)
    expect(page.locator(DIALOG)).to_be_hidden()
    expect_saved(page)
    expect(page.locator(BODY)).to_have_value("登录过期时写的话")
    assert stored_body(section) == "登录过期时写的话"
    type_at_end(page, "，再写一句")
    expect_saved(page)
    assert stored_body(section) == "登录过期时写的话，再写一句"


def test_a_wrong_password_is_told_and_may_be_tried_again(page, section):
    type_after_expiry(page, section)
    answer(page, "not the password")
    expect(page.locator(f"{DIALOG} [role=alert]")).not_to_be_empty()
    expect(page.locator(DIALOG)).to_be_visible()
    assert stored_body(section) == ""
    answer(page, PASSWORD)
    expect_saved(page)
    assert stored_body(section) == "登录过期时写的话"


def test_closing_the_dialog_keeps_the_text_and_saving_asks_again(page, section):
    type_after_expiry(page, section)
    page.keyboard.press("Escape")
    expect(page.locator(DIALOG)).to_be_hidden()
    expect_state(page, "expired")
    expect(page.locator(BODY)).to_have_value("登录过期时写的话")
    page.locator("button[form=section-form]:not([name])").click()
    answer(page, PASSWORD)
    expect_saved(page)
    assert stored_body(section) == "登录过期时写的话"


def test_the_page_goes_on_after_the_password_when_one_wanted_to_go_on(page, section):
    open_section(page, section)
    Session.objects.all().delete()
    type_at_end(page, "写完就走")
    page.locator("button[name=next]").click()
    with page.expect_navigation():
        answer(page, PASSWORD)
    assert address(section) not in page.url
    assert stored_body(section) == "写完就走"


def test_without_a_script_a_page_asks_and_carries_the_text_along(start_browser, office, section):
    page = start_browser(office.author, java_script_enabled=False).new_page()
    open_section(page, section)
    Session.objects.all().delete()
    page.locator(BODY).fill("没有脚本时写的话\n第二段")
    page.locator("button[form=section-form]:not([name])").click()
    page.locator("input[name=sign-in-name]").fill("author")
    page.locator("input[name=sign-in-password]").fill("not the password")
    page.locator("main form button").click()
    expect(page.locator("[role=alert]")).to_be_visible()
    page.locator("input[name=sign-in-password]").fill(PASSWORD)
    page.locator("main form button").click()
    expect(page.locator(BODY)).to_have_value("没有脚本时写的话\n第二段")
    assert stored_body(section) == "没有脚本时写的话\n第二段"


def test_at_the_office_in_another_tab_and_what_is_typed_is_saved(start_browser, office, section, settings, live_server):
    """The provider has tests of its own: here somebody comes back from it, too early first."""
    settings.OIDC = {"label": "统一身份认证"}
    context = start_browser(office.author)
    page = type_after_expiry(context.new_page(), section)
    link = page.locator(f"{DIALOG} a")
    assert (link.get_attribute("href"), link.get_attribute("target")) == (reverse("oidc"), "_blank")
    page.locator(f"{DIALOG} button[value=office]").click()
    expect(page.locator(DIALOG)).to_be_hidden()
    assert stored_body(section) == ""
    sign_in_quietly(context, office.author, live_server.url)
    type_at_end(page, "，又写一句")
    if page.locator(DIALOG).is_visible():
        page.locator(f"{DIALOG} button[value=office]").click()
    expect_saved(page)
    assert stored_body(section) == "登录过期时写的话，又写一句"
