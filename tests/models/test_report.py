"""Who may write what is asked once a query, not once a row: a plan made of wrong numbers of rows stays bearable."""

import json

import pytest
from django.db import connection

from reports.models import Assistance, Comment, Notice, Participant, Report

from ..factories import MOMENT, many_reports

OF_POSTGRESQL = pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL alone")


@pytest.fixture
def assisted(cycle, assistant):
    reports = many_reports(cycle, 20)
    Assistance.objects.bulk_create(
        Assistance(author=report.author, assistant=assistant, accepted_at=MOMENT) for report in reports
    )
    return reports


RULES = {
    "reports": Report.objects.written_by,
    "read": Report.objects.read_by,
    "comments": Comment.objects.seen_by,
    "notices": Notice.objects.seen_by,
    "participants": lambda user: Participant.objects.to_start(user, MOMENT),
}


@OF_POSTGRESQL
@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("rows", [0, 1, 100_000])
def test_who_assists_is_not_worked_out_for_every_row(assisted, assistant, rule, rows):
    believe(rows)
    loops = loops_of_subqueries("reports_assistance", RULES[rule](assistant))
    # None where the rows before it leave nothing to ask, two where the plan asks in two places; never one a row.
    assert (bool(loops), set(loops) - {0, 1, 2}) == (True, set())


def believe(rows):
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT pg_restore_relation_stats('schemaname', 'public', 'relname', relname::text,
            'relpages', 8, 'reltuples', %s::real) FROM pg_class WHERE relkind = 'r' AND relname LIKE 'reports_%%'""",
            [rows],
        )


def loops_of_subqueries(table, query):
    """How often each subquery that reads the table was worked out; what it does inside, it may do in any order."""
    plan = json.loads(query.explain(format="json", analyze=True))[0]["Plan"]
    subqueries = [node for node in nodes(plan) if node.get("Parent Relationship") in {"SubPlan", "InitPlan"}]
    read = [node for node in subqueries if table in {one.get("Relation Name") for one in nodes(node)}]
    return [worked_out(node)["Actual Loops"] for node in read]


def worked_out(node):
    """What is kept in memory is worked out once, however often it is looked at."""
    return node["Plans"][0] if node["Node Type"] == "Materialize" else node


def nodes(plan):
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)
