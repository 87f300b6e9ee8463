from django.db import migrations


def forget_what_was_typed(apps, _schema_editor):
    """What a report said could be read there by administrators."""
    apps.get_model("axes", "AccessAttempt").objects.update(get_data="", post_data="")


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0011_correction"),
        ("axes", "0010_accessattemptexpiration"),
    ]

    operations = [migrations.RunPython(forget_what_was_typed, migrations.RunPython.noop)]
