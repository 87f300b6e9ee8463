"""A report's whole way in real browsers: returned, answered, changed, submitted again, agreed to in two stages."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reports.actions.batch import work_once
from reports.models import Comment, GradeScale, Opinion, Report, Review, User
from reports.models.report import ReportState

from .conftest import DESKTOP, PHONE
from .desk import BODY
from .hands import Keyboard, Mouse
from .office import DUTY, OPENING, PASSWORD, PROBLEMS, Office, section_of, write
from .test_comment import NEW, write_comment

TEXTS = {OPENING: ("", "现报告如下。"), DUTY: ("保供水", "供水不断。"), PROBLEMS: ("", "到村组走得不够多。")}
NEW_WORDS = {DUTY: "新增用户三百户。", PROBLEMS: "全年只走了三个村组。"}
PRIMARY = "main .btn-primary"
COMMENT = "section[data-section='{}'] [data-comment-link] >> nth=0"


@pytest.fixture
def leader(office: Office, report: Report) -> User:
    """Decides in a second stage, after the office's other person."""
    leader = User.objects.create_user("leader", PASSWORD, name="郑和", unit=office.cycle.unit, post="副县长")
    office.cycle.grade_scale = GradeScale.of_labels(["好", "较好", "一般", "差"])
    office.cycle.best_grade_quota = None
    office.cycle.save()
    first, second = office.cycle.stages.get(), office.cycle.stages.create(position=2, name="领导审定")
    for stage, person in [(first, office.other), (second, leader)]:
        Review.objects.create(report=report, stage=stage, reviewer=person)
    for place, (heading, body) in TEXTS.items():
        write(section_of(report, place), body, by=office.author, heading=heading)
    return leader


@pytest.mark.parametrize(
    ("hand", "options"),
    [
        pytest.param(Keyboard, {"viewport": DESKTOP}, id="keyboard"),
        pytest.param(Mouse, {"viewport": PHONE, "has_touch": True}, id="phone"),
    ],
)
def test_from_a_return_to_the_final_copy(start_browser, office, report, leader, hand, options):
    author, reviewer, last = (
        hand(start_browser(person, **options).new_page()) for person in (office.author, office.other, leader)
    )
    submit(author, report)
    open_next(reviewer)
    comment_on_the_problems(reviewer, report)
    return_two_sections(reviewer, report)
    answer_the_comment(author, report)
    rewrite(author, report)
    submit(author, report)
    see_what_has_changed(reviewer)
    agree(reviewer, "改得实。")
    assert current(report).stage.name == "领导审定"
    open_next(last)
    agree(last, "同意。")
    assert list(Opinion.objects.values_list("decision", "text", "grade")) == [
        ("returned", "", ""),
        ("agreed", "改得实。", "好"),
        ("agreed", "同意。", "好"),
    ]
    assert current(report).state == ReportState.APPROVED
    while work_once(at=timezone.now()):
        pass
    assert current(report).state == ReportState.PUBLISHED
    download_the_final_copy(author, report)


def current(report: Report) -> Report:
    return Report.objects.select_related("stage").get(pk=report.pk)


def submit(worker: Mouse, report: Report) -> None:
    worker.page.goto(f"/reports/{report.pk}/check/")
    worker.follow("main a[href$='/submit/']")
    worker.follow(PRIMARY)
    assert current(report).state == ReportState.SUBMITTED


def open_next(worker: Mouse) -> None:
    """The report that waits longest, from the list of those that wait."""
    worker.page.goto("/")
    worker.follow(".site-head a[href='/reviews/']")
    worker.follow(PRIMARY)


def comment_on_the_problems(worker: Mouse, report: Report) -> None:
    if isinstance(worker, Keyboard):
        worker.press(COMMENT.format(section_of(report, PROBLEMS).pk))
        expect(worker.page.locator(f"{NEW} [name=text]")).to_be_focused()
        worker.page.keyboard.type("请写具体。")
    else:
        write_comment(worker.page, "请写具体。", "到村组", "不够多")
    worker.press(f"{NEW} .btn-primary")
    expect(worker.page.locator(".cards .comment")).to_contain_text("请写具体。")


