"""The author learns of copies first; nobody reads a colleague's words through a copied passage."""

from datetime import timedelta

import pytest
from django.urls import reverse

from reports.access.copies import copies_to_read
from reports.access.permissions import ReportPermissions
from reports.actions.report import withdraw_report
from reports.actions.review import open_review
from reports.models import Review

from ..commands.test_find_copies import CHANGED, OWN, colleague, submit, write  # noqa: F401 - fixtures
from ..factories import MOMENT, UserFactory

OTHERS_WORDS = "9处险工险段"  # stands in the colleague's text alone
SHARE = "% as in another report of this round"


@pytest.fixture
def pair(write, author, colleague):  # noqa: F811
    assert (OTHERS_WORDS in CHANGED, OTHERS_WORDS in OWN) == (True, False)
    return [submit(write(author, OWN)), submit(write(colleague, CHANGED))]


def page(client, report):
    answer = client.get(reverse("copies", args=[report.pk]))
    return answer.status_code, " ".join(answer.content.decode().split())


def test_the_author_is_told_the_share_and_no_word_and_no_name(pair, author, visit):
    status, said = page(visit(author), pair[0])
    assert (status, SHARE in said) == (200, True)
    assert [words for words in (OTHERS_WORDS, pair[1].author.name) if words in said] == []


def test_of_many_that_are_alike_and_not_to_be_read_one_line_says_so(pair, write, author, visit):  # noqa: F811
    others = [pair[1], *(submit(write(UserFactory.create(unit=author.unit), CHANGED)) for _ in range(3))]
    found = copies_to_read(author, pair[0], ReportPermissions(author, pair[0]))
    assert [(one.is_shown, one.count, one.copied.other in others) for one in found] == [(False, 4, True)]
    said = page(visit(author), pair[0])[1]
    assert f"As in 4 other reports of this round, {found[0].copied.share}% in the one" in said
    assert (SHARE in said, OTHERS_WORDS in said, [one for one in others if one.author.name in said]) == (
        False,
        False,
        [],
    )


def test_the_check_page_tells_it_before_submitting(pair, author, visit):
    withdraw_report(report=pair[0], by=author, at=MOMENT + timedelta(minutes=1))
    said = " ".join(visit(author).get(reverse("check", args=[pair[0].pk])).content.decode().split())
    assert (SHARE in said, OTHERS_WORDS in said, pair[1].author.name in said) == (True, False, False)


def test_a_withdrawn_text_tells_its_colleague_nothing(pair, author, visit):
    withdraw_report(report=pair[1], by=pair[1].author, at=MOMENT + timedelta(minutes=1))
    assert SHARE not in page(visit(author), pair[0])[1]


def test_who_reads_both_sees_the_passages_beside_each_other(pair, organiser, visit):
    status, said = page(visit(organiser), pair[0])
    assert (status, OTHERS_WORDS in said, pair[1].author.name in said) == (200, True, True)


def test_a_reviewer_sees_passages_of_what_was_opened(pair, reviewer, visit):
    assert visit(reviewer).get(reverse("copies", args=[pair[0].pk])).status_code == 302
    open_review(report=pair[0], by=reviewer, at=MOMENT + timedelta(minutes=1))
    assert OTHERS_WORDS not in page(visit(reviewer), pair[0])[1]
    open_review(report=pair[1], by=reviewer, at=MOMENT + timedelta(minutes=1))
    assert OTHERS_WORDS in page(visit(reviewer), pair[0])[1]


def test_a_reviewer_of_one_sees_no_word_of_the_other(pair, reviewer, visit):
    open_review(report=pair[0], by=reviewer, at=MOMENT + timedelta(minutes=1))
    Review.objects.filter(report=pair[1]).delete()
    status, said = page(visit(reviewer), pair[0])
    assert (status, SHARE in said, OTHERS_WORDS in said) == (200, True, False)


def test_the_number_of_queries_does_not_depend_on_the_number_found(
    pair, cycle, organiser, visit, django_assert_num_queries, django_assert_max_num_queries
):
    client = visit(organiser)
    with django_assert_max_num_queries(25) as asked:
        page(client, pair[0])
    Review.objects.all().delete()
    pair[1].revisions.get().text.fingerprints.all().delete()
    with django_assert_max_num_queries(len(asked)):
        page(client, pair[0])
