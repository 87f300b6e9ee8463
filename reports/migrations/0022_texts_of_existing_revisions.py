"""The words of versions made by earlier releases can be searched too."""

from django.db import migrations

from reports.prose.content import ReportContent
from reports.prose.pairs import find_pairs, fold
from reports.prose.plain import print_plain


def keep_texts(apps, schema_editor):
    """Of each report the last version, and those before it back to one that was returned or approved."""
    Revision = apps.get_model("reports", "Revision")
    Text = apps.get_model("reports", "RevisionText")
    paired = schema_editor.connection.vendor == "postgresql"
    rows = Revision.objects.order_by("report", "-number").values_list("report", "pk", "milestone")
    kept, settled = [], None
    for report, pk, milestone in rows.iterator():
        if report != settled:
            kept.append(pk)
        if milestone != "submitted":
            settled = report
    for start in range(0, len(kept), 500):
        revisions = Revision.objects.filter(pk__in=kept[start : start + 500])
        Text.objects.bulk_create(text_of(Text, revision, paired) for revision in revisions)


def text_of(Text, revision, paired):
    text = fold(print_plain(ReportContent.from_dict(revision.data)))
    pairs = " ".join(find_pairs(text)) if paired else ""
    return Text(revision=revision, title=revision.data["title"], text=text, pairs=pairs)


class Migration(migrations.Migration):
    dependencies = [("reports", "0021_lists")]

    operations = [migrations.RunPython(keep_texts, migrations.RunPython.noop)]
