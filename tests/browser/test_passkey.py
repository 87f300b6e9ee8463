"""Passkeys in a real Chromium, whose device is a virtual one (CDP: WebAuthn.addVirtualAuthenticator)."""

import pytest
from playwright.sync_api import Page, expect

from reports.actions.second_factor import begin_second_factor, confirm_second_factor
from reports.models import Passkey, User

from ..views.test_second_factor import number_of
from .conftest import PHONE
from .office import PASSWORD

DEVICE = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def at_localhost(settings):
    settings.PASSKEY_HOST = "localhost"


@pytest.fixture
def codes(office) -> list[str]:
    begin_second_factor(by=office.author, at=office.author.date_joined)
    return confirm_second_factor(
        number=number_of(office.author), device="", by=office.author, at=office.author.date_joined
    )


def plug_in(page: Page) -> tuple:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return session, made["authenticatorId"]


def give_password(page: Page, person: User) -> None:
    page.goto("/account/sign-in/")
    page.locator("#id_username").fill(person.username)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url("**/second-factor/check/**")


def enter(page: Page, person: User, code: str) -> None:
    give_password(page, person)
    page.locator("#id_typed").fill(code)
    page.locator("form:has(#id_typed) button").click()
    expect(page.locator("main h1")).not_to_have_text("二次验证")


def add(page: Page, code: str, name: str) -> None:
    page.goto("/account/passkeys/")
    page.locator("#id_name").fill(name)
    page.locator("#id_typed").fill(code)
    page.get_by_role("button", name="添加通行密钥").click()


def test_it_is_added_and_signs_in(start_browser, office, codes):
    page = start_browser(viewport=PHONE).new_page()
    plug_in(page)
    enter(page, office.author, codes[0])
    add(page, codes[1], "办公室U盘")
    expect(page.locator("main .tasks")).to_contain_text("办公室U盘")
    page.context.clear_cookies()
    give_password(page, office.author)
    page.get_by_role("button", name="使用通行密钥").click()
    page.wait_for_url(lambda url: "second-factor" not in url)
    page.goto("/account/passkeys/")
    expect(page.locator("main .tasks")).to_contain_text("办公室U盘")
    assert Passkey.objects.get().last_used_at is not None


def test_wrong_numbers_and_devices_are_said_and_nothing_is_lost(start_browser, office, codes):
    page = start_browser().new_page()
    session, device = plug_in(page)
    enter(page, office.author, codes[0])
    add(page, "000000", "办公室U盘")
    notice = page.locator("form[data-passkey] [role=alert]")
    expect(notice).to_be_visible()
    expect(page.locator("#id_name")).to_have_value("办公室U盘")
    add(page, codes[1], "办公室U盘")
    expect(page.locator("main .tasks")).to_contain_text("办公室U盘")
    add(page, codes[2], "同一个")
    expect(notice).to_have_text("此设备已经添加过。")
    session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": device})
    plug_in(page)
    page.context.clear_cookies()
    give_password(page, office.author)
    page.get_by_role("button", name="使用通行密钥").click()
    expect(notice).to_be_visible()
    assert [*Passkey.objects.values_list("name", flat=True)] == ["办公室U盘"]


def test_without_javascript_the_page_says_what_to_do(start_browser, office, codes):
    page = start_browser().new_page()
    plug_in(page)
    enter(page, office.author, codes[0])
    add(page, codes[1], "办公室U盘")
    expect(page.locator("main .tasks")).to_contain_text("办公室U盘")
    plain = start_browser(java_script_enabled=False).new_page()
    give_password(plain, office.author)
    expect(plain.get_by_role("button", name="使用通行密钥")).to_be_hidden()
    expect(plain.locator("main noscript p")).to_be_visible()
    plain.locator("#id_typed").fill(codes[2])
    plain.locator("form:has(#id_typed) button").click()
    plain.wait_for_url(lambda url: "second-factor" not in url)
