"""What an administrator cannot do alone. README's sentence stands below, and here they try each part of it."""

from itertools import product

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from reports.access import cycles_to_organise
from reports.actions.appointment import move_unit, set_organisers, set_right
from reports.actions.confirmation import confirm, decline
from reports.actions.errors import Refused
from reports.actions.sign_in_slip import issue_by_mail, use_slip
from reports.models import Assistance, Confirmation, Event, Notice, Report, SignInSlip, Unit, User
from reports.models.confirmation import Subject
from reports.models.left_out import Issue

from ..factories import MOMENT, UserFactory
from ..slips import issue

NEW = "xin-shuiqu-2027"
SENTENCE = (
    "keep accounts, units and outlines; can reach no report alone: rights, moves of units and slips for people with "
    "reports take a second person"
)


def ask_right(person, by, right=Subject.AUDITOR):
    return set_right(person=person, right=right, held=True, by=by, at=MOMENT)


def confirmable(by):
    return [str(asked) for asked in Confirmation.objects.to_confirm_by(by)]


@pytest.fixture
def other(county):
    return UserFactory.create(username="duo", name="多能", unit=county)


def test_readme_says_what_is_tried_here():
    """Who changes the sentence looks at the tests: of rights, of moves and of slips below, of reports themselves in
    tests/access.
    """
    (row,) = [line for line in (settings.BASE_DIR / "README.md").read_text().splitlines() if "| administrator" in line]
    assert row.split("|")[2].partition(" ([how]")[0].strip() == SENTENCE


# Who is a second person


@pytest.mark.parametrize("roles", list(product([False, True], repeat=5)))
def test_nobody_confirms_for_themselves_whatever_else_they_are(
    county, bureau, author, administrator, auditor, other, roles
):
    """Every combination of roles on one person: only who is auditor or organiser, and has no part in it, confirms."""
    is_auditor, is_staff, organises, asks, gets = roles
    other.is_auditor, other.is_staff = is_auditor, is_staff or asks
    other.save()
    if organises:
        county.organisers.add(other)
    asked = Confirmation.objects.create(
        subject=Subject.ADMINISTRATOR,
        person=other if gets else author,
        line=bureau,
        asked_by=other if asks else administrator,
        asked_at=MOMENT,
    )
    may = (is_auditor or organises) and not asks and not gets
    if may:
        confirm(asked=asked, by=other, at=MOMENT)
    else:
        with pytest.raises(Refused):
            confirm(asked=asked, by=other, at=MOMENT)
    assert User.objects.get(pk=asked.person_id).is_staff == (may or (gets and other.is_staff))
    assert Event.objects.filter(verb="appointed").count() == int(may)