def return_two_sections(worker: Mouse, report: Report) -> None:
    for place, reason in [(DUTY, "缺数据。"), (PROBLEMS, "太笼统。")]:
        mark_as_to_be_changed(worker, section_of(report, place).pk, reason)
    worker.follow(".strip a[href*='/return/']")
    fields = worker.page.locator("textarea[name^=reason-]")
    expect(fields).to_have_count(2)
    assert [field.input_value() for field in fields.all()] == ["缺数据。", "太笼统。"]
    worker.follow(PRIMARY)
    expect(worker.page).to_have_url(re.compile("/reviews/$"))
    reasons = report.sections.order_by("position").values_list("return_reason", flat=True)
    assert list(reasons) == ["", "缺数据。", "太笼统。", ""]


def mark_as_to_be_changed(worker: Mouse, section: int, reason: str) -> None:
    place = f"section[data-section='{section}'] .return-draft"
    worker.press(f"{place} summary")
    worker.write(f"#id_return-{section}-text", reason)
    worker.press(f"{place} button")
    expect(worker.page.locator(f"{place}[open] .tag")).to_be_visible()


def answer_the_comment(worker: Mouse, report: Report) -> None:
    comment = Comment.objects.get()
    worker.page.goto(f"/reports/{report.pk}/")
    worker.follow("main a[href$='/answers/']")
    choose(worker, f"input[name=answer-{comment.pk}-verdict]", "partly")
    worker.write(f"#id_answer-{comment.pk}-text", "次数年底才有。")
    worker.follow(PRIMARY)
    comment.refresh_from_db()
    assert (comment.answer.verdict, comment.answer.text) == ("partly", "次数年底才有。")


def choose(worker: Mouse, radios: str, value: str) -> None:
    """The Tab key reaches the first of the radio buttons, and the arrows go from there."""
    chosen = worker.page.locator(f"{radios}[value={value}]")
    if isinstance(worker, Keyboard):
        worker.tab_to(f"{radios} >> nth=0")
        worker.page.keyboard.press("Space")
        while not chosen.is_checked():
            worker.page.keyboard.press("ArrowDown")
    else:
        chosen.click()


def rewrite(worker: Mouse, report: Report) -> None:
    """The two sections that were returned, one after the other, from the list of sections."""
    for place, words in NEW_WORDS.items():
        worker.page.goto(f"/reports/{report.pk}/")
        worker.follow(f"ol.sections a[href$='/sections/{section_of(report, place).pk}/']")
        worker.write(BODY, words)
        worker.follow("button[name=next]")
        assert words in section_of(report, place).body


def see_what_has_changed(worker: Mouse) -> None:
    """Who has read the earlier version is led to the changes, and goes on from there to the whole text."""
    open_next(worker)
    expect(worker.page).to_have_url(re.compile("/compare/"))
    expect(worker.page.locator(".changes-part ins")).to_contain_text(list(NEW_WORDS.values()))
    expect(worker.page.locator("main")).to_contain_text("次数年底才有。")
    worker.follow(PRIMARY)


def agree(worker: Mouse, opinion: str) -> None:
    worker.follow(".strip a[href*='/agree/']")
    choose(worker, "input[name=grade]", "好")
    worker.write("#id_opinion", opinion)
    worker.follow(PRIMARY)


def download_the_final_copy(worker: Mouse, report: Report) -> None:
    worker.page.goto(f"/reports/{report.pk}/")
    expect(worker.page.locator("main")).to_contain_text("改得实。")
    worker.page.goto(f"/reports/{report.pk}/pdf/")
    with worker.page.expect_download() as download:
        worker.press(".downloads a.btn-primary")
    assert download.value.suggested_filename == f"{report.title}（周明）.pdf"
