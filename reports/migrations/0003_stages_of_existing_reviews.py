"""Every review belongs to a stage: those made before there were stages get one stage for their cycle."""

from django.db import migrations

NAME = "审阅"


def add_stages(apps, schema_editor):
    Cycle, Stage, Review, Report = (apps.get_model("reports", name) for name in ("Cycle", "Stage", "Review", "Report"))
    for cycle in Cycle.objects.all():
        stage, _ = Stage.objects.get_or_create(cycle=cycle, position=1, defaults={"name": NAME})
        Review.objects.filter(report__cycle=cycle, stage=None).update(stage=stage)
        Report.objects.filter(cycle=cycle, reviews__stage=stage, stage=None).exclude(state="draft").update(stage=stage)


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_reviewing")]
    operations = [migrations.RunPython(add_stages, migrations.RunPython.noop)]
