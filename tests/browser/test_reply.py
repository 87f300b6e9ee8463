"""A returned report in real browsers: places confirmed and chosen again, suggestions decided on, the closing list by
keyboard, two reviewers and the author at once.
"""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from reports.actions.comment import add_comment
from reports.actions.report import submit_report
from reports.actions.review import open_review, return_report
from reports.models import Comment, Report, Review, Section, User

from .desk import expect_no_overflow, wait_until
from .hands import Keyboard
from .office import DUTY, OPENING, PASSWORD, PROBLEMS, Office, section_of, write
from .test_comment import NEW, SELECT, send, write_comment

BODY = "到村组走得不够多，调研还不够深入。"


@pytest.fixture
def reviewers(office: Office, report: Report) -> list[User]:
    second = User.objects.create_user("second", PASSWORD, name="郑和", unit=office.cycle.unit, post="副局长")
    stage = office.cycle.stages.get()
    for person in (office.other, second):
        Review.objects.create(report=report, stage=stage, reviewer=person)
    return [office.other, second]


@pytest.fixture
def in_review(office: Office, report: Report, reviewers: list[User]) -> Report:
    for place, heading, body in [(OPENING, "", "现报告如下。"), (DUTY, "保供水", "供水不断。"), (PROBLEMS, "", BODY)]:
        write(section_of(report, place), body, by=office.author, heading=heading)
    submit_report(report=report, by=office.author, at=timezone.now())
    for person in reviewers:
        open_review(report=report, by=person, at=timezone.now())
    return Report.objects.get(pk=report.pk)


@pytest.fixture
def problems(in_review: Report, reviewers: list[User]) -> Section:
    """Returned, so that its words may change."""
    section = section_of(in_review, PROBLEMS)
    return_report(report=in_review, reasons={section.pk: "太笼统。"}, by=reviewers[0], at=timezone.now())
    return section_of(in_review, PROBLEMS)


def say(section: Section, by: User, words: str, **fields) -> Comment:
    start = section.body.index(words)
    passage = (start, start + len(words))
    return add_comment(
        section=section, read=section.body, passage=passage, text=words, by=by, at=timezone.now(), **fields
    )


def open_paper(page: Page, report: int) -> Page:
    page.goto(f"/reports/{report}/read/")
    return page


def card(page: Page, comment: Comment):
    return page.locator(f"#comment-{comment.pk}")


def fresh(comment: Comment) -> Comment:
    return Comment.objects.select_related("answer", "section").get(pk=comment.pk)


def test_a_moved_comment_is_confirmed(page, office, problems, reviewers):
    comment = say(problems, reviewers[0], "调研还不够深入")
    write(section_of(problems.report, PROBLEMS), "到村组走得不够多，调查研究还很不够深入。", by=office.author)
    assert fresh(comment).placement == "moved"
    open_paper(page, problems.report_id)
    card(page, comment).locator("form[action*=confirm] button").click()
    expect(card(page, comment).locator("form[action*=confirm]")).to_have_count(0)
    assert (fresh(comment).placement, fresh(comment).words_today) == ("placed", "调查研究还很不够深入")


def test_a_lost_comment_is_attached_again(page, office, problems, reviewers):
    comment = say(problems, reviewers[0], "调研还不够深入")
    write(section_of(problems.report, PROBLEMS), "写作能力有待提高。", by=office.author)
    open_paper(page, problems.report_id)
    card(page, comment).locator("[data-reattach]").click()
    page.evaluate(SELECT, ["写作能力", "写作能力"])
    page.locator(".bubble").click()
    send(page)
    expect(page.locator(f"mark.on-{comment.pk}")).to_have_text("写作能力")
    assert (fresh(comment).placement, fresh(comment).words_today) == ("placed", "写作能力")


def test_a_suggestion_is_accepted_in_place(page, problems, reviewers):
    comment = say(problems, reviewers[0], "走得不够多", replacement="去得少")
    open_paper(page, problems.report_id)
    card(page, comment).locator("form[action*=accept] button").click()
    expect(page.locator(f"mark.on-{comment.pk}")).to_have_text("去得少")
    assert (fresh(comment).resolution, fresh(comment).answer.verdict) == ("accepted", "adopted")
    assert fresh(comment).section.body == "到村组去得少，调研还不够深入。"


def test_a_suggestion_is_declined_with_a_reason(page, problems, reviewers):
    comment = say(problems, reviewers[0], "走得不够多", replacement="去得少")
    open_paper(page, problems.report_id)
    card(page, comment).locator("a[href*=decline]").click()
    page.locator(f"{NEW} [name=text]").fill("原文更准。")
    send(page)
    wait_until(page, lambda: fresh(comment).resolution == "declined")
    assert (fresh(comment).answer.verdict, fresh(comment).answer.text) == ("not_adopted", "原文更准。")


