"""Whatever answers in place of the site to a decision, a closing list or a choice between two texts: what was written
arrives whole and once, on the open page or after it was closed and opened again.
"""

import re

import pytest
from django.utils.timezone import now
from playwright.sync_api import Locator, Page, expect

from reports.models import Comment, Opinion, Report, ReturnDraft, Section

from .desk import BODY, copies, expect_saved, open_section, stored_body, type_at_end, word
from .faults import FAULTS, Between, let_time_pass
from .office import DUTY, section_of, write
from .test_conflict import COMPARE
from .test_copies import OFFER
from .test_reply import in_review, problems, reviewers, say  # noqa: F401 - fixtures
from .test_wrong_answers import SOME, open_again

PATIENCE = 121_000  # milliseconds; longer than a page waits for an answer to a decision
BUTTON = "main form .btn-primary"
STORED = {name for name in SOME if "store" in name}
STAYS = pytest.mark.parametrize("stays", [True, False], ids=["stays", "closed"])
ANSWERS = pytest.mark.parametrize("name", SOME)


def send(page: Page, button: Locator, address: str, name: str) -> Between:
    """Presses the button and sees what the page says of the fault."""
    fault, why = FAULTS[name]
    between = Between(page, f"**{address}", fault)
    button.click()
    between.meet()
    let_time_pass(page, PATIENCE)
    expect(page.locator("main form > .err[role=alert]")).to_contain_text(word(page, why))
    return between


def go_on(page: Page, between: Between, address: str, *, stays: bool) -> Page:
    """The fault is over: the open page sends again by itself; or it was closed, and is opened again."""
    if stays:
        between.take_away()
        let_time_pass(page)
        return page
    page = open_again(page)
    between.take_away()
    page.goto(address)
    return page


@pytest.fixture
def reviewer(start_browser, in_review, reviewers) -> Page:  # noqa: F811
    page = start_browser(reviewers[0]).new_page()
    page.context.clock.install()
    page.goto(f"/reports/{in_review.pk}/read/")
    return page


def decide(page: Page, address: str, field: str, name: str, *, stays: bool) -> Page:
    page.goto(address)
    page.locator(field).fill("写了半天。")
    page.reload()
    expect(page.locator(field)).to_have_value("写了半天。")
    page = go_on(page, send(page, page.locator(BUTTON), address, name), address, stays=stays)
    has_arrived = not stays and Opinion.objects.exists()  # what was on the way when the page closed may have
    assert has_arrived or stays or name not in STORED
    if has_arrived:
        page.reload()
        expect(page.locator("#stored-words")).to_contain_text("写了半天。")
        expect(page.locator("[data-leftovers] textarea")).to_have_count(0)
    elif not stays:
        expect(page.locator(field)).to_have_value("写了半天。")
        page.locator(BUTTON).click()
    if not has_arrived:
        expect(page).to_have_url(re.compile("/reviews/$"))
        expect(page.locator("main .err")).to_have_count(0)
    assert copies(page) == []
    return page


@STAYS
@ANSWERS
def test_an_agreement(reviewer, in_review, name, stays):  # noqa: F811
    decide(reviewer, f"/reports/{in_review.pk}/agree/", "#id_opinion", name, stays=stays)
    assert list(Opinion.objects.values_list("decision", "text")) == [("agreed", "写了半天。")]


@STAYS
@ANSWERS
def test_a_return(reviewer, in_review, reviewers, name, stays):  # noqa: F811
    section = section_of(in_review, DUTY)
    ReturnDraft.objects.create(section=section, by=reviewers[0], text="太短。", read=1, at=now())
    field = f"#id_reason-{section.pk}"
    decide(reviewer, f"/reports/{in_review.pk}/return/", field, name, stays=stays)
    assert list(Opinion.objects.values_list("decision", "text")) == [("returned", "")]
    assert section_of(in_review, DUTY).return_reason == "写了半天。"


@STAYS
@ANSWERS
def test_the_closing_list(page, problems, reviewers, name, stays):  # noqa: F811
    comment = say(problems, reviewers[0], "到村组")
    page.context.clock.install()
    address = f"/reports/{problems.report_id}/answers/"
    page.goto(address)
    page.locator(f"#id_answer-{comment.pk}-verdict_1").check()
    page.locator(f"#id_answer-{comment.pk}-text").fill("只改一半。")
    page = go_on(page, send(page, page.locator(BUTTON), address, name), address, stays=stays)
    has_arrived = not stays and Comment.objects.exclude(answer=None).exists()
    assert has_arrived or stays or name not in STORED
    if not stays and not has_arrived:
        expect(page.locator(f"#id_answer-{comment.pk}-text")).to_have_value("只改一半。")
        page.locator(BUTTON).click()
    if not has_arrived:
        expect(page).to_have_url(re.compile(f"/reports/{problems.report_id}/$"))
        expect(page.locator("main .err")).to_have_count(0)
    expect(page.locator("[data-leftovers] textarea")).to_have_count(0)
    assert copies(page) == []
    assert list(Comment.objects.values_list("answer__verdict", "answer__text")) == [("partly", "只改一半。")]


def test_a_reason_for_what_another_has_decided_meanwhile_is_shown(page, problems, office, reviewers):  # noqa: F811
    one, other = (say(problems, reviewers[0], words) for words in ("到村组", "调研"))
    address = f"/reports/{problems.report_id}/answers/"
    page.goto(address)
    page.locator(f"#id_answer-{one.pk}-text").fill("写到一半的理由")
    Comment.objects.filter(pk=one.pk).update(
        resolution="resolved", resolved_at=one.created_at, resolved_by=office.author
    )
    page.goto(address)
    expect(page.locator("[data-leftovers] textarea")).to_have_value("写到一半的理由")
    page.locator(f"#id_answer-{other.pk}-text").fill("另一条")
    page.reload()
    expect(page.locator("[data-leftovers] textarea")).to_have_value("写到一半的理由")
    expect(page.locator(f"#id_answer-{other.pk}-text")).to_have_value("另一条")


@STAYS
@ANSWERS
def test_the_page_of_two_texts(page, report, office, name, stays):
    section = Section.objects.get(pk=section_of(report, DUTY).pk)
    write(section_of(report, DUTY), "第一段。\n第二段。", by=office.author)
    open_section(page, section)
    write(section_of(report, DUTY), "秘书的第一段。\n第二段。", by=office.assistant)
    type_at_end(page, "我加的。")
    page.locator(COMPARE).click()
    page.context.clock.install()
    type_at_end(page, "看过又写的。", "#merged-body")
    address, both = f"/reports/{report.pk}/sections/{section.pk}/", "秘书的第一段。\n第二段。我加的。看过又写的。"
    button = page.locator("form:has(#merged-body) .btn-primary")
    page = go_on(page, send(page, button, address, name), address, stays=stays)
    if not stays and stored_body(section) != both:  # what was on the way when the page closed may have arrived
        assert name not in STORED
        ending = word(page, "recoveredDecision").split("%(time)s")[1]
        page.locator(OFFER).filter(has_text=ending).get_by_role("button").first.click()
        let_time_pass(page, 2_000)
        expect_saved(page)
    expect(page.locator(BODY)).to_have_value(both)
    assert stored_body(section) == both
    if not stays:
        page.locator(OFFER).first.get_by_role("button").last.click()  # what was refused in the beginning
    assert copies(page) == []
    assert Report.objects.count() == 1
