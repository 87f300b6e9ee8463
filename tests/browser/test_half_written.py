"""What is half written keeps its place: a remark the words that it was begun on, a reason its section."""

from django.utils import timezone
from playwright.sync_api import expect

from reports.models import Comment, ReturnDraft

from .desk import copies
from .test_comment import NEW, SELECT, open_paper, section, send, write_comment  # noqa: F401 - fixtures
from .test_reply import in_review, reviewers  # noqa: F401 - fixtures


def test_other_words_never_take_over_a_half_written_remark(page, section):  # noqa: F811
    open_paper(page, section)
    write_comment(page, "第一条", "到村组", "到村组")
    page.evaluate(SELECT, ["走得", "走得"])
    page.locator(".bubble").click()
    expect(page.locator(f"{NEW} .half-written")).to_be_visible()
    page.locator(f"{NEW} .half-written button").last.click()
    expect(page.locator(f"{NEW} [name=text]")).to_have_value("")
    page.locator(f"{NEW} [name=text]").fill("第二条")
    send(page)
    page.locator(".drafts-aside button").click()
    expect(page.locator(f"{NEW} [name=text]")).to_have_value("第一条")
    send(page)
    said = Comment.objects.order_by("pk").values_list("text", "original_quote")
    assert list(said) == [("第二条", "走得"), ("第一条", "到村组")]
    assert copies(page) == []


def test_reasons_of_a_return_survive_a_reload(start_browser, in_review, reviewers):  # noqa: F811
    page = start_browser(reviewers[0]).new_page()
    marked = in_review.sections.first()
    ReturnDraft.objects.create(section=marked, by=reviewers[0], text="再写。", read=1, at=timezone.now())
    for _ in range(2):
        page.goto(f"/reports/{in_review.pk}/return/")
    page.locator("textarea[name^=reason-]").first.fill("太笼统。")
    page.reload()
    expect(page.locator("textarea[name^=reason-]").first).to_have_value("太笼统。")
    page.locator("main form .btn-primary").click()
    page.wait_for_url("**/reviews/")
    assert copies(page) == []
