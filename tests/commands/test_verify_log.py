"""Whoever has the database and takes its triggers off: what they did to the log is named, by row."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.translation import override

from reports.actions.event import log_many
from reports.actions.log_seal import SETTLED, seal_log
from reports.models import Event, LogSeal
from reports.models.event import Verb
from reports.models.log_seal import digest_events

from ..factories import MOMENT
from ..unprotected import unprotect, unprotected


def verify(**options):
    """What is printed, and what is wrong."""
    out = StringIO()
    try:
        with override("en"):
            call_command("verify_log", stdout=out, **options)
    except CommandError as error:
        return out.getvalue(), str(error).splitlines()
    return out.getvalue(), []


@pytest.fixture
def keys(author):
    """Nine rows in three seals."""
    for times in range(5):
        if times < 3:
            log_many(verb=Verb.SIGNED_IN, actor=author, at=MOMENT, details=[f"{times}{row}" for row in range(3)])
        seal_log(at=MOMENT + SETTLED * times)
    return sorted(Event.objects.values_list("pk", flat=True))


def attack(statement, *parameters):
    with unprotected(connection), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def delete_after(pk):
    attack("DELETE FROM reports_event WHERE id > %s", pk)


def change(pk, column="detail", value="'别的'"):
    attack(f"UPDATE reports_event SET {column} = {value} WHERE id = %s", pk)  # noqa: S608 - words of this test


def test_a_log_that_nobody_touched(keys):
    head = LogSeal.objects.last()
    said = f"Sealed rows: 9. Not sealed yet: 0. Sealed late: 0. Head: {head}. Broken: 0.\n"
    assert (verify(), verify(known=str(head)), verify(head=True)) == ((said, []), (said, []), (f"{head}\n", []))


CHANGES = {
    "at": "'2026-01-01 00:00:00+00:00'",
    "actor_id": "(SELECT min(id) FROM reports_user WHERE username = 'tang')",
    "verb": "'exported'",
    "detail": "'别的'",
    "cycle_id": "(SELECT min(id) FROM reports_cycle)",
    "report_id": "(SELECT min(id) FROM reports_report)",
}


@pytest.mark.parametrize("column", CHANGES)
def test_a_row_that_was_changed_in_any_column(keys, organiser, report, column):
    change(keys[4], column, CHANGES[column])
    assert verify()[1] == [f"Row {keys[4]} was changed."]


def test_every_column_is_sealed():
    assert {*CHANGES, "id"} == {field.column for field in Event._meta.concrete_fields}


def test_a_row_that_was_deleted(keys):
    attack("DELETE FROM reports_event WHERE id = %s", keys[4])
    assert verify()[1] == [f"Row {keys[4]} was deleted."]


def test_the_last_rows_that_were_cut_off(keys):
    delete_after(keys[6])
    assert verify()[1] == [f"Row {keys[7]} was deleted.", f"Row {keys[8]} was deleted."]


def test_rows_that_changed_places(keys):
    for old, new in ((keys[1], 1_000_000), (keys[5], keys[1]), (1_000_000, keys[5])):
        change(old, "id", new)
    assert verify()[1] == [f"Row {keys[1]} was changed.", f"Row {keys[5]} was changed."]


def test_a_row_in_the_place_of_a_deleted_one_and_one_before_all(keys, author):
    with unprotected(connection):
        connection.cursor().execute("DELETE FROM reports_event WHERE id = %s", [keys[4]])
        Event(pk=keys[4], verb=Verb.SIGNED_IN, actor=author, at=MOMENT).save(force_insert=True)
        Event(pk=keys[0] - 1, verb=Verb.SIGNED_IN, actor=author, at=MOMENT).save(force_insert=True)
    seal_log(at=MOMENT + timedelta(days=2))
    assert verify()[1] == [f"Row {keys[4]} was changed.", f"Row {keys[0] - 1} was added after its time."]


def test_a_row_that_was_only_seen_yet_and_is_gone(keys, author):
    log_many(verb=Verb.SIGNED_IN, actor=author, at=MOMENT, details=["10"])
    newest = max(Event.objects.values_list("pk", flat=True))
    seal_log(at=MOMENT + SETTLED * 5)
    delete_after(newest - 1)
    assert verify()[1] == [f"Row {newest} was deleted."]


def test_a_seal_that_was_taken_out(keys):
    attack("DELETE FROM reports_logseal WHERE number = 3")
    assert verify()[1][:1] == ["Seal 3 is missing."]


def test_a_seal_that_was_changed(keys):
    said = "Seal 2 was changed, or does not follow from the one before."
    assert said not in verify()[1]
    attack("UPDATE reports_logseal SET reaches = reaches + 1 WHERE number = 2")
    assert verify()[1][0] == said
    attack("UPDATE reports_logseal SET reaches = reaches - 1, seen = seen - 1 WHERE number = 2")
    assert verify()[1][0] == said


def seal_anew(pk):
    """The row's seal says what the row says now, and all that follow from it too."""
    previous = None
    for seal in LogSeal.objects.all():
        held = [event.pk for event in seal.sealed_events()]
        seal.hold(digest_events(Event.objects.filter(pk__in=held).order_by("pk")), previous=previous)
        yield seal
        previous = seal


def rewrite(seals):
    with unprotected(connection):
        for seal in seals:
            connection.cursor().execute(
                "UPDATE reports_logseal SET entries = %s, sha256 = %s WHERE number = %s",
                [bytes(seal.entries), seal.sha256, seal.number],
            )


def test_a_row_that_was_changed_with_its_seal(keys):
    change(keys[4])
    rewrite([seal for seal in [*seal_anew(keys[4])] if seal.number == 3])
    assert verify()[1] == ["Seal 4 was changed, or does not follow from the one before."]


def test_only_a_head_that_is_kept_elsewhere_tells_that_all_was_sealed_anew(keys):
    kept = str(LogSeal.objects.last())
    change(keys[4])
    rewrite([*seal_anew(keys[4])])
    assert (verify()[1], verify(known=kept)[1]) == ([], [f"The log does not hold the seal {kept}."])


def test_or_that_its_end_was_cut_off_with_the_seals(keys):
    kept = str(LogSeal.objects.last())
    attack("DELETE FROM reports_logseal WHERE number > 3")
    delete_after(keys[5])
    gone = [f"Row {LogSeal.objects.get(number=3).seen} was deleted."]
    assert (verify()[1], verify(known=kept)[1]) == (gone, [*gone, f"The log does not hold the seal {kept}."])


def test_a_trigger_that_was_taken_off(keys):
    unprotect(connection)
    said = verify()[1]
    assert said[0].startswith("The database does not protect the log: trigger reports_event_no_")
    assert {line.partition(":")[0] for line in said} == {"The database does not protect the log"}


def test_as_json(keys):
    attack("DELETE FROM reports_event WHERE id = %s", keys[4])
    assert json.loads(verify(json=True)[0]) == {
        "sealed": 9,
        "deleted": 0,
        "waiting": 0,
        "late": [],
        "head": str(LogSeal.objects.last()),
        "broken": [{"by": "row_missing", "what": keys[4]}],
    }
