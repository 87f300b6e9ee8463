"""What one person might try to read what takes two, by steps each of which is allowed."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.actions.confirmation import confirm
from reports.actions.errors import Refused
from reports.actions.ledger import begin_ledger
from reports.actions.sign_in_slip import use_slip
from reports.models import Assistance, Confirmation, SignInSlip, Unit, User

from ..factories import MOMENT, UserFactory
from ..slips import issue

NEW = "xin-shuiqu-2027"


@pytest.fixture
def puppet(db):
    """Of the administrator: an account whose password they know, and to which somebody has once given a small unit."""
    unit = Unit.objects.create(name="新设小组")
    person = UserFactory.create(username="puppet", name="傀儡", unit=unit)
    unit.organisers.add(person)
    return person


def use(person):
    use_slip(slip=SignInSlip.objects.select_related("person").get(), password=NEW, by=person, at=MOMENT)


def test_an_administrator_does_not_accept_to_assist_as_somebody_else(report, author, stranger, administrator, auditor):
    """With the slip of whoever was asked, who has nothing to be read yet, the draft was one click away."""
    Assistance.objects.create(author=author, assistant=stranger)
    issue(stranger, by=administrator)
    with pytest.raises(Refused, match="第二人"):
        use(stranger)


def test_nor_does_an_organiser_of_another_line(report, author, elsewhere):
    organiser = UserFactory.create(username="yuan", unit=elsewhere)
    elsewhere.organisers.add(organiser)
    helper = UserFactory.create(username="bang", unit=elsewhere)
    Assistance.objects.create(author=author, assistant=helper)
    with pytest.raises(Refused, match="不归您管理"):
        issue(helper, by=organiser)


def test_an_administrator_opens_nobodys_ledger_with_a_slip(author, administrator, auditor):
    """There before there is a report: words and evidence of the whole year."""
    begin_ledger(slug="reception", person=author, by=author, at=MOMENT)
    issue(author, by=administrator)
    with pytest.raises(Refused, match="第二人"):
        use(author)


@pytest.mark.parametrize("victim", ["author", "reviewer", "organiser", "assistant"])
def test_an_account_that_was_moved_to_a_puppets_unit_is_not_confirmed_there(
    request, in_review, puppet, administrator, auditor, victim
):
    """Administrators say to which unit an account belongs: that made whoever organises there a second person."""
    person = request.getfixturevalue(victim)
    User.objects.filter(pk=person.pk).update(unit=puppet.unit)
    person.refresh_from_db()
    issue(person, by=administrator)
    asked = Confirmation.objects.get()
    assert [Confirmation.objects.to_confirm_by(by).exists() for by in (puppet, auditor)] == [False, True]
    with pytest.raises(Refused):
        confirm(asked=asked, by=puppet, at=MOMENT)
    with pytest.raises(Refused, match="第二人"):
        use(person)


OFFICE = {"LDAP_SERVER": "ldaps://directory.example.org", "OIDC": {"issuer": "https://login.example.org"}}


@pytest.mark.parametrize("account", OFFICE)
def test_no_account_of_the_office_is_led_to_that_of_another(report, author, administrator, visit, settings, account):
    """An administrator who gives the author's account the name of their own account in the office signs in as them."""
    setattr(settings, account, OFFICE[account])
    for person in (administrator, author):
        page = reverse("admin:reports_user_change", args=[person.pk])
        kept = {"name": person.name, "mail": "never", "mail_language": "en", "is_active": "on", "is_staff": "on"}
        visit(administrator).post(page, kept | {"username": "another-name", "unit": person.unit_id or ""})
    assert [*User.objects.filter(username="another-name")] == []


def test_a_name_that_opens_nothing_can_be_changed(author, administrator, visit, settings):
    settings.OIDC = OFFICE["OIDC"]
    page = reverse("admin:reports_user_change", args=[author.pk])
    kept = {"name": author.name, "mail": "never", "mail_language": "en", "is_active": "on", "unit": author.unit_id}
    assert visit(administrator).post(page, kept | {"username": "another-name"}).status_code == 302
    assert User.objects.get(pk=author.pk).username == "another-name"


def test_who_was_in_an_account_before_leaves_nobody_there_to_read_along(report, author, organiser, visit):
    """An administrator needs nobody for the slip of an account that has nothing yet; an assistant was named with it."""
    reader, clerk = (UserFactory.create(username=name, name=name) for name in ("reader", "clerk"))
    Assistance.objects.create(author=author, assistant=reader, accepted_at=MOMENT)
    proposed = Assistance.objects.create(author=author, assistant=clerk, is_proposed=True)
    place = reverse("read", args=[report.pk])
    assert visit(reader).get(place).status_code == 200
    code = issue(author, by=organiser, at=timezone.now())
    told = {"username": author.username, "code": code, "password1": NEW, "password2": NEW}
    english = Client(headers={"accept-language": "en"})
    page = english.post(reverse("first_sign_in"), told, follow=True).content.decode()
    assert "Name anew, under your name above, who is to write for you: reader." in page
    assert (visit(reader).get(place).status_code, [*Assistance.objects.all()]) == (404, [proposed])
