"""The roll on the organiser's pages: what is shown, what is sent, and what is not found."""

import pytest
from django.urls import reverse

from reports.models import Cycle, Participant, Report, StageReviewer, Unit, User

from ..factories import MOMENT, UserFactory, create_outline, enrol, many_reports

NASTY = "<script>alert(1)</script>\u202e{{ x }}%s'\""


@pytest.fixture
def entry(cycle, author):
    return enrol(cycle, author)


@pytest.fixture
def chief(bureau):
    """Organises the bureau, not the county."""
    person = UserFactory.create(username="chief", name="局组织员", unit=bureau)
    bureau.organisers.add(person)
    return person


def form_of(entry, **changes):
    """What the page of an entry, just loaded, would send."""
    row = Participant.objects.get(pk=entry.pk)
    names = ["unit", "post", "duties", "since", "until", "state", "reason", "due", "due_reason", "category"]
    stored = {name: row.serializable_value(name) or "" for name in names}
    return stored | {f"initial-{name}": value for name, value in stored.items()} | changes


def page_of(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def here(entry, name="participant"):
    return reverse(name, args=[entry.pk])


def test_what_is_saved_is_said(entry, organiser, visit):
    client = visit(organiser)
    answer = client.post(here(entry), form_of(entry, state="retired", reason="五月退休"), follow=True)
    assert "Saved." in page_of(answer)
    assert "No report is asked for: Retired, 五月退休" in page_of(answer)
    assert "Nothing was changed." in page_of(client.post(here(entry), form_of(entry), follow=True))


def test_of_two_pages_the_second_keeps_what_was_typed_and_overwrites_only_that(entry, organiser, visit):
    client, old = visit(organiser), form_of(entry)
    client.post(here(entry), old | {"post": "调研员", "duties": "灌溉"})
    refused = client.post(here(entry), old | {"post": "科长"})
    page = page_of(refused, 422)
    assert ("“post” to “调研员” meanwhile" in page, 'value="科长"' in page) == (True, True)
    bound = refused.context["form"]
    again = {name: bound.data[name] for name in bound.data}
    assert client.post(here(entry), again).status_code == 302
    entry.refresh_from_db()
    assert (entry.post, entry.duties) == ("科长", "灌溉")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"state": "exempt"}, "Say why no report is asked for."),
        ({"reason": "病"}, "Choose the state that this is the reason for"),
        ({"due_reason": "病"}, "Choose the due day that this is the reason for"),
        ({"due": "2026-12-31"}, "Say why the report is due on another day."),
        ({"due": "32.13.2026"}, "Enter a valid date."),
        ({"since": "2026-08-01", "until": "2026-07-01"}, "The period ends before it begins."),
        ({"unit": "999"}, "Select a valid choice."),
        ({"unit": "x"}, "Select a valid choice."),
        ({"state": "x"}, "Select a valid choice."),
        ({"post": "a\x00b"}, "There is a character in it that cannot be seen"),
        ({"duties": "a\x00b"}, "There is a character in it that cannot be seen"),
        ({"initial-unit": "x", "unit": ""}, "This field is required."),
    ],
)
def test_bad_input_is_refused_in_words(entry, organiser, visit, changes, words):
    before = Participant.objects.values().get()
    assert words in page_of(visit(organiser).post(here(entry), form_of(entry, **changes)), 422)
    assert Participant.objects.values().get() == before


def test_a_field_that_says_nonsense_of_what_was_seen_overwrites_nothing(entry, organiser, visit):
    sent = form_of(entry, **{"initial-post": "别的", "initial-since": "昨天", "post": "科长"})
    assert "meanwhile" in page_of(visit(organiser).post(here(entry), sent), 422)
    entry.refresh_from_db()
    assert entry.post == "局长"


def test_nasty_words_are_shown_as_they_are(entry, organiser, visit):
    client = visit(organiser)
    client.post(here(entry), form_of(entry, duties=NASTY, category=NASTY[:60], state="exempt", reason=NASTY))
    entry.refresh_from_db()
    assert (entry.duties, entry.reason) == (NASTY, NASTY)
    page = page_of(client.get(here(entry)))
    assert ("<script>alert" in page, "&lt;script&gt;alert" in page) == (False, True)


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_of_a_report_the_text_is_linked_once_it_is_handed_in(request, organiser, visit, state):
    report = request.getfixturevalue({"draft": "report"}.get(state, state))
    page = page_of(visit(organiser).get(here(report.participant)))
    assert (reverse("read", args=[report.pk]) in page) == (state == "submitted")
    assert "初审：赵桥" in page
    assert here(report.participant, "participant_remove") not in page


