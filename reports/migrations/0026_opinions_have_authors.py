import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0025_whose_opinions")]

    operations = [
        migrations.AlterField(model_name="opinion", name="by", field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="opinions", to=settings.AUTH_USER_MODEL)),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.UniqueConstraint(fields=("review", "revision", "by"), name="opinion_once_per_review_revision_and_person"),
        ),
        migrations.DeleteModel(name="NamedReviewer"),
    ]
