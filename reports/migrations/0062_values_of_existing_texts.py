"""Contradictions are found in versions made by earlier releases too."""

from django.db import migrations

from reports.prose.content import ReportContent
from reports.prose.reconciliation import stated_values


def keep_values(apps, schema_editor):
    Text = apps.get_model("reports", "RevisionText")
    rows = Text.objects.order_by("pk").values_list("pk", "revision__data")
    for pk, data in rows.iterator(chunk_size=200):
        Text.objects.filter(pk=pk).update(stated=stated_values(ReportContent.from_dict(data)))


class Migration(migrations.Migration):
    dependencies = [("reports", "0061_inquiry")]

    operations = [migrations.RunPython(keep_values, migrations.RunPython.noop)]