def test_a_report_that_kept_its_unit_says_so(submitted, organiser, office, visit):
    client = visit(organiser)
    client.post(here(submitted.participant), form_of(submitted.participant, unit=office.pk))
    assert "It keeps what it was handed in with: 水务局 局长" in page_of(client.get(here(submitted.participant)))


def test_the_own_entry_is_shown_and_not_changed(cycle, organiser, visit):
    own = enrol(cycle, organiser)
    client = visit(organiser)
    page = page_of(client.get(here(own)))
    assert ("This is your own entry" in page, 'name="state"' in page) == (True, False)
    for name, sent in [
        ("participant", form_of(own, state="exempt", reason="忙")),
        ("transfer", {"on": "2026-07-01", "unit": own.unit_id, "post": "科员", "reports": "both"}),
    ]:
        assert "not yours to change" in page_of(client.post(here(own, name), sent), 422)
    assert "not yours to change" in page_of(client.post(here(own, "participant_remove"), follow=True))
    assert Participant.objects.values_list("state", "post").get() == ("writing", "干部科科长")


def test_of_units_beside_and_above_nothing_is_found(cycle, chief, county, elsewhere, visit):
    client = visit(chief)
    for unit in (county, elsewhere):
        other = enrol(cycle, UserFactory.create(unit=unit))
        for name in ("participant", "transfer"):
            assert client.get(here(other, name)).status_code == client.post(here(other, name)).status_code == 404
        assert client.post(here(other, "participant_remove")).status_code == 404


def test_units_of_others_are_not_offered_and_not_taken(entry, chief, county, visit):
    client = visit(chief)
    assert "石桥县</option>" not in page_of(client.get(here(entry)))
    page_of(client.post(here(entry), form_of(entry, unit=county.pk)), 422)
    sent = {"on": "2026-07-01", "unit": county.pk, "post": "副县长", "reports": "both"}
    page_of(client.post(here(entry, "transfer"), sent), 422)
    assert Participant.objects.values_list("unit__name").get() == ("水务局",)


def test_in_a_closed_round_nothing_is_offered(entry, organiser, visit):
    Cycle.objects.update(closed_at=MOMENT)
    page = page_of(visit(organiser).get(here(entry)))
    assert ("This round is closed" in page, 'name="state"' in page) == (True, False)


@pytest.mark.parametrize(
    ("closing", "says"),
    [
        ("", (False, False)),
        ("missing", (True, False)),
        ("kept", (True, True)),
    ],
)
def test_who_has_no_report_in_a_closed_round_is_not_about_to_begin(
    entry, stage, bureau, organiser, visit, closing, says
):
    """What was decided at the closing stands there; who reviews it only where it may still come."""
    StageReviewer.objects.create(stage=stage, unit=bureau, reviewer=UserFactory.create(name="近审"))
    Cycle.objects.update(closed_at=MOMENT)
    Participant.objects.update(closing=closing, reason="援藏未归" if closing else "")
    page = page_of(visit(organiser).get(here(entry)))
    assert ("Not begun" in page, "There is none." in page) == (False, True)
    assert ("援藏未归" in page, "近审" in page) == says


@pytest.mark.parametrize(("state", "words"), [("draft", "has not been handed in"), ("returned", "was returned")])
def test_of_an_open_report_it_is_said_why_it_is_open(report, organiser, visit, state, words):
    Report.objects.update(state=state, submitted_at=MOMENT, first_submitted_at=MOMENT)
    page = page_of(visit(organiser).get(here(report.participant)))
    assert [said in page for said in ("has not been handed in", "was returned")] == [
        words == said for said in ("has not been handed in", "was returned")
    ]


# transfer


