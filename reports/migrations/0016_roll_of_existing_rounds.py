"""Rounds that exist get their roll: whoever has a report in them, with the unit and post of then; and in rounds that are
open, everybody else whom the site has asked to write, but for those who only keep the site or the round.
"""

from django.db import migrations
from django.db.models import F, Min, Q


def enrol(apps, schema_editor):
    participants = apps.get_model("reports", "Participant").objects
    reports = apps.get_model("reports", "Report").objects
    for report in reports.filter(participant=None).iterator():
        report.participant = participants.create(
            cycle_id=report.cycle_id, person_id=report.author_id, unit_id=report.unit_id, post=report.post
        )
        report.save(update_fields=["participant"])
    submitted = reports.exclude(state="draft").filter(first_submitted_at=None)
    submitted.update(first_submitted_at=F("submitted_at"))
    firsts = submitted.model.objects.exclude(state="draft").filter(revisions__milestone="submitted")
    for pk, first in firsts.annotate(first=Min("revisions__created_at")).values_list("pk", "first"):
        reports.filter(pk=pk).update(first_submitted_at=first)
    for cycle in apps.get_model("reports", "Cycle").objects.filter(opened_at__isnull=False, closed_at=None):
        participants.bulk_create(asked_to_write(apps, cycle), batch_size=1000)


def asked_to_write(apps, cycle):
    Participant, User = apps.get_model("reports", "Participant"), apps.get_model("reports", "User")
    keepers = Q(is_auditor=True) | Q(is_staff=True) | Q(organised_units__isnull=False)
    people = User.objects.filter(is_active=True, unit__in=units_below(apps, cycle.unit_id)).exclude(post="")
    for person in people.exclude(keepers).exclude(reports__cycle=cycle).order_by("pk"):
        yield Participant(cycle=cycle, person=person, unit_id=person.unit_id, post=person.post)


def units_below(apps, top):
    """With the top itself."""
    found, new = {top}, {top}
    while new:
        below = apps.get_model("reports", "Unit").objects.filter(parent__in=new)
        new = set(below.values_list("pk", flat=True)) - found
        found |= new
    return found


class Migration(migrations.Migration):
    dependencies = [("reports", "0015_participant")]

    operations = [migrations.RunPython(enrol, migrations.RunPython.noop)]
