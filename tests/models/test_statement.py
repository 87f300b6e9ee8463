import pytest

from reports import access
from reports.access import comment, permissions
from reports.models import Notice, User
from reports.models.statement import PreparedCounts

from ..factories import MOMENT

PEOPLE = ["author", "assistant", "reviewer", "organiser", "stranger"]


@pytest.fixture
def told(in_review, reviewer, request):
    """Everybody has been told of the report, of which some may know nothing."""
    for name in PEOPLE:
        person = request.getfixturevalue(name)
        Notice.objects.create(recipient=person, kind="commented", report=in_review, actor=reviewer, at=MOMENT)


@pytest.mark.parametrize("first", PEOPLE)
def test_each_person_has_counts_of_their_own_whoever_asked_first(told, request, first):
    people = {name: request.getfixturevalue(name) for name in PEOPLE}
    asked = PreparedCounts(lambda user: access.notices_of(user).unread(), access.reviews_of)
    asked(people[first])
    counts = {name: asked(person) for name, person in people.items()}
    assert counts == {
        name: (access.notices_of(person).unread().count(), access.reviews_of(person).count())
        for name, person in people.items()
    }


def test_the_head_counts_what_the_lists_show(told, reviewer, author, stranger):
    counts = {person.username: access.count_unread(person) for person in (reviewer, author, stranger)}
    assert counts == {p.username: len(access.notices_of(p).unread()) for p in (reviewer, author, stranger)}
    assert counts["su"] == 0
    assert access.count_reviews(reviewer) == {"all": 1, "waiting": 1}
    assert access.count_reviews(author) == {"all": 0, "waiting": 0}


def test_nothing_of_a_person_but_the_key_can_be_prepared(author):
    by_name = PreparedCounts(lambda user: User.objects.filter(name=user.name))
    with pytest.raises(User.DoesNotExist):
        by_name(author)


PREPARED = [
    (permissions._assistance, 6),
    (permissions._review, 2),
    (permissions._turn, 2),
    (permissions._organised, 2),
    (comment._said, 2),
    (comment._text, 1),
]


@pytest.mark.parametrize(("statement", "keys"), PREPARED)
@pytest.mark.parametrize("first", [1, 700])
def test_a_prepared_statement_is_what_the_rules_make_of_the_same_keys(db, statement, keys, first):
    asked = range(first, first + keys)
    sql, params = statement(*asked)
    said, given = statement._build(*asked).query.sql_with_params()
    assert (sql, params) == (said, list(given))
