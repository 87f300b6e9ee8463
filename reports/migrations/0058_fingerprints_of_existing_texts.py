"""Copies are found in versions made by earlier releases too."""

from django.db import migrations

from reports.prose.content import ReportContent
from reports.prose.copies import fingerprint, mask
from reports.prose.plain import print_plain

MOST = 2_000


def keep_fingerprints(apps, schema_editor):
    Text = apps.get_model("reports", "RevisionText")
    Fingerprint = apps.get_model("reports", "Fingerprint")
    rows = Text.objects.order_by("pk").values_list("pk", "revision__report__cycle", "revision__data")
    for pk, cycle, data in rows.iterator(chunk_size=200):
        text = print_plain(ReportContent.from_dict(data))
        hashes = sorted(fingerprint(mask(text).words))[:MOST]
        Fingerprint.objects.bulk_create(Fingerprint(cycle_id=cycle, hashed=one, text_id=pk) for one in hashes)


class Migration(migrations.Migration):
    dependencies = [("reports", "0057_fingerprint")]

    operations = [migrations.RunPython(keep_fingerprints, migrations.RunPython.noop)]
