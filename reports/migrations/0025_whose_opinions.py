"""Every opinion says whose it is; whom the roll named as a reviewer becomes a rule of the first stage."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def name_authors(apps, schema_editor):
    Opinion, Review = apps.get_model("reports", "Opinion"), apps.get_model("reports", "Review")
    reviewer = Review.objects.filter(pk=OuterRef("review")).values("reviewer")
    Opinion.objects.filter(by=None).update(by=Subquery(reviewer))


def name_rules(apps, schema_editor):
    rules, Stage = apps.get_model("reports", "StageReviewer").objects, apps.get_model("reports", "Stage")
    for named in apps.get_model("reports", "NamedReviewer").objects.select_related("participant").iterator():
        stages = Stage.objects.filter(cycle=named.participant.cycle_id).order_by("position")
        stage = stages.first() or Stage.objects.create(cycle_id=named.participant.cycle_id, position=1, name="审阅")
        rules.create(
            stage=stage, participant=named.participant, reviewer_id=named.reviewer_id, set_by_id=named.set_by_id
        )


class Migration(migrations.Migration):
    dependencies = [("reports", "0024_reviewers_of_participants")]

    operations = [
        migrations.RunPython(name_authors, migrations.RunPython.noop),
        migrations.RunPython(name_rules, migrations.RunPython.noop),
    ]
