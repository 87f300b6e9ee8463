"""Every return's reasons are kept."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0006_publications_of_published_reports"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReturnReason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.TextField()),
                ("text", models.TextField(verbose_name="reason")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="return_reasons",
                        to="reports.revision",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="return_reasons", to="reports.section"
                    ),
                ),
            ],
            options={
                "verbose_name": "reason for a return",
                "verbose_name_plural": "reasons for returns",
                "ordering": ["at", "section__position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("revision", "section"), name="return_reason_once_per_version_and_section"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="return_reason_says_something"
                    ),
                ],
            },
        ),
    ]