def test_a_transfer_shows_two_entries(entry, organiser, county, author, visit):
    sent = {"on": "2026-07-01", "unit": county.pk, "post": "副县长", "reports": "new", "reason": ""}
    client = visit(organiser)
    assert "Say why no report is asked for." in page_of(client.post(here(entry, "transfer"), sent), 422)
    page = page_of(client.post(here(entry, "transfer"), sent | {"reason": "不足半年"}, follow=True))
    assert ("both posts are on the roll" in page, "水务局 局长" in page) == (True, True)
    assert "already" in page_of(client.post(here(entry, "transfer"), sent | {"reason": "不足半年"}), 422)


def test_home_tells_two_reports_apart(entry, organiser, county, author, visit):
    sent = {"on": "2026-07-01", "unit": county.pk, "post": "副县长", "reports": "both"}
    visit(organiser).post(here(entry, "transfer"), sent)
    page = page_of(visit(author).get(reverse("home")))
    assert [page.count(words) for words in ("水务局 局长", "石桥县 副县长")] == [1, 1]


# who is added


def test_people_of_the_own_units_are_found(cycle, chief, county, bureau, visit):
    for name, unit, number in [("王五", bureau, "0815"), ("王五", county, "0816"), ("赵六", bureau, "")]:
        UserFactory.create(name=name, unit=unit, staff_number=number)
    UserFactory.create(name="王无单位", unit=None)
    UserFactory.create(name="王走", unit=bureau, is_active=False)
    client, url = visit(chief), reverse("participant_new", args=[cycle.pk])
    for query, found in {"王": ["王五"], "081": ["王五"], "": [], "王 0815": ["王五"], "王 0816": [], "%": []}.items():
        shown = client.get(url, {"q": query}).context["found"]
        assert ([person.name for person in shown.people], shown.is_more) == (found, False)


def test_one_of_them_is_added(cycle, organiser, author, visit):
    client, url = visit(organiser), reverse("participant_new", args=[cycle.pk])
    page = page_of(client.post(url, {"person": author.pk}, follow=True))
    assert "林晓 is on the roll." in page
    assert "on the roll</span>" in page_of(client.get(url, {"q": "林"}))
    client.post(url, {"person": author.pk})
    assert Participant.objects.count() == 1


def test_who_is_on_the_roll_with_a_unit_of_others_is_not_added_and_it_is_said(cycle, chief, bureau, county, visit):
    moved = UserFactory.create(name="王五", unit=county, post="副县长")
    enrol(cycle, moved)
    moved.unit = bureau
    moved.save()
    page = page_of(visit(chief).post(reverse("participant_new", args=[cycle.pk]), {"person": moved.pk}, follow=True))
    said = "王五 is on the roll already, with a unit that is not yours. Ask an organiser of the whole round."
    assert (said in page, "石桥县" in page, "副县长" in page) == (True, False, False)
    assert Participant.objects.count() == 1


@pytest.mark.parametrize("person", ["county", "stranger", "nobody", "x", ""])
def test_nobody_else_is_added(cycle, chief, reviewer, stranger, visit, person):
    sent = {"county": reviewer.pk, "stranger": stranger.pk, "nobody": 999}.get(person, person)
    page = page_of(visit(chief).post(reverse("participant_new", args=[cycle.pk]), {"person": sent}), 422)
    assert ("There is a problem" in page, "赵桥" in page, "苏木" in page) == (True, False, False)
    assert Participant.objects.count() == 0


def test_a_long_and_a_nasty_query_find_nobody(cycle, organiser, visit):
    client, url = visit(organiser), reverse("participant_new", args=[cycle.pk])
    for query in ["王" * 500, NASTY[:60], "\x00", "_", "\\"]:
        assert list(client.get(url, {"q": query}).context["found"].people) == []


def test_thirty_are_shown_and_more_is_said(cycle, organiser, visit):
    many_reports(cycle, 31)
    client, url = visit(organiser), reverse("participant_new", args=[cycle.pk])
    answer = client.get(url, {"q": "干部"})
    assert (len(answer.context["found"].people), "More people fit." in page_of(answer)) == (30, True)


def test_a_new_account_leads_to_its_slip(cycle, chief, bureau, county, visit):
    client, url = visit(chief), reverse("person_new", args=[cycle.pk])
    sent = {"name": "新人", "unit": bureau.pk, "post": "科员", "staff_number": "7001", "username": ""}
    page = page_of(client.post(url, sent, follow=True))
    person = User.objects.get(username="7001")
    assert reverse("slip", args=[person.pk]) in page
    assert client.get(reverse("slip", args=[person.pk])).status_code == 200
    assert "Somebody else has" in page_of(client.post(url, sent), 422)
    for wrong in [{"unit": county.pk}, {"staff_number": ""}, {"username": "a b"}, {"name": ""}, {"name": "人" * 61}]:
        page_of(client.post(url, sent | {"staff_number": "7002"} | wrong), 422)
    assert User.objects.filter(name="新人").count() == 1


