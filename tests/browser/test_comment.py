"""Comments in a real browser: select, write, answer; what others say appears; nothing typed is lost."""

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from reports.actions.comment import add_comment
from reports.models import Comment, Section, Session

from .conftest import DESKTOP, PHONE
from .desk import expect_no_overflow, wait_until
from .office import PASSWORD, PROBLEMS, section_of, write

BODY = "😀到村组走得不够多，\n调研【次数】次还不够深入。"
SELECT = """([from, to]) => {
  const runs = [...document.querySelectorAll("[data-start]")];
  const at = (words, end) => {
    const run = runs.find((one) => one.textContent.includes(words));
    const place = run.textContent.indexOf(words) + (end ? words.length : 0);
    return [run.firstChild, place];
  };
  document.getSelection().setBaseAndExtent(...at(from, false), ...at(to, true));
}"""
NEW = ".comment-new"


@pytest.fixture
def section(office, report) -> Section:
    """A draft; its author and assistant comment on it."""
    write(section_of(report, PROBLEMS), BODY, by=office.author)
    report.figures.filter(label="次数").update(value="12")
    return section_of(report, PROBLEMS)


def open_paper(page: Page, section: Section) -> Page:
    page.goto(f"/reports/{section.report_id}/read/")
    return page


def say(section: Section, by, text: str, words: str = "到村组") -> Comment:
    start = section.body.index(words)
    passage = (start, start + len(words))
    return add_comment(section=section, read=section.body, passage=passage, text=text, by=by, at=timezone.now())


def write_comment(page: Page, text: str, first: str, last: str) -> None:
    page.evaluate(SELECT, [first, last])
    page.locator(".bubble").click()
    page.locator(f"{NEW} [name=text]").fill(text)


def send(page: Page) -> None:
    page.locator(f"{NEW} .btn-primary").click()
    expect(page.locator(NEW)).to_have_count(0)


def test_words_over_two_paragraphs_and_a_value_are_the_stored_ones(page, section):
    """Outside the basic plane JavaScript counts two where the server counts one."""
    open_paper(page, section)
    write_comment(page, "请写具体。", "走得", "12")
    send(page)
    comment = Comment.objects.get()
    assert (comment.original_quote, comment.text) == ("走得不够多，\n调研【次数】", "请写具体。")
    expect(page.locator(f"#comment-{comment.pk}")).to_be_focused()
    expect(page.locator("mark").first).to_have_text("走得不够多，")


def test_cards_do_not_overlap_and_stand_beside_their_words(page, office, section):
    comments = [say(section, office.assistant, f"第{number}条") for number in range(4)]
    open_paper(page, section)
    boxes = [page.locator(f"#comment-{comment.pk}").bounding_box() for comment in comments]
    assert all(one["y"] + one["height"] <= other["y"] for one, other in pairwise(boxes))
    mark, paper = page.locator("mark").first.bounding_box(), page.locator("#paper").bounding_box()
    assert abs(boxes[0]["y"] - mark["y"]) < 40
    assert boxes[0]["x"] >= paper["x"] + paper["width"]


def test_what_is_typed_survives_a_reload_and_an_expired_session(page, section):
    open_paper(page, section)
    write_comment(page, "写到一半", "到村组", "到村组")
    page.reload()
    expect(page.locator(f"{NEW} [name=text]")).to_have_value("写到一半")
    Session.objects.all().delete()
    page.locator(f"{NEW} .btn-primary").click()
    page.locator("#sign-in-again input[type=password]").fill(PASSWORD)
    page.locator("#sign-in-again button").click()
    expect(page.locator(NEW)).to_have_count(0)
    assert Comment.objects.get().text == "写到一半"


def test_what_others_say_appears_without_touching_what_one_types(page, office, section):
    open_paper(page, section)
    write_comment(page, "我正在写", "调研", "调研")
    top = page.locator("#paper section p").first.bounding_box()["y"]
    comment = say(section, office.assistant, "别人说的")
    expect(page.locator(f"#comment-{comment.pk}")).to_contain_text("别人说的", timeout=15_000)
    expect(page.locator(f"{NEW} [name=text]")).to_have_value("我正在写")
    expect(page.locator(f"{NEW} [name=text]")).to_be_focused()
    assert page.locator("#paper section p").first.bounding_box()["y"] == top


