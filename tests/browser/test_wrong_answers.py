"""Whatever answers in place of the site: what is typed, before and after, arrives whole and once; at the latest after
the page was closed and opened again.
"""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from reports.actions.attachment import add_attachment
from reports.models import Comment, Reply, Section, Session

from .desk import BODY, STATE, address, copies, expect_saved, expect_state, open_section, stored_body, type_at_end, word
from .faults import FAULTS, Between, let_time_pass
from .office import DUTY, PASSWORD, section_of, write
from .test_comment import NEW, open_paper, say, write_comment
from .test_copies import OFFER

# One for each thing that a person is told, and those where the words did arrive.
SOME = ["200 with a sign-in page, but stored", "302 to a sign-in page", "413", "429", "502", "stores and never answers"]
PAUSE, PATIENCE = 2_000, 31_000  # milliseconds: longer than the page waits after typing, and for a silent server
ALERT = f"{NEW} .err[role=alert]"


@pytest.fixture
def page(page: Page) -> Page:
    page.context.clock.install()
    return page


@pytest.fixture
def section(report) -> Section:
    return section_of(report, DUTY)


def type_on(page: Page, text: str, field: str) -> None:
    type_at_end(page, text, field)
    let_time_pass(page, PAUSE)


def see_fault(page: Page, between: Between, why: str) -> None:
    """It has been met, and the page says in words what it was."""
    between.meet()
    let_time_pass(page, PATIENCE)
    expect_state(page, why)
    expect(page.locator(STATE)).to_have_class("save-state bad")
    assert len(copies(page)) == 1


def open_again(page: Page) -> Page:
    """The page is closed, and a new one opened in the same browser."""
    context = page.context
    page.close()
    return context.new_page()


def put_back(page: Page) -> None:
    """Where all had arrived there is nothing to put back."""
    if page.locator(OFFER).count():
        page.locator(OFFER).get_by_role("button").first.click()
        let_time_pass(page, PAUSE)
        expect_saved(page)


def go_through(page: Page, place: str, field: str, name: str, *, separator: str = "") -> tuple[Page, str]:
    """Types while the fault lasts and until it is over; then again, and closes the page meanwhile. What was typed."""
    fault, why = FAULTS[name]
    page.goto(place)
    between = Between(page, f"**{place}", fault)
    type_on(page, "第一句", field)
    see_fault(page, between, why)
    type_on(page, separator + "第二句", field)
    between.take_away()
    let_time_pass(page)
    expect_saved(page)
    assert copies(page) == []
    between = Between(page, f"**{place}", fault)
    type_on(page, separator + "第三句", field)
    see_fault(page, between, why)
    type_on(page, separator + "第四句", field)
    page = open_again(page)
    between.take_away()
    page.goto(place)
    put_back(page)
    assert copies(page) == []
    return page, separator.join(["第一句", "第二句", "第三句", "第四句"])


@pytest.mark.parametrize("name", FAULTS)
def test_a_section(page, section, name):
    page, typed = go_through(page, address(section), BODY, name)
    expect(page.locator(BODY)).to_have_value(typed)
    assert stored_body(section) == typed


@pytest.mark.parametrize("name", SOME)
def test_a_value(page, section, office, name):
    write(section, "新建【名称】。", by=office.author)
    _page, typed = go_through(page, address(section, "fill/"), "input.figure", name)
    assert section.report.figures.get().value == typed


@pytest.mark.parametrize("name", SOME)
def test_an_attachment(page, report, office, name):
    attachment = add_attachment(report=report, title="清单", by=office.author, at=timezone.now())
    _page, typed = go_through(page, f"/reports/{report.pk}/attachments/{attachment.pk}/", BODY, name)
    attachment.refresh_from_db()
    assert attachment.body == typed


@pytest.fixture
def written(section, office) -> Section:
    write(section, "走得不够多，调研不够深。", by=office.author)
    return section_of(section.report, DUTY)


def send_through(page: Page, pattern: str, name: str) -> Between:
    """Presses the button of the open form and sees what the page says of it."""
    fault, why = FAULTS[name]
    between = Between(page, pattern, fault)
    page.locator(f"{NEW} .btn-primary").click()
    between.meet()
    let_time_pass(page, PATIENCE)
    expect(page.locator(ALERT)).to_contain_text(word(page, why))
    return between