# a proposal


def test_what_is_shown_is_what_is_added(cycle, organiser, author, bureau, visit):
    UserFactory.create(name="无职务", unit=bureau, post="")
    client, url = visit(organiser), reverse("roll_proposal", args=[cycle.pk])
    page = page_of(client.get(url))
    assert ("林晓" in page, "Has no post" in page, "无职务" in page) == (True, True, True)
    assert Participant.objects.count() == 0
    for wrong in ["2", "0", "", "x"]:
        page_of(client.post(url, {"source": "posts", "count": wrong}), 422)
    page_of(client.post(url, {"source": "nonsense", "count": "1"}), 422)
    assert Participant.objects.count() == 0
    assert "1 person was put on the roll." in page_of(client.post(url, {"source": "posts", "count": 1}, follow=True))
    assert [row.person for row in Participant.objects.all()] == [author]
    page_of(client.post(url, {"source": "posts", "count": 1}), 422)


def test_an_organiser_below_proposes_the_own_units_only(cycle, chief, author, reviewer, visit):
    client, url = visit(chief), reverse("roll_proposal", args=[cycle.pk])
    page = page_of(client.get(url, {"source": "posts"}))
    assert ("林晓" in page, "赵桥" in page) == (True, False)
    client.post(url, {"source": "posts", "count": 1})
    assert [row.person for row in Participant.objects.all()] == [author]


@pytest.mark.parametrize("changes", [{}, {"is_active": False}, {"is_auditor": True}, {"post": ""}], ids=str)
@pytest.mark.parametrize("source", ["last_year", "posts"])
def test_of_who_has_gone_to_other_units_nothing_else_is_told(cycle, chief, bureau, county, visit, changes, source):
    outline, due = create_outline("旧"), "2025-12-20"
    last = Cycle.objects.create(year=2025, name="2025年度述职", unit=county, outline=outline, due=due)
    gone = UserFactory.create(name="调走", unit=bureau, post="科长")
    enrol(last, gone)
    now = {"unit": Unit.objects.create(name="教育局", parent=county), "post": "副局长"} | changes
    User.objects.filter(pk=gone.pk).update(**now)
    page = page_of(visit(chief).get(reverse("roll_proposal", args=[cycle.pk]), {"source": source}))
    told = [words in page for words in ("调走", "outside yours", "教育局", "副局长", "not active")]
    assert told == [True, True, False, False, False]


@pytest.mark.parametrize("others", [0, 20])
def test_queries(cycle, report, organiser, others, visit, django_assert_num_queries):
    many_reports(cycle, others)
    client, url = visit(organiser), here(report.participant)
    assert Report.objects.count() == others + 1
    with django_assert_num_queries(15):
        client.get(url)


def test_who_is_to_review_is_said_before_anything_is_begun(entry, stage, bureau, county, reviewer, organiser, visit):
    """The nearest rule, as it will count when the report is submitted."""
    client = visit(organiser)
    assert "No rule names a reviewer for it yet." in page_of(client.get(here(entry)))
    far, near = reviewer, UserFactory.create(name="近审", unit=bureau)
    for person, unit in [(far, county), (near, bureau)]:
        StageReviewer.objects.create(stage=stage, unit=unit, reviewer=person)
    page = page_of(client.get(here(entry)))
    assert [f"{stage.name}：{person.name}" in page for person in (near, far)] == [True, False]
    Participant.objects.update(state="retired", reason="五月退休")
    page = page_of(client.get(here(entry)))
    assert ("近审" in page, "No rule names" in page) == (False, False)


def test_organisers_are_not_told_who_is_to_review_them(cycle, stage, bureau, chief, visit):
    StageReviewer.objects.create(stage=stage, unit=bureau, reviewer=UserFactory.create(name="近审"))
    assert "近审" not in page_of(visit(chief).get(here(enrol(cycle, chief))))