def test_answer_and_resolve_in_place(page, office, section):
    comment = say(section, office.assistant, "请写具体。")
    open_paper(page, section)
    card = page.locator(f"#comment-{comment.pk}")
    card.locator("[data-opens]").first.click()
    page.locator(f"{NEW} [name=text]").fill("好的。")
    send(page)
    expect(card.locator(".reply")).to_contain_text("好的。")
    card.locator("form[action*=resolve] button").click()
    wait_until(page, lambda: Comment.objects.get().resolution == "resolved")
    expect(card.locator("details")).to_have_count(1)


def test_by_keyboard(page, office, section):
    comments = [say(section, office.assistant, "甲"), say(section, office.assistant, "乙", "调研")]
    open_paper(page, section)
    for comment in comments:
        page.keyboard.press("Alt+ArrowDown")
        expect(page.locator(f"#comment-{comment.pk}")).to_be_focused()
    page.locator("[data-comment-link]").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"{NEW} [name=text]")).to_be_focused()


def test_a_number_leads_to_the_comment_of_that_number_only_from_the_text(page, office, section):
    comments = [say(section, office.assistant, f"第{number}条") for number in range(12)]
    open_paper(page, section)
    page.keyboard.press("3")
    expect(page.locator("#paper .comment.active")).to_have_count(0)
    page.locator("#paper").focus()
    page.keyboard.press("3")
    expect(page.locator(f"#comment-{comments[2].pk}")).to_be_focused()
    page.keyboard.press("9")  # nobody has said 39 things
    expect(page.locator(f"#comment-{comments[8].pk}")).to_be_focused()
    page.locator(f"#comment-{comments[0].pk} [data-opens]").first.click()
    page.locator(f"{NEW} [name=text]").press_sequentially("3")
    expect(page.locator(f"{NEW} [name=text]")).to_have_value("3")
    expect(page.locator(f"{NEW} [name=text]")).to_be_focused()


def test_ctrl_enter_sends_what_one_writes(page, section):
    open_paper(page, section)
    write_comment(page, "请写具体。", "走得", "12")
    page.keyboard.press("Control+Enter")
    expect(page.locator(NEW)).to_have_count(0)
    assert Comment.objects.get().text == "请写具体。"


def test_numbers_of_comments_that_end_together_stand_beside_one_another(page, office, section):
    for number in range(11):
        say(section, office.assistant, f"第{number}条")
    open_paper(page, section)
    boxes = [ref.bounding_box() for ref in page.locator(".refs .ref").all()]
    assert len(boxes) == len(Comment.objects.all())
    assert all(one["x"] + one["width"] <= other["x"] for one, other in pairwise(boxes))


def test_where_nobody_has_said_anything_the_sheet_stands_in_the_middle(page, section):
    open_paper(page, section)
    expect(page.locator(".comment-tools")).to_be_hidden()
    paper = page.locator("#paper").bounding_box()
    assert abs(paper["x"] * 2 + paper["width"] - DESKTOP["width"]) < 20  # the scroll bar


def test_without_a_script(start_browser, office, section):
    page = start_browser(office.author, java_script_enabled=False).new_page()
    open_paper(page, section)
    page.locator("section:has-text('到村组') [data-comment-link]").first.click()
    page.locator("#id_words").fill("走得不够多")
    page.locator("#id_text").fill("请写具体。")
    page.locator("main form .btn-primary").click()
    comment = Comment.objects.get()
    assert (page.url.split("#")[1], comment.original_quote) == (f"comment-{comment.pk}", "走得不够多")
    expect(page.locator(f"#comment-{comment.pk}")).to_be_visible()


@pytest.mark.parametrize("phone", [False, True])
def test_no_accessibility_violations(start_browser, office, section, phone):
    say(section, office.assistant, "甲")
    write(section, "全部重写过的一段话。", by=office.author)
    say(section_of(section.report, PROBLEMS), office.assistant, "乙", "重写")
    page = start_browser(office.author, **({"viewport": PHONE} if phone else {})).new_page()
    open_paper(page, section)
    comment = Comment.objects.last()
    addresses = ["read/", f"sections/{section.pk}/comment/?start=0&end=4"]
    addresses += [f"comments/{comment.pk}/{name}/" for name in ("reply", "attach")]
    for address in addresses:
        page.goto(f"/reports/{section.report_id}/{address}")
        rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
        found = Axe().run(page, options=rules).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
        expect_no_overflow(page)
