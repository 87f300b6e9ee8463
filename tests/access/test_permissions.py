import pytest

from reports.access import report_to_read
from reports.access.permissions import ReportPermissions
from reports.models import Report, Review

from .conftest import ROLES

STATES = ["draft", "submitted", "in_review", "returned", "approved", "published"]
READERS = {"author", "assistant", "reviewer", "organiser"}


@pytest.mark.parametrize("state", STATES)
def test_one_report_is_read_by_whom_the_lists_show_it_to(report, people, published, state):
    """The rule is written twice, for one report and for many: both say the same of everybody."""
    Report.objects.update(state=state)
    report.refresh_from_db()
    cast = {role: person for role, person in people.items() if person}
    one = {role for role, person in cast.items() if ReportPermissions(person, report).may_read}
    many = {role for role, person in cast.items() if Report.objects.read_by(person).exists()}
    assert one == many == (READERS if state != "draft" else {"author", "assistant"})
    assert len(cast) == len(ROLES) - 1


def test_nobody_reviews_or_organises_what_is_their_own(submitted, author, stage):
    Review.objects.create(report=submitted, stage=stage, reviewer=author)
    submitted.unit.organisers.add(author)
    permissions = ReportPermissions(author, submitted)
    assert (permissions.is_reviewer, permissions.may_decide, permissions.organises) == (False, False, False)


def test_an_assistant_who_reviews_too_has_the_duty_only(submitted, assistant, stage):
    Review.objects.create(report=submitted, stage=stage, reviewer=assistant)
    submitted.unit.organisers.add(assistant)
    permissions = ReportPermissions(assistant, submitted)
    assert (permissions.may_write, permissions.is_reviewer, permissions.reads_reviewers_notes) == (False, True, True)
    assert permissions.organises is True


def test_an_author_is_asked_nothing_more(submitted, author, django_assert_num_queries):
    with django_assert_num_queries(1):
        _report, permissions = report_to_read(author, submitted.pk)
        assert (permissions.may_write, permissions.may_submit, permissions.may_comment) == (True, True, True)
        assert (permissions.is_reviewer, permissions.organises) == (False, False)
