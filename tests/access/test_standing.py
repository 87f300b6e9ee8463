import pytest

from reports.access import report_to_read
from reports.access.standing import Standing
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
    one = {role for role, person in cast.items() if Standing(person, report).may_read}
    many = {role for role, person in cast.items() if Report.objects.read_by(person).exists()}
    assert one == many == (READERS if state != "draft" else {"author", "assistant"})
    assert len(cast) == len(ROLES) - 1


def test_nobody_reviews_or_organises_what_is_their_own(submitted, author, stage):
    Review.objects.create(report=submitted, stage=stage, reviewer=author)
    submitted.unit.organisers.add(author)
    standing = Standing(author, submitted)
    assert (standing.is_reviewer, standing.may_decide, standing.organises) == (False, False, False)


def test_an_assistant_who_reviews_too_has_the_duty_only(submitted, assistant, stage):
    Review.objects.create(report=submitted, stage=stage, reviewer=assistant)
    submitted.unit.organisers.add(assistant)
    standing = Standing(assistant, submitted)
    assert (standing.may_write, standing.is_reviewer, standing.reads_reviewers_notes) == (False, True, True)
    assert standing.organises is True


def test_an_author_is_asked_nothing_more(submitted, author, django_assert_num_queries):
    with django_assert_num_queries(1):
        _report, standing = report_to_read(author, submitted.pk)
        assert (standing.may_write, standing.may_submit, standing.may_comment) == (True, True, True)
        assert (standing.is_reviewer, standing.organises) == (False, False)
