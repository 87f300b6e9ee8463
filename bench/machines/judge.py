"""What is left: `python -m bench.machines.judge` reads what people were told and prints what is not so, as JSON."""

import json
import sys
from typing import Any

import django

django.setup()

from django.utils import timezone

from bench.faults.judge import damage, lost_words
from reports.actions.log_seal import seal_log
from reports.models import Batch


def main(told: dict[str, Any]) -> dict[str, Any]:
    seal_log(at=timezone.now())
    batch = Batch.objects.get(pk=told["batch"])
    rows = batch.items.values_list("state", "attempts")
    return {
        "acknowledged words lost": [*lost_words(told["people"])],
        "rows of the batch not done": [state for state, _attempts in rows if state != "done"],
        "rows begun again": sum(attempts > 1 for _state, attempts in rows),
        "damage of the log": [*damage()],
        "sha256": batch.sha256,
    }


if __name__ == "__main__":
    print(json.dumps(main(json.load(sys.stdin)), ensure_ascii=False))