def test_the_database_itself_refuses_ones_own_word(administrator, author):
    asked = {"subject": Subject.AUDITOR, "person": author, "asked_by": administrator, "asked_at": MOMENT}
    for by in (administrator, author):
        with pytest.raises(IntegrityError), transaction.atomic():
            Confirmation.objects.create(**asked, outcome="confirmed", decided_by=by, decided_at=MOMENT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Confirmation.objects.create(**asked, outcome="confirmed")


def test_an_organiser_confirms_in_their_line_alone(administrator, organiser, stranger, elsewhere, author, auditor):
    """Neither beside it nor for somebody without a unit."""
    elsewhere.organisers.add(stranger)
    nobodys = UserFactory.create(name="无单位", unit=None)
    ask_right(author, administrator)
    ask_right(nobodys, administrator)
    assert (len(confirmable(organiser)), confirmable(stranger), len(confirmable(auditor))) == (1, [], 2)


def test_what_nobody_could_confirm_is_not_asked(administrator, author):
    with pytest.raises(Refused, match="Nobody can confirm"):
        ask_right(author, administrator)
    assert (Confirmation.objects.count(), Event.objects.count(), Notice.objects.count()) == (0, 0, 0)


def test_it_is_told_to_the_person_and_to_the_auditor(administrator, organiser, author, auditor):
    asked = ask_right(author, administrator)
    confirm(asked=asked, by=organiser, at=MOMENT)
    told = Notice.objects.order_by("pk").values_list("recipient__username", "kind", "actor__username")
    assert sorted(told) == [
        ("lin", "rights", "shi"),
        ("lin", "rights_asked", "shi"),
        ("qin", "confirmed", "tang"),
        ("qin", "to_confirm", "shi"),
        ("shi", "confirmed", "tang"),
        ("tang", "to_confirm", "shi"),
    ]


def test_it_is_decided_once(administrator, organiser, author, auditor):
    asked = ask_right(author, administrator)
    decline(asked=asked, by=organiser, at=MOMENT)
    for act, by in product([confirm, decline], [auditor, organiser, administrator]):
        with pytest.raises(Refused):
            act(asked=asked, by=by, at=MOMENT)
    assert not User.objects.get(pk=author.pk).is_auditor
    assert [*Event.objects.order_by("pk").values_list("verb", flat=True)] == [
        "confirmation_asked",
        "confirmation_ended",
    ]


def test_what_a_former_administrator_asked_for_waits_for_nobody(administrator, author, auditor):
    asked = ask_right(author, administrator)
    User.objects.filter(pk=administrator.pk).update(is_staff=False)
    with pytest.raises(Refused):
        confirm(asked=asked, by=auditor, at=MOMENT)


# Units


def test_a_unit_is_not_moved_under_another_organiser_alone(administrator, organiser, stranger, elsewhere, bureau):
    elsewhere.organisers.add(stranger)
    asked = move_unit(unit=bureau, parent=elsewhere, by=administrator, at=MOMENT)
    assert (Unit.objects.get(pk=bureau.pk).parent, confirmable(stranger)) == (bureau.parent, [])
    confirm(asked=asked, by=organiser, at=MOMENT)
    assert Unit.objects.get(pk=bureau.pk).parent == elsewhere
    told = Notice.objects.filter(kind="rights").values_list("recipient", flat=True)
    assert {*told} == {organiser.pk, stranger.pk}  # who organises it no longer, and who does from now on


def test_who_organises_a_unit_before_and_after_its_move_is_told_nothing(
    administrator, organiser, county, bureau, auditor
):
    between = Unit.objects.create(name="城区片", parent=county)
    move_unit(unit=bureau, parent=between, by=administrator, at=MOMENT)
    assert Unit.objects.get(pk=bureau.pk).parent == between
    assert [*Notice.objects.filter(kind="rights")] == []


def test_an_auditor_who_would_organise_it_does_not_confirm_the_move(administrator, auditor, elsewhere, bureau, county):
    elsewhere.organisers.add(auditor, UserFactory.create())
    county.organisers.add(UserFactory.create())
    asked = move_unit(unit=bureau, parent=elsewhere, by=administrator, at=MOMENT)
    with pytest.raises(Refused):
        confirm(asked=asked, by=auditor, at=MOMENT)


def test_nor_takes_it_effect_where_whoever_asked_has_come_to_organise_there(
    administrator, organiser, stranger, elsewhere, bureau
):
    elsewhere.organisers.add(stranger)
    asked = move_unit(unit=bureau, parent=elsewhere, by=administrator, at=MOMENT)
    elsewhere.organisers.add(administrator)
    with pytest.raises(Refused, match="would become"):
        confirm(asked=asked, by=organiser, at=MOMENT)
    assert (Unit.objects.get(pk=bureau.pk).parent, asked.outcome) == (bureau.parent, "")


def test_a_move_that_the_tree_has_no_place_for_is_refused_then(administrator, organiser, stranger, elsewhere, bureau):
    elsewhere.organisers.add(stranger)
    asked = move_unit(unit=bureau, parent=elsewhere, by=administrator, at=MOMENT)
    Unit.objects.create(name=bureau.name, parent=elsewhere)
    with pytest.raises(Refused):
        confirm(asked=asked, by=organiser, at=MOMENT)
    assert Unit.objects.get(pk=bureau.pk).parent == bureau.parent


# Slips


@pytest.mark.parametrize("who", ["author", "reviewer", "auditor", "organiser", "assistant", "other_administrator"])
def test_a_slip_for_somebody_with_reports_or_rights_opens_nothing_before_it_is_confirmed(
    request, report, administrator, auditor, organiser, who
):
    if who == "other_administrator":
        person = UserFactory.create(unit=administrator.unit, is_staff=True)
    else:
        person = request.getfixturevalue(who)
    issue(person, by=administrator)
    slip = SignInSlip.objects.select_related("person").get()
    before = person.password
    with pytest.raises(Refused, match="second person"):
        use_slip(slip=slip, password=NEW, by=person, at=MOMENT)
    assert User.objects.get(pk=person.pk).password == before
    second = organiser if person == auditor else auditor
    confirm(asked=slip.confirmation, by=second, at=MOMENT)
    use_slip(slip=slip, password=NEW, by=person, at=MOMENT)
    assert User.objects.get(pk=person.pk).check_password(NEW)


def test_nor_does_one_by_mail_to_an_address_that_the_administrator_wrote(report, author, administrator, auditor):
    User.objects.filter(pk=author.pk).update(email="shi@example.org")
    author.refresh_from_db()
    issue_by_mail(people=[author], issue=Issue("mail", is_for_one=True), by=administrator, at=MOMENT)
    with pytest.raises(Refused, match="second person"):
        use_slip(slip=SignInSlip.objects.select_related("person").get(), password=NEW, by=author, at=MOMENT)


def test_nor_one_that_was_issued_before_the_person_had_a_report(request, author, administrator, auditor):
    issue(author, by=administrator)
    request.getfixturevalue("report")
    with pytest.raises(Refused, match="second person"):
        use_slip(slip=SignInSlip.objects.select_related("person").get(), password=NEW, by=author, at=MOMENT)


def test_nor_does_an_organiser_who_administers_too_issue_them_alone(report, author, administrator, county, auditor):
    county.organisers.add(administrator)
    issue(author, by=administrator)
    with pytest.raises(Refused, match="second person"):
        use_slip(slip=SignInSlip.objects.select_related("person").get(), password=NEW, by=author, at=MOMENT)


def test_a_slip_that_is_declined_is_withdrawn(report, author, administrator, auditor):
    issue(author, by=administrator)
    decline(asked=Confirmation.objects.get(), by=auditor, at=MOMENT)
    assert SignInSlip.objects.get().withdrawn_at == MOMENT


def test_a_newer_slip_ends_the_confirmation_of_the_older(report, author, administrator, auditor):
    issue(author, by=administrator)
    issue(author, by=administrator)
    assert [asked.slip.withdrawn_at for asked in Confirmation.objects.to_confirm_by(auditor)] == [None]


def test_who_has_nothing_to_be_read_needs_no_second_person(author, administrator):
    issue(author, by=administrator)
    use_slip(slip=SignInSlip.objects.get(), password=NEW, by=author, at=MOMENT)
    assert (User.objects.get(pk=author.pk).check_password(NEW), Confirmation.objects.count()) == (True, 0)


# README: "administrator … sees no report as such". Tried from the pages, by every field and by forms made by hand.


def post_everything(client, model, pk, administrator, county, **more):
    """Every field that the tables of people and units have, whether the form offers it or not."""
    person = User.objects.get(pk=administrator.pk)
    sent = {"username": f"hand{pk}", "name": "手", "mail": "never", "mail_language": "en", "is_active": "on"}
    sent |= {field.name: "on" for field in User._meta.get_fields() if field.name.startswith("is_")}
    sent |= {"organised_units": [county.pk], "user_permissions": [1], "groups": [1], "password": person.password}
    sent |= {"parent": county.pk, "organisers": [administrator.pk]} | more
    address = reverse(f"admin:reports_{model}_{'change' if pk else 'add'}", args=[pk] if pk else [])
    return client.post(address, sent)


def powers(person):
    """All that opens a report or the log, of one person."""
    person = User.objects.get(pk=person.pk)
    reads = Report.objects.read_by(person).exists() or cycles_to_organise(person).exists()
    return reads, person.is_auditor, Unit.objects.of_organiser(person).exists()


def test_an_administrator_who_posts_every_field_gains_nothing(
    report, administrator, organiser, auditor, author, county, elsewhere, visit
):
    """To themselves, to a colleague whose account they made and hold the slip of, to an old one, to units."""
    client = visit(administrator)
    accomplice = UserFactory.create(username="jiahao", name="假号", unit=elsewhere, is_staff=True)
    for pk, more in product((None, administrator.pk, accomplice.pk), ({}, {"_saveasnew": "1"})):
        post_everything(client, "user", pk, administrator, county, **more)
    for pk, who, more in product(
        (None, elsewhere.pk, county.pk), (administrator, accomplice), ({}, {"_saveasnew": "1"})
    ):
        post_everything(client, "unit", pk, who, county, name=f"单位{pk}{len(more)}", **more)
    for person in User.objects.exclude(pk__in=[organiser.pk, auditor.pk, author.pk, report.reviews.get().reviewer_id]):
        assert powers(person) == (False, False, False), person.username
    asked_for = Confirmation.objects.values_list("subject", "person__username")
    assert {("is_auditor", f"hand{accomplice.pk}"), ("organiser", f"hand{accomplice.pk}")} <= {*asked_for}
    for asked in Confirmation.objects.all():
        for person in (administrator, accomplice, asked.person):
            client = visit(person) if person else client
            answer = client.post(reverse("confirmation_confirm", args=[asked.pk]))
            assert answer.status_code == 404
    assert not Event.objects.filter(verb__in=["appointed", "confirmed"]).exists()


def test_nor_by_the_lists_of_the_pages(report, administrator, auditor, organiser, author, visit):
    """Neither by an action that is not offered nor by a field of a list that cannot be edited."""
    client, listed = visit(administrator), reverse("admin:reports_user_changelist")
    rows = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": author.pk, "form-0-is_auditor": "on"}
    client.post(listed, rows | {"form-0-is_staff": "on", "_save": "1"})
    for action in ("make_auditor", "set_right", "delete_selected"):
        client.post(listed, {"action": action, "_selected_action": [author.pk], "post": "yes"})
    kept = User.objects.get(pk=author.pk)
    assert (kept.is_auditor, kept.is_staff, Report.objects.get().author) == (False, False, author)


def test_nor_is_the_assistant_of_anybody_named_there(report, administrator, author, visit):
    post_everything(visit(administrator), "user", author.pk, administrator, author.unit)
    assert (Assistance.objects.count(), powers(administrator)[0]) == (0, False)


def test_set_organisers_asks_for_each(administrator, auditor, county, author, stranger):
    asked = set_organisers(unit=county, people=[author, stranger], by=administrator, at=MOMENT)
    assert ([*county.organisers.all()], len(asked)) == ([], 2)
    assert confirmable(auditor) == [str(one) for one in Confirmation.objects.to_confirm_by(auditor)]
