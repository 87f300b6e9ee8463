"""Whom SECOND_FACTOR_ROLES asks for a second factor."""

import reportsite.settings
from reports.models import Assistance, StageReviewer
from reports.models.second_factor import is_required_of, roles_that_need_one

from ..factories import UserFactory, enrol


def needs_one(settings, *people):
    """By each role, the sign-in names of those who need one."""
    needed = {}
    for role in roles_that_need_one():
        settings.SECOND_FACTOR_ROLES = [role]
        needed[role] = {person.username for person in people if is_required_of(person.pk)}
    return needed


def test_the_setting_takes_every_role(settings, report, reviewer, assistant, organiser, auditor, administrator):
    people = [report.author, reviewer, assistant, organiser, auditor, administrator, UserFactory.create(username="wai")]
    assert needs_one(settings, *people) == {
        "administrator": {"shi"},
        "auditor": {"qin"},
        "organiser": {"tang"},
        "reviewer": {"zhao"},
        "author": {"lin"},
        "assistant": {"fang"},
        "everybody": {person.username for person in people},
    }
    assert {*roles_that_need_one()} == reportsite.settings._ROLES


def test_who_stands_on_a_roll_or_is_named_for_a_stage_has_the_role_before_there_is_a_report(settings, cycle, stage):
    enrol(cycle, writer := UserFactory.create(username="xie", unit=cycle.unit))
    StageReviewer.objects.create(stage=stage, unit=cycle.unit, reviewer=(judge := UserFactory.create(username="pan")))
    needed = needs_one(settings, writer, judge)
    assert (needed["author"], needed["reviewer"]) == ({"xie"}, {"pan"})


def test_who_was_only_asked_to_assist_has_no_role(settings, author):
    asked = UserFactory.create(username="fu")
    Assistance.objects.create(author=author, assistant=asked)
    assert needs_one(settings, asked) == {role: set() for role in roles_that_need_one()} | {"everybody": {"fu"}}
