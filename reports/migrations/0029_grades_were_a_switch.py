from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0028_grades_as_labels")]

    operations = [migrations.RemoveField(model_name="cycle", name="asks_for_grades")]
