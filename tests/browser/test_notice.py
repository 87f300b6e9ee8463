"""Naming somebody in a comment, and the way from the bell to it."""

from playwright.sync_api import expect

from reports.models import Comment

from .office import PROBLEMS, section_of, write

NEW = ".comment-new"


def test_from_a_mention_to_the_bell_to_the_comment(page, office, report, start_browser):
    write(section_of(report, PROBLEMS), "到村组走得不够多。", by=office.author)
    page.goto(f"/reports/{report.pk}/read/")
    page.locator("section:has-text('到村组') [data-comment-link]").first.click()
    page.locator(f"{NEW} [name=text]").fill("请核对。")
    page.locator(f"{NEW} .mention summary").click()
    page.get_by_label(office.assistant.name).check()
    page.reload()
    expect(page.get_by_label(office.assistant.name)).to_be_checked()
    page.locator(f"{NEW} .btn-primary").click()
    expect(page.locator(NEW)).to_have_count(0)
    comment = Comment.objects.get()
    expect(page.locator(f"#comment-{comment.pk}")).to_contain_text(office.assistant.name)

    theirs = start_browser(office.assistant).new_page()
    theirs.goto("/")
    expect(theirs.locator(".bell .count")).to_have_text("1")
    theirs.locator(".bell").click()
    theirs.locator(".notices .unread a").click()
    expect(theirs.locator(f"#comment-{comment.pk}")).to_be_focused()
    expect(theirs.locator(".bell .count")).to_have_count(0)