def expect_sent(page: Page) -> None:
    let_time_pass(page)
    expect(page.locator(NEW)).to_have_count(0)
    assert copies(page) == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_comment(page, written, name):
    open_paper(page, written)
    write_comment(page, "第一条", "走得", "走得")
    between = send_through(page, "**/comment/", name)
    type_at_end(page, "，还有", f"{NEW} [name=text]")
    between.take_away()
    expect_sent(page)
    assert list(Comment.objects.values_list("text", "original_quote")) == [("第一条，还有", "走得")]
    write_comment(page, "第二条", "调研", "调研")
    between = send_through(page, "**/comment/", name)
    type_at_end(page, "，也写", f"{NEW} [name=text]")
    page = open_again(page)
    between.take_away()
    open_paper(page, written)
    expect(page.locator(f"{NEW} [name=text]")).to_have_value("第二条，也写")
    page.locator(f"{NEW} .btn-primary").click()
    expect_sent(page)
    said = list(Comment.objects.order_by("pk").values_list("text", "original_quote"))
    assert said == [("第一条，还有", "走得"), ("第二条，也写", "调研")]


@pytest.mark.parametrize("name", SOME)
def test_an_answer(page, written, office, name):
    comment = say(written, office.assistant, "请写具体。", "调研")
    open_paper(page, written)
    page.locator(f"#comment-{comment.pk} [data-opens=say]").first.click()
    page.locator(f"{NEW} [name=text]").fill("好")
    between = send_through(page, "**/reply/", name)
    type_at_end(page, "的", f"{NEW} [name=text]")
    page = open_again(page)
    between.take_away()
    open_paper(page, written)
    page.locator(f"{NEW} .btn-primary").click()
    expect_sent(page)
    assert list(Reply.objects.values_list("text", flat=True)) == ["好的"]


def lose_token(page: Page) -> None:
    page.context.clear_cookies(name="csrftoken")


def test_a_lost_cookie_is_fetched_again(page, section):
    open_section(page, section)
    type_on(page, "第一句", BODY)
    expect_saved(page)
    lose_token(page)
    type_on(page, "第二句", BODY)
    expect_saved(page)
    assert stored_body(section) == "第一句第二句"


def test_a_comment_without_the_cookie(page, written):
    open_paper(page, written)
    write_comment(page, "有话", "走得", "走得")
    lose_token(page)
    page.locator(f"{NEW} .btn-primary").click()
    expect_sent(page)
    assert Comment.objects.get().text == "有话"


def test_all_cookies_lost(page, section):
    open_section(page, section)
    page.context.clear_cookies()
    Session.objects.all().delete()
    type_on(page, "都还在", BODY)
    page.locator("#sign-in-again input[type=password]").fill(PASSWORD)
    page.locator("#sign-in-again button").click()
    expect_saved(page)
    assert stored_body(section) == "都还在"


def test_the_pauses_grow_and_the_asked_one_is_kept(page, section):
    """Typing does not shorten what the other side has asked for."""
    open_section(page, section)
    between = Between(page, f"**{address(section)}", FAULTS["429"][0])
    type_on(page, "一", BODY)
    between.meet()
    expect_state(page, "busy")
    type_at_end(page, "二")
    page.clock.run_for(1_800)
    assert between.met == 1
    for count in (2, 3, 4):
        page.clock.run_for(6_000 * count)
        between.meet(count)
    between.take_away()
    page.locator("button[form=section-form]").first.click()
    expect_saved(page)
    assert stored_body(section) == "一二"


def test_somebody_else_signed_in_meanwhile_does_not_save_in_anothers_name(page, section, office, start_browser):
    open_section(page, section)
    theirs = start_browser(office.assistant)
    page.context.add_cookies([cookie for cookie in theirs.cookies() if cookie["name"] == "sessionid"])
    type_on(page, "我的话", BODY)
    expect_state(page, "expired")
    assert stored_body(section) == ""
    page.locator("#sign-in-again input[type=password]").fill(PASSWORD)
    page.locator("#sign-in-again button").click()
    expect_saved(page)
    assert (stored_body(section), section_of(section.report, DUTY).saved_by) == ("我的话", office.author)
