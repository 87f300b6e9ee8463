"""A statement that is prepared is planned once in a connection of PostgreSQL, whatever its keys."""

import pytest
from django.db import connection, transaction
from django.db.models import CharField, Value
from django.db.utils import DataError

from reports.models import Report
from reports.models.statement import PreparedCounts, PreparedQuery, PreparedStatement, PreparedUpdate

SIGNS = "100% %s $1 'x' \\ “引”"
of_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="of PostgreSQL alone")


def planned(part):
    """How many statements with these words there are in the connection, how often they were asked by the plan for all
    keys, and how often by one of their own.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), sum(generic_plans), sum(custom_plans) FROM pg_prepared_statements"
            " WHERE statement LIKE %s",
            [f"%{part}%"],
        )
        return cursor.fetchone()


def marked(word):
    """A rule that no other statement has."""
    return Report.objects.exclude(title=word)


@of_postgresql
def test_it_is_planned_once_for_all_keys(report, last_year):
    rows = PreparedStatement(lambda pk: marked("planned once").filter(pk=pk).values_list("pk"))
    instances = PreparedQuery(lambda pk: marked("as instances").filter(pk=pk))
    update = PreparedUpdate(lambda pk, title: (marked("set anew").filter(pk=pk), {"title": title}))
    for key in (report.pk, last_year.pk, last_year.pk + 1):
        rows.rows(key)
        instances(key)
        update.store(key, f"标题{key}")
    assert {planned(part) for part in ("planned once", "as instances", "set anew")} == {(1, 3, 0)}


@of_postgresql
def test_what_is_counted_together_is_planned_together(author, reviewer, report):
    asked = PreparedCounts(
        lambda user: marked("first of two").filter(author=user),
        lambda user: marked("second of two").exclude(author=user),
    )
    assert (asked(author), asked(reviewer)) == ((1, 0), (0, 1))
    assert planned("first of two%second of two") == (1, 2, 0)


def test_signs_of_a_rule_and_of_a_key_stay_what_they_are(report):
    """Those that stand for keys, begin a text, or are a wildcard."""
    Report.objects.filter(pk=report.pk).update(title=SIGNS)
    said = PreparedStatement(
        lambda title: Report.objects.filter(title=title, title__contains=SIGNS).values_list(
            "title", Value(SIGNS, CharField())
        )
    )
    assert said.rows(SIGNS) == [(SIGNS, SIGNS)]
    assert (said.rows(SIGNS[:-1]), said.rows("%")) == ([], [])


def test_after_an_error_it_answers_again(report):
    titled = PreparedUpdate(lambda pk, title: (Report.objects.filter(pk=pk), {"title": title}))
    with pytest.raises((DataError, UnicodeError)), transaction.atomic():
        titled.store(report.pk, "\ud800")
    assert titled.store(report.pk, "新标题") == 1
    report.refresh_from_db()
    assert report.title == "新标题"