def test_all_suggestions_of_a_section_at_once(page, problems, reviewers):
    for words, other in (("到村组", "下村"), ("深入", "细致")):
        say(problems, reviewers[0], words, replacement=other)
    open_paper(page, problems.report_id)
    page.locator(".section-note a").click()
    expect(page.locator(".compare ins")).to_have_text(["下村", "细致"])
    expect_no_overflow(page)
    page.locator("main form button").click()
    expect(page.locator("#paper mark")).to_have_text(["下村", "细致"])
    assert section_of(problems.report, PROBLEMS).body == "下村走得不够多，调研还不够细致。"


def test_the_closing_list_by_keyboard(page, problems, reviewers):
    one, other = (say(problems, reviewers[0], words) for words in ("到村组", "调研"))
    page.goto(f"/reports/{problems.report_id}/answers/")
    hands = Keyboard(page)
    hands.tab_to(f"#id_answer-{one.pk}-verdict_0")
    page.keyboard.press("Space")
    hands.tab_to(f"#id_answer-{other.pk}-verdict_0")
    page.keyboard.press("ArrowUp")  # from the first to the last
    hands.follow("form.answers .btn-primary")
    expect(page.locator(f"#id_answer-{other.pk}-verdict_2")).to_be_checked()  # the reason is missing
    assert (fresh(one).answer.verdict, fresh(other).answer) == ("adopted", None)
    hands.write(f"#id_answer-{other.pk}-text", "今年来不及。")
    hands.follow("form.answers .btn-primary")
    assert (fresh(other).answer.verdict, fresh(other).answer.text) == ("not_adopted", "今年来不及。")
    assert page.url.endswith(f"/reports/{problems.report_id}/")


def test_the_closing_list_survives_a_reload(page, problems, reviewers):
    comment = say(problems, reviewers[0], "到村组")
    page.goto(f"/reports/{problems.report_id}/answers/")
    page.locator(f"#id_answer-{comment.pk}-verdict_1").check()
    page.locator(f"#id_answer-{comment.pk}-text").fill("写到一半")
    page.reload()
    expect(page.locator(f"#id_answer-{comment.pk}-verdict_1")).to_be_checked()
    expect(page.locator(f"#id_answer-{comment.pk}-text")).to_have_value("写到一半")


def test_a_decision_right_on_the_card(page, problems, reviewers):
    comment = say(problems, reviewers[0], "到村组")
    open_paper(page, problems.report_id)
    card(page, comment).locator("a[href$=reply\\/]").click()
    page.locator(f"{NEW} [value=partly]").check()
    page.locator(f"{NEW} .btn-primary").click()
    expect(page.locator(f"{NEW} .err")).to_have_count(1)  # no reason yet
    page.locator(f"{NEW} [name=text]").fill("只改一半。")
    send(page)
    expect(card(page, comment).locator(".reply .tag-verdict")).to_have_count(1)
    assert (fresh(comment).answer.verdict, fresh(comment).answer.text) == ("partly", "只改一半。")


def test_a_closed_draft_is_kept_until_it_is_thrown_away(page, problems):
    open_paper(page, problems.report_id)
    write_comment(page, "先放一放", "到村组", "到村组")
    page.locator(NEW).get_by_role("button", name="关闭").click()
    page.reload()
    expect(page.locator(NEW)).to_have_count(0)
    page.evaluate(SELECT, ["到村组", "到村组"])
    page.locator(".bubble").click()
    expect(page.locator(f"{NEW} [name=text]")).to_have_value("先放一放")
    page.locator(f"{NEW} .hint .btn-link").click()
    expect(page.locator(f"{NEW} [name=text]")).to_have_value("")
    page.reload()
    expect(page.locator(NEW)).to_have_count(0)


def test_two_reviewers_and_the_author_at_once(page, start_browser, in_review, reviewers):
    author, first, second = (
        open_paper(one, in_review.pk) for one in [page, *(start_browser(person).new_page() for person in reviewers)]
    )
    write_comment(second, "第二位正在写", "调研", "调研")
    write_comment(first, "请写具体。", "到村组", "到村组")
    send(first)
    comment = Comment.objects.get()
    for other in (author, second):
        expect(card(other, comment)).to_contain_text("请写具体。")
    expect(second.locator(f"{NEW} [name=text]")).to_have_value("第二位正在写")
    card(author, comment).locator("a[href$=reply\\/]").click()
    author.locator(f"{NEW} [value=adopted]").check()
    send(author)
    for other in (first, second):
        expect(card(other, comment).locator(".reply .tag-verdict")).to_have_count(1)
    send(second)
    for other in (author, first):
        expect(other.locator("[data-comment]")).to_have_count(2)
    card(first, comment).locator("a[href$=reply\\/]").click()
    first.locator(f"{NEW} [name=text]").fill("还差一点。")
    send(first)
    expect(card(author, comment)).to_contain_text("还差一点。")
    assert fresh(comment).answer is None
