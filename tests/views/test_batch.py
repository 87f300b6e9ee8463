"""Having reports collected: chosen or all that match, seen first, watched, fetched by who asked and still may."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from reports.actions import batch as batch_actions
from reports.actions.batch import cancel_batch, work_once
from reports.actions.batch_act import ACTS
from reports.actions.heartbeat import beat
from reports.models import Batch, BatchItem, Event, Participant, Report, Review, User
from reports.models.batch import BatchKind

from ..factories import MOMENT, UserFactory, enrol, many_reports, write_report
from .rounds import submit_words


@pytest.fixture
def reports(cycle, office, bureau):
    """One in the office, two in the bureau, one of them not submitted."""
    rows = [
        write_report(cycle, UserFactory.create(name=name, unit=unit))
        for name, unit in [("安一", office), ("白二", bureau), ("曹三", bureau)]
    ]
    for report in rows[:2]:
        submit_words(report, "好。")
    Report.objects.filter(pk__in=[report.pk for report in rows[:2]]).update(state="in_review", submitted_at=MOMENT)
    return rows


@pytest.fixture
def browser(organiser, visit):
    return visit(organiser)


def address(name, cycle, *keys, query=""):
    return reverse(name, args=[cycle.pk, *keys]) + query


def names(answer):
    plan = answer.context["plan"]
    return [report.author.name for report in plan.included], [
        (why, [report.author.name for report in there]) for why, there in plan.left_out
    ]


@pytest.mark.parametrize(
    ("query", "included", "left_out"),
    [
        ("", ["白二", "安一"], ["曹三"]),
        ("?q=安一", ["安一"], []),
        ("?state=draft", [], ["曹三"]),
        ("?unit={office}", ["安一"], []),
        ("?chosen=1", [], []),
        ("?chosen=1&row={first}", ["安一"], []),
        ("?chosen=1&row={first}&row={third}", ["安一"], ["曹三"]),
        ("?chosen=1&row=x&row=9999999999999999999999&row=-1&row=0", [], []),
        ("?since=nonsense", [], []),
    ],
)
def test_what_the_address_chooses_is_shown_first(reports, cycle, office, browser, query, included, left_out):
    query = query.format(office=office.pk, first=reports[0].pk, third=reports[2].pk)
    answer = browser.get(address("collect", cycle, query=query))
    assert names(answer) == (included, [("not submitted", left_out)] if left_out else [])
    assert (Batch.objects.count(), "Collect them" in answer.content.decode()) == (0, bool(included))


def test_the_list_offers_both(reports, cycle, browser):
    body = browser.get(address("cycle_reports", cycle, query="?q=白二&sort=name")).content.decode()
    assert f'href="{address("collect", cycle)}?q=%E7%99%BD%E4%BA%8C&amp;sort=name"' in body
    assert body.count('name="row"') == 1
    assert f'value="{reports[1].pk}"' in body


def collect(browser, cycle, query=""):
    """Looks and confirms."""
    url = address("collect", cycle, query=query)
    digest = browser.get(url).context["plan"].digest
    answer = browser.post(url, {"kinds": ["docx"], "digest": digest})
    assert answer.status_code == 302
    return Batch.objects.get(pk=answer.url.rstrip("/").split("/")[-1])


def test_it_is_watched_and_fetched(reports, cycle, browser):
    batch = collect(browser, cycle)
    page = browser.get(address("batch", cycle, batch.pk))
    assert (page["Refresh"], "Done: 0; waiting: 2; left out: 1." in page.content.decode()) == ("3", True)
    while work_once(at=timezone.now()):
        pass
    page = browser.get(address("batch", cycle, batch.pk))
    body = page.content.decode()
    assert ("Refresh" in page, "Done: 2; waiting: 0; left out: 1." in body) == (False, True)
    assert "not submitted" in body
    batch.refresh_from_db()
    (checksum,) = html.fromstring(body).xpath("//main//code")
    assert (checksum.text, checksum.getparent().tag) == (batch.sha256, "details")
    found = browser.get(address("batches", cycle)).content.decode()
    assert address("batch", cycle, batch.pk) in found
    file = browser.get(address("batch_file", cycle, batch.pk))
    assert file["Content-Type"] == "application/zip"
    assert file["Content-Disposition"].startswith("attachment; filename*=utf-8''2026%E5%B9%B4%E5%BA%A6")
    assert file["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    with ZipFile(BytesIO(b"".join(file))) as opened:
        assert len(opened.namelist()) == 4
    assert Event.objects.filter(verb="exported", detail=f"{batch.pk}.zip", actor__username="tang").count() == 1


def test_looking_at_it_with_head_stores_nothing(reports, cycle, browser):
    batch = collect(browser, cycle)
    while work_once(at=timezone.now()):
        pass
    before = Event.objects.count()
    assert browser.head(address("batch_file", cycle, batch.pk)).status_code == 200
    assert Event.objects.count() == before


def test_what_changed_between_looking_and_confirming_is_shown_again(reports, cycle, browser):
    url = address("collect", cycle)
    digest = browser.get(url).context["plan"].digest
    Report.objects.filter(pk=reports[0].pk).update(state="draft")
    answer = browser.post(url, {"kinds": ["pdf"], "digest": digest})
    assert (answer.status_code, names(answer)[0], Batch.objects.count()) == (409, ["白二"], 0)
    assert "has changed meanwhile" in answer.content.decode()


@pytest.mark.parametrize("sent", [{}, {"kinds": ["exe"]}, {"kinds": []}])
def test_a_kind_must_be_chosen(reports, cycle, browser, sent):
    answer = browser.post(address("collect", cycle), sent | {"digest": "x"})
    assert (answer.status_code, Batch.objects.count()) == (422, 0)


def test_it_is_seen_by_who_asked_alone(reports, cycle, county, browser, visit):
    batch = collect(browser, cycle)
    while work_once(at=timezone.now()):
        pass
    other = UserFactory.create(unit=county)
    county.organisers.add(other)
    client = visit(other)
    answers = [client.get(address(name, cycle, batch.pk)).status_code for name in ("batch", "batch_file")]
    answers.append(client.post(address("batch_cancel", cycle, batch.pk)).status_code)
    assert (answers, list(client.get(address("batches", cycle)).context["page"])) == ([404, 404, 404], [])


def test_who_lost_a_unit_does_not_get_the_file(reports, cycle, county, office, organiser, browser):
    batch = collect(browser, cycle)
    while work_once(at=timezone.now()):
        pass
    county.organisers.remove(organiser)
    assert browser.get(address("batch_file", cycle, batch.pk)).status_code == 404
    office.organisers.add(organiser)
    answer = browser.get(address("batch_file", cycle, batch.pk))
    assert (answer.status_code, "do not organise any more" in answer.content.decode()) == (403, True)


def test_a_file_that_is_gone_is_not_found(reports, cycle, browser):
    batch = collect(browser, cycle)
    Batch.objects.update(file="batches/0/gone.zip", ended_at=timezone.now())
    assert browser.get(address("batch_file", cycle, batch.pk)).status_code == 404


def test_cancelling(reports, cycle, browser):
    batch = collect(browser, cycle)
    answer = browser.post(address("batch_cancel", cycle, batch.pk), follow=True)
    assert "cancelled" in answer.content.decode()
    assert not work_once(at=timezone.now())


def test_who_waits_for_nothing_is_told(reports, cycle, browser):
    batch = collect(browser, cycle)
    says = "Nothing has worked in the background since"
    shown = []
    for minutes in (0, 4):
        beat(at=timezone.now() - timedelta(minutes=minutes))
        body = " ".join(browser.get(address("batch", cycle, batch.pk)).content.decode().split())
        shown.append(says in body)
    assert shown == [False, True]


@pytest.mark.parametrize("count", [3, 60])
def test_queries_do_not_grow(cycle, browser, count, django_assert_num_queries):
    many_reports(cycle, count, state="submitted", submitted_at=MOMENT, first_submitted_at=MOMENT)
    batch = Batch.objects.create(
        kind="collect", cycle=cycle, by=cycle.unit.organisers.get(), language="en", asked_at=MOMENT
    )
    for number, report in enumerate(Report.objects.all()):
        batch.items.create(position=number, report=report, state="left_out", why="x")
    browser.get(address("batches", cycle))
    with django_assert_num_queries(10):  # two of them: nothing works in the background, and whom to tell
        browser.get(address("batch", cycle, batch.pk))


def test_what_is_to_be_done_is_asked_first_and_stands_in_the_address(cycle, bureau, browser):
    participant = enrol(cycle, UserFactory.create(name="陈一", unit=bureau))
    first = browser.get(address("extend_many", cycle, query="?q=陈一"))
    assert (first.context["plan"], "1 row is chosen. Nothing is changed yet." in first.content.decode()) == (None, True)
    wrong = browser.get(address("extend_many", cycle, query="?q=陈一&do-due=never&do-due_reason="))
    assert (wrong.status_code, wrong.context["plan"]) == (422, None)
    url = address("extend_many", cycle, query="?q=陈一&do-due=2027-01-20&do-due_reason=值守防汛")
    shown = browser.get(url)
    assert "due Jan. 20, 2027 instead of Dec. 20, 2026" in shown.content.decode()
    assert browser.post(url, {"digest": shown.context["plan"].digest}).status_code == 302
    while work_once(at=timezone.now()):
        pass
    participant.refresh_from_db()
    assert str(participant.due) == "2027-01-20"
    batch = Batch.objects.get()
    assert "Undo all of it" in browser.get(address("batch", cycle, batch.pk)).content.decode()
    answer = browser.post(address("batch_undo", cycle, batch.pk))
    assert answer.url == address("batch", cycle, Batch.objects.latest("pk").pk)
    while work_once(at=timezone.now()):
        pass
    participant.refresh_from_db()
    assert participant.due is None
    body = browser.get(address("batch", cycle, batch.pk)).content.decode()
    assert ("It was taken back." in body, "Undo all of it" in body) == (True, False)


def test_another_day_than_was_shown_is_shown_again(cycle, bureau, browser):
    enrol(cycle, UserFactory.create(name="陈一", unit=bureau))
    query = "?do-due=2027-01-{day}&do-due_reason=x".format
    digest = browser.get(address("extend_many", cycle, query=query(day=20))).context["plan"].digest
    answer = browser.post(address("extend_many", cycle, query=query(day=21)), {"digest": digest})
    assert (answer.status_code, Batch.objects.count()) == (409, 0)


@pytest.fixture
def review(reports, cycle, reviewer):
    stage = cycle.stages.get()
    Report.objects.filter(pk=reports[0].pk).update(stage=stage)
    return Review.objects.create(report=reports[0], stage=stage, reviewer=reviewer)


@pytest.fixture
def confirm(browser, settings, monkeypatch):
    """The batch. Any number of rows is a long batch, or none; what the background does is done in this process."""

    def post(url, digest, *, is_long=True):
        monkeypatch.setattr(batch_actions, "LONG", 0 if is_long else 1000)
        settings.DOCUMENT_PROCESSES = 1
        answer = browser.post(url, {"digest": digest, "kinds": ["docx"]})
        settings.DOCUMENT_PROCESSES = 0
        assert answer.status_code == 302
        return Batch.objects.get(pk=answer.url.rstrip("/").split("/")[-1])

    return post


ASSIGNED = "?q=安一&do-stage={stage}&do-reviewer=钱二&do-due=".format


@pytest.mark.parametrize("is_long", [False, True])
@pytest.mark.parametrize(
    ("name", "query", "shown"),
    [
        ("extend_many", "?q=曹三&do-due=2027-01-20&do-due_reason=防汛", "due Jan. 20, 2027 instead of"),
        ("collect", "?q=安一", "安一 · 灌溉科"),
        ("remind_many", "?q=曹三", "due Dec. 20, 2026 · in the site"),
        ("remind_reviewers", "", "1 report waits · in the site"),
        ("assign_many", "assigned", "钱二 reviews it in “初审”"),
        ("substitute_many", "?do-substitute=钱二&do-reason=出差", "赵桥 → 钱二"),
        ("exempt_many", "?q=曹三&do-state=seconded&do-reason=援派", "Seconded · 援派"),
    ],
)
def test_each_says_what_it_will_do_and_does_it(review, cycle, browser, confirm, name, query, shown, is_long):
    UserFactory.create(name="钱二", unit=cycle.unit)
    query = ASSIGNED(stage=review.stage_id) if query == "assigned" else query
    url = address(name, cycle, query=query)
    page = browser.get(url)
    assert (page.status_code, shown in page.content.decode()) == (200, True)
    confirm(url, page.context["plan"].digest, is_long=is_long)
    assert Batch.objects.get().items.exists() is not is_long
    while work_once(at=timezone.now()):
        pass
    batch = Batch.objects.get()
    assert (batch.problem, list(batch.items.values_list("state", flat=True))) == ("", ["done"])


def test_who_is_named_is_asked_where_two_have_the_name(review, cycle, county, browser):
    for post in ("局长", "科长"):
        UserFactory.create(name="钱二", unit=county, post=post)
    page = browser.get(address("substitute_many", cycle, query="?do-substitute=钱二&do-reason=出差"))
    assert (page.status_code, page.context["plan"], page.content.decode().count('name="do-substitute-')) == (
        422,
        None,
        2,
    )


# Many rows: held to what was confirmed in the background, and stored there


@pytest.fixture
def extension(cycle, bureau, browser):
    """Three participants, an address that extends them all, and the digest of what was seen of it."""
    for name in ("陈一", "邓二", "冯三"):
        enrol(cycle, UserFactory.create(name=name, unit=bureau))
    url = address("extend_many", cycle, query="?do-due=2027-01-20&do-due_reason=防汛&page=1")
    return url, browser.get(url).context["plan"].digest


def work():
    while work_once(at=timezone.now()):
        pass


def dues():
    return {str(due) for due in Participant.objects.values_list("due", flat=True)}


def test_many_rows_are_stored_after_the_answer_and_the_page_says_so(extension, cycle, browser, confirm):
    batch = confirm(*extension)
    page = browser.get(address("batch", cycle, batch.pk))
    said = "still as you confirmed it" in " ".join(page.content.decode().split())
    assert (page["Refresh"], said, "<progress" in page.content.decode()) == ("3", True, False)
    assert work_once(at=timezone.now())
    body = browser.get(address("batch", cycle, batch.pk)).content.decode()
    assert ("Done: 0; waiting: 3; left out: 0." in body, dues()) == (True, {"None"})
    work()
    assert dues() == {"2027-01-20"}
    batch.refresh_from_db()
    assert batch.options == {"due": "2027-01-20", "due_reason": "防汛"}


@pytest.mark.parametrize("meanwhile", ["changed", "moved", "deactivated", "dismissed", "cancelled"])
def test_nothing_is_begun_of_what_is_not_as_it_was_confirmed(
    extension, cycle, county, elsewhere, organiser, browser, confirm, meanwhile
):
    batch = confirm(*extension)
    mend = {
        "changed": lambda: Participant.objects.filter(person__name="邓二").update(due="2027-01-31"),
        "moved": lambda: Participant.objects.filter(person__name="邓二").update(unit=elsewhere),
        "deactivated": lambda: User.objects.filter(pk=organiser.pk).update(is_active=False),
        "dismissed": lambda: county.organisers.remove(organiser),
        "cancelled": lambda: cancel_batch(batch=batch, by=organiser, at=MOMENT),
    }
    mend[meanwhile]()
    work()
    batch.refresh_from_db()
    assert (batch.ended_at is not None, batch.items.count(), "2027-01-20" in dues()) == (True, 0, False)
    said = {"deactivated": "deactivated", "cancelled": ""}.get(meanwhile, "changed meanwhile")
    assert said in batch.problem
    assert bool(batch.problem) is (meanwhile != "cancelled")


def test_what_is_cancelled_while_its_rows_are_planned_has_none(extension, organiser, confirm, monkeypatch):
    batch = confirm(*extension)
    act = ACTS[BatchKind.EXTEND]

    def plan_and_cancel(*given, **named):
        cancel_batch(batch=batch, by=organiser, at=MOMENT)
        return act.plan(*given, **named)

    monkeypatch.setitem(ACTS, BatchKind.EXTEND, act._replace(plan=plan_and_cancel))
    assert [work_once(at=timezone.now()) for _step in range(2)] == [True, False]
    assert (BatchItem.objects.count(), dues()) == (0, {"None"})


def test_a_worker_that_is_killed_while_it_stores_leaves_no_half(extension, confirm, monkeypatch):
    batch = confirm(*extension)
    store = batch_actions._store_items

    def store_and_die(*given):
        store(*given)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(batch_actions, "_store_items", store_and_die)
        with pytest.raises(KeyboardInterrupt):
            work()
    assert batch.items.count() == 0
    work()
    assert (batch.items.count(), dues()) == (3, {"2027-01-20"})


def test_many_rows_wait_for_nobody_elses(reports, extension, cycle, browser, confirm):
    """A list of which much is still to be made does not hold up what somebody has just confirmed."""
    waiting = collect(browser, cycle)
    batch = confirm(*extension)
    assert work_once(at=timezone.now())
    assert (batch.items.exists(), waiting.items.filter(state="done").exists()) == (True, False)
