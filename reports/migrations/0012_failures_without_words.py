from django.db import migrations


class Migration(migrations.Migration):
    """Emptied a table of django-axes, which the site no longer uses."""

    dependencies = [("reports", "0011_correction")]

    operations = []
