"""Begins to collect so many reports of a site that make_data has filled: `python -m bench.collected_batch 200`.

Prints how many there are. They wait until something works.
"""

import sys

import django

django.setup()

from django.utils import timezone

from reports.actions.batch import begin_batch
from reports.actions.collection import plan_collection
from reports.demonstration.load import ORGANISER
from reports.models import Cycle, Report, User
from reports.models.batch import BatchKind

STATES = ("submitted", "in_review", "returned", "approved")  # a published one is not set anew


def begin(count: int) -> int:
    organiser, now = User.objects.get(username=ORGANISER), timezone.now()
    cycle = Cycle.objects.filter(unit__parent=None).order_by("-year")[0]
    made = cycle.reports.filter(state__in=STATES, author__username__startswith="made").order_by("pk")
    plan = plan_collection(
        Report.objects.filter(pk__in=list(made.values_list("pk", flat=True)[:count])), by=organiser, at=now
    )
    batch = begin_batch(
        kind=BatchKind.COLLECT, cycle=cycle, plan=plan, digest=plan.digest, by=organiser, at=now, kinds=["pdf"]
    )
    return batch.items.count()


if __name__ == "__main__":
    print(begin(int(sys.argv[1])))
