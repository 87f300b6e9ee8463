"""Contradictions are found in versions made by earlier releases as in those made now: their values are read anew."""

from django.db import migrations

from reports.prose.content import ReportContent
from reports.prose.reconciliation import stated_values

AT_ONCE = 200  # versions


def read_anew(apps, schema_editor):
    """Written only where the rules of reading say something else than is kept."""
    Text = apps.get_model("reports", "RevisionText")
    rows = Text.objects.order_by("pk").values_list("pk", "stated", "revision__data")
    changed = []
    for pk, kept, data in rows.iterator(chunk_size=AT_ONCE):
        stated = [list(value) for value in stated_values(ReportContent.from_dict(data))]
        if stated != kept:
            changed.append(Text(pk=pk, stated=stated))
        if len(changed) == AT_ONCE:
            Text.objects.bulk_update(changed, ["stated"])
            changed.clear()
    Text.objects.bulk_update(changed, ["stated"])


class Migration(migrations.Migration):
    dependencies = [("reports", "0088_batch_imports_roll")]

    operations = [migrations.RunPython(read_anew, migrations.RunPython.noop)]
