import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0016_roll_of_existing_rounds")]

    operations = [
        migrations.AlterField(
            model_name="report",
            name="participant",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="report", to="reports.participant"
            ),
        ),
    ]
