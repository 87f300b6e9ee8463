"""What changes a tally leaves a mark, written by PostgreSQL itself: no action, command or statement can forget it."""

from collections.abc import Iterator
from typing import Any

from django.db import connections, transaction

# A change concerns participants, and by them their units and those of their reports. A row that is gone, or elsewhere
# now, has left its unit behind as well.
_MARK = """
    CREATE OR REPLACE FUNCTION reports_tally_mark(touched bigint[]) RETURNS void LANGUAGE sql AS $$
        INSERT INTO reports_tallymark (cycle_id, unit_id)
        SELECT cycle_id, unit_id FROM reports_participant WHERE id = ANY(touched)
        UNION SELECT cycle_id, unit_id FROM reports_report WHERE participant_id = ANY(touched)
    $$;
    CREATE OR REPLACE FUNCTION reports_tally_mark_all() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        EXECUTE format('INSERT INTO reports_tallymark (cycle_id) %s', TG_ARGV[0]) USING OLD;
        RETURN NULL;
    END $$
"""
# By table: its participants, of its rows as `t`; the columns that matter; and where its rows themselves have a unit.
_ROWS = {
    "participant": (
        "SELECT t.id FROM {rows} t",
        ["cycle_id", "unit_id", "state", "due", "closing", "grade", "is_ungraded", "person_id"],
        "SELECT DISTINCT t.cycle_id, t.unit_id FROM {rows} t",
    ),
    "report": (
        "SELECT t.participant_id FROM {rows} t",
        [
            *[
                "cycle_id",
                "unit_id",
                "participant_id",
                "author_id",
                "state",
                "stage_id",
                "submitted_at",
                "first_submitted_at",
            ]
        ],
        "SELECT DISTINCT t.cycle_id, t.unit_id FROM {rows} t",
    ),
    "review": (
        "SELECT r.participant_id FROM {rows} t JOIN reports_report r ON r.id = t.report_id",
        ["report_id", "stage_id", "reviewer_id"],
        "",
    ),
    "opinion": (
        "SELECT r.participant_id FROM {rows} t JOIN reports_review v ON v.id = t.review_id "
        "JOIN reports_report r ON r.id = v.report_id",
        ["review_id", "by_id", "at", "grade"],
        "",
    ),
    "user": (
        "SELECT p.id FROM {rows} t JOIN reports_participant p ON p.person_id = t.id UNION "
        "SELECT r.participant_id FROM {rows} t JOIN reports_review v ON v.reviewer_id = t.id "
        "JOIN reports_report r ON r.id = v.report_id",
        ["is_active", "last_login IS NULL"],
        "",
    ),
}
_RULES = {
    "cycle": ("OLD.due IS DISTINCT FROM NEW.due", "UPDATE OF due", "SELECT ($1).id"),
    "stage": ("OLD.position IS DISTINCT FROM NEW.position", "UPDATE OF position", "SELECT ($1).cycle_id"),
    "unit": (
        "OLD.parent_id IS DISTINCT FROM NEW.parent_id",
        "UPDATE OF parent_id",
        "SELECT id FROM reports_cycle WHERE ($1).id IS NOT NULL",
    ),
}
_TABLES = {"INSERT": ["new_rows"], "DELETE": ["old_rows"], "UPDATE": ["old_rows", "new_rows"]}


def mark_changes(using: str, **_signal: Any) -> None:
    """After every migration: made anew where they stand already, and every round is counted anew. A table at a time: a
    site that goes on meanwhile locks several, in its own order.
    """
    connection = connections[using]
    if connection.vendor != "postgresql" or "reports_tallymark" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in [_MARK, *_triggers(), "INSERT INTO reports_tallymark (cycle_id) SELECT id FROM reports_cycle"]:
            with transaction.atomic(using):
                cursor.execute(statement)


def _triggers() -> Iterator[str]:
    for table, rule in _ROWS.items():
        for event, rows in _TABLES.items():
            yield _trigger(table, event, rows, *rule)
    for table, (changed, event, cycles) in _RULES.items():
        yield (
            f"CREATE OR REPLACE TRIGGER reports_tally_{table} AFTER {event} ON reports_{table} FOR EACH ROW "
            f"WHEN ({changed}) EXECUTE FUNCTION reports_tally_mark_all('{cycles}')"
        )


def _trigger(table: str, event: str, rows: list[str], touched: str, columns: list[str], left: str) -> str:
    name = f"reports_tally_{table}_{event.lower()}"
    unions = " UNION ".join(touched.format(rows=_relevant(one, rows, columns)) for one in rows)
    units = left.format(rows=_relevant("old_rows", rows, columns)) if "old_rows" in rows else ""
    mark_units = f"INSERT INTO reports_tallymark (cycle_id, unit_id) {units};" if units else ""
    transitions = " ".join(f"{one.removesuffix('_rows').upper()} TABLE AS {one}" for one in rows)
    return f"""
        CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM reports_tally_mark(ARRAY({unions}));
            {mark_units}
            RETURN NULL;
        END $$;
        CREATE OR REPLACE TRIGGER {name} AFTER {event} ON reports_{table}
        REFERENCING {transitions} FOR EACH STATEMENT EXECUTE FUNCTION {name}()
    """


def _relevant(one: str, rows: list[str], columns: list[str]) -> str:
    """Of an update those in which a column that matters differs."""
    if len(rows) == 1:
        return one
    now, then = (", ".join(_of(row, column) for column in columns) for row in ("n", "o"))
    side = "n" if one == "new_rows" else "o"
    both = "new_rows n JOIN old_rows o ON o.id = n.id"
    return f"(SELECT {side}.* FROM {both} WHERE ROW({now}) IS DISTINCT FROM ROW({then}))"  # noqa: S608 - constants


def _of(row: str, column: str) -> str:
    return f"{row}.{column}"
