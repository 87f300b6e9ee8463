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
def test_assistances_are_looked_for_once(assisted, assistant, rule, rows):
    believe(rows)
    assert set(loops_over("reports_assistance", RULES[rule](assistant))) <= {0, 1}


def believe(rows):
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT pg_restore_relation_stats('schemaname', 'public', 'relname', relname::text,
            'relpages', 8, 'reltuples', %s::real) FROM pg_class WHERE relkind = 'r' AND relname LIKE 'reports_%%'""",
            [rows],
        )


def loops_over(table, query):
    plan = json.loads(query.explain(format="json", analyze=True))[0]["Plan"]
    return [node["Actual Loops"] for node in nodes(plan) if node.get("Relation Name") == table]


def nodes(plan):
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)
