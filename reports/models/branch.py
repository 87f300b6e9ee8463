"""Sums over the tree of units: what is counted by unit, added up for some units with all that is below each."""

from collections import Counter, defaultdict

from django.db import connection
from django.db.models import Count, F, QuerySet

from .unit import Unit

# Only the branches that are asked for are walked, in the database; their units are never loaded.
_SUMS = """
    WITH RECURSIVE branch(top, id) AS (
        SELECT top.id, top.id FROM ({tops}) top
        UNION SELECT branch.top, unit.id FROM reports_unit unit JOIN branch ON unit.parent_id = branch.id
    )
    SELECT branch.top, counted.key, SUM(counted.number)
    FROM ({counted}) counted JOIN branch ON branch.id = counted.unit_
    GROUP BY branch.top, counted.key
"""


def sum_by_branch(rows: QuerySet, key: str, *, tops: QuerySet[Unit]) -> dict[int, Counter[str]]:
    """How many `rows`, which have a `unit`, there are by `key`: for each of `tops` that has any. One query."""
    numbers = rows.order_by().values(unit_=F("unit_id"), key=F(key)).annotate(number=Count("pk"))
    top_sql, top_params = tops.order_by().values("id").query.sql_with_params()
    sql, params = numbers.query.sql_with_params()
    sums: dict[int, Counter[str]] = defaultdict(Counter)
    with connection.cursor() as cursor:
        cursor.execute(_SUMS.format(tops=top_sql, counted=sql), [*top_params, *params])
        for top, value, number in cursor.fetchall():
            sums[top][value] = int(number)
    return sums
