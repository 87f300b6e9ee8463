import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0012_failures_without_words")]

    operations = [
        migrations.RenameModel("Reading", "ReadReceipt"),
        migrations.AlterModelOptions(
            name="readreceipt",
            options={
                "ordering": ["revision", "first_at"],
                "verbose_name": "read receipt",
                "verbose_name_plural": "read receipts",
            },
        ),
        migrations.AlterField(
            model_name="readreceipt",
            name="reader",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="read_receipts",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="readreceipt",
            name="revision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="read_receipts", to="reports.revision"
            ),
        ),
    ]
