"""What is left: `python -m bench.faults.judge` reads what people were told and prints what is not so, as JSON."""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from reports.actions.leftover import find_leftovers, prune_documents
from reports.documents import evidence, published
from reports.models import BatchItem, Comment, Event, Evidence, Publication, Report, Revision, Section
from reports.models.batch import BatchItemState
from reports.models.event import Verb
from reports.pages.log_seal import verify_log

_NUMBER = re.compile(r"这是第(\d+)次写的话。")
_LEADS_TO = {
    Verb.SUBMITTED: {"submitted"},
    Verb.WITHDREW: {"draft"},
    Verb.OPENED: {"in_review"},
    Verb.RETURNED: {"returned"},
    Verb.APPROVED: {"approved"},
    Verb.PUBLISHED: {"published"},
}


def main(told: list[dict[str, Any]]) -> dict[str, list[str]]:
    return {
        "acknowledged words lost": [*lost_words(told)],
        "stored twice": [*_doubles()],
        "half-done transitions": [*_half_done(told), *_unpublished(told)],
        "orphan files": [*_orphans()],
        "damage": [*damage()],
        "not published, and people are told why": [*_left_out(told)],
    }


def lost_words(told: list[dict[str, Any]]) -> Iterator[str]:
    texts = Counter(Comment.objects.values_list("text", flat=True))
    for done in told:
        if "sent" in done:
            found = _NUMBER.findall(Section.objects.get(pk=done["section"]).body)
            stored = int(found[-1]) if found else 0
            if not done.get("taken", 0) <= stored <= done["sent"]:
                yield f"section {done['section']}: {done.get('taken')} taken, {stored} stored, {done['sent']} sent"
        yield from (f"comment {text}" for text in done.get("comments", []) if not texts[text])


def _doubles() -> Iterator[str]:
    texts = Counter(Comment.objects.filter(text__startswith="请说明 ").values_list("text", flat=True))
    yield from (f"comment {text}" for text, count in texts.items() if count > 1)


def _half_done(told: list[dict[str, Any]]) -> Iterator[str]:
    for report in Report.objects.filter(pk__in={done["report"] for done in told}):
        log = [*Event.objects.filter(report=report, verb__in=_LEADS_TO).order_by("pk").values_list("verb", flat=True)]
        if log and report.state not in _LEADS_TO[Verb(log[-1])]:
            yield f"report {report.pk} is {report.state} after {log[-1]}"
        milestones = Revision.objects.filter(report=report, milestone="submitted").count()
        if log and log.count("submitted") != milestones:
            yield f"report {report.pk}: {log.count('submitted')} rows of the log, {milestones} versions"
        if (report.state == "published") != Publication.objects.filter(report=report).exists():
            yield f"report {report.pk} is {report.state}"
    for done in told:
        submitted = Event.objects.filter(report=done["report"], verb=Verb.SUBMITTED).count()
        if submitted < done.get("submitted", 0):
            yield f"report {done['report']}: handed in {done['submitted']} times, {submitted} in the log"


def _unpublished(told: list[dict[str, Any]]) -> Iterator[str]:
    for publication in Publication.objects.all():
        published.read_published(publication.sha256)  # raises for bytes that are not there
    for done in told:
        files = [*Publication.objects.filter(report=done["report"]).values_list("sha256", flat=True)]
        if "agreed" in done and len(files) != 1 and not _reason(done["report"]):
            yield f"report {done['report']} was agreed to and published {len(files)} times"
        if "published" in done and files != [done["published"]]:
            yield f"report {done['report']} is not published as it was downloaded"


def _reason(report: int) -> str:
    """Why it was left out, where people are told so and can have it published again."""
    item = BatchItem.objects.last_publication_of(Report(pk=report))
    return item.why if item and item.state == BatchItemState.LEFT_OUT else ""


def _left_out(told: list[dict[str, Any]]) -> Iterator[str]:
    for done in told:
        published_not = not Publication.objects.filter(report=done["report"]).exists()
        if "agreed" in done and published_not and (why := _reason(done["report"])):
            yield f"report {done['report']}: {why}"


def _orphans() -> Iterator[str]:
    """What prune_documents does not take a day later."""
    later = timezone.now() + timedelta(days=2)
    taken = {leftover.path for leftover in prune_documents(at=later)}
    print(f"{len(taken)} files that nothing referred to were pruned", file=sys.stderr)
    yield from (leftover.path for leftover in find_leftovers(at=later))
    root = Path(default_storage.location)
    folders = (published.FOLDER, evidence.FOLDER)
    named = {published.path_of(sha256) for sha256 in Publication.objects.values_list("sha256", flat=True)}
    named |= {evidence.path_of(sha256) for sha256 in Evidence.objects.values_list("sha256", flat=True)}
    here = {str(path.relative_to(root)) for folder in folders for path in (root / folder).rglob("*") if path.is_file()}
    yield from sorted(here - named)


def damage() -> Iterator[str]:
    yield from (str(one) for one in verify_log(at=timezone.now()).broken)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            yield from (said for (said,) in cursor.fetchall() if said != "ok")


if __name__ == "__main__":
    print(json.dumps(main(json.load(sys.stdin)), ensure_ascii=False))
