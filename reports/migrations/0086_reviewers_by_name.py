from django.db import migrations
from django.http import QueryDict

LONGEST = 2_000


def name_reviewers(apps, _editor):
    """Kept lists that asked for a reviewer by key ask by sign-in name."""
    people = apps.get_model("reports", "User").objects
    views = apps.get_model("reports", "SavedView").objects
    for view in views.filter(query__contains="reviewer="):
        asked = QueryDict(view.query, mutable=True)
        key = asked.pop("reviewer", [""])[-1]
        person = people.filter(pk=key).first() if key.isdecimal() else None
        without = asked.urlencode()
        asked["reviewer"] = person.username if person else ""
        named = asked.urlencode()
        view.query = named if person and len(named) <= LONGEST else without
        view.save(update_fields=["query"])


class Migration(migrations.Migration):

    dependencies = [
        ("reports", "0085_no_superusers"),
    ]

    operations = [
        migrations.RunPython(name_reviewers, migrations.RunPython.noop),
    ]
