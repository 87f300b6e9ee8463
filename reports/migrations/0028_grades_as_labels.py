"""Rounds that ask for grades get the scale that there was, and grades its labels. A running round gets no quota that it
was not opened with.
"""

from django.db import migrations

READY_MADE = [
    ["好", "较好", "一般", "差"],
    ["优秀", "合格", "基本合格", "不合格"],
    ["优秀", "称职", "基本称职", "不称职"],
]
LABELS = {"good": "好", "fairly_good": "较好", "fair": "一般", "poor": "差"}


def write_labels(apps, schema_editor):
    cycles, scales = apps.get_model("reports", "Cycle").objects, apps.get_model("reports", "GradeScale").objects
    for labels in READY_MADE:
        scales.get_or_create(name="/".join(labels), defaults={"labels": labels})
    cycles.update(best_grade_quota=None)
    cycles.filter(asks_for_grades=True).update(grade_scale=scales.get(name="/".join(READY_MADE[0])))
    for code, label in LABELS.items():
        apps.get_model("reports", "Opinion").objects.filter(grade=code).update(grade=label)


class Migration(migrations.Migration):
    dependencies = [("reports", "0027_grade_scale")]

    operations = [migrations.RunPython(write_labels, migrations.RunPython.noop)]
