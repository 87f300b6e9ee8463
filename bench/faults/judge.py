"""What is left: `python -m bench.faults.judge` reads what people were told and prints what is not so, as JSON."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from bench.faults.people import written_last
from reports.actions.batch import prune_batches
from reports.actions.leftover import find_leftovers, prune_documents
from reports.documents import cache, evidence, published
from reports.models import Batch, BatchItem, Comment, Event, Evidence, Figure, Publication, Report, Revision, Section
from reports.models.batch import BatchItemState
from reports.models.event import Verb
from reports.pages.log_seal import verify_log

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
        "acknowledged files lost": [*_lost_files(told)],
        "half-done transitions": [*_half_done(told), *_unpublished(told), *_half_done_batches()],
        "orphan files": [*_orphans()],
        "broken files taken home": [broken for done in told for broken in done.get("broken", [])],
        "damage": [*damage()],
        "not published, and people are told why": [*_left_out(told)],
    }


def lost_words(told: list[dict[str, Any]]) -> Iterator[str]:
    texts = Counter(Comment.objects.values_list("text", flat=True))
    for done in told:
        if "sent" in done:
            where = f"section {done['section']}"
            stored = {"words": written_last(Section.objects.get(pk=done["section"]).body)}
            stored["figure"] = int(Figure.objects.get(pk=done["figure"].removeprefix("figure-")).value or 0)
            for what, number in stored.items():
                if not done.get("taken", 0) <= number <= done["sent"]:
                    yield f"{where}, {what}: {done.get('taken')} taken, {number} stored, {done['sent']} sent"
            yield from (f"{where} went back: {what}" for what in done.get("went back", []))
        yield from (f"comment {text}" for text in done.get("comments", []) if not texts[text])


def _lost_files(told: list[dict[str, Any]]) -> Iterator[str]:
    hung = set(Evidence.objects.current().values_list("sha256", flat=True))
    for done in told:
        yield from (f"evidence {sum_}" for sum_ in done.get("evidence", []) if sum_ not in hung)
        for pk, taken in done.get("batches", {}).items():
            known = Batch.objects.filter(pk=pk).values_list("sha256", flat=True).first()
            if known is None or (taken and taken != known):
                yield f"batch {pk} was taken home as {taken} and is {known}"
    for sum_ in hung:
        try:
            evidence.read_evidence(sum_)
        except evidence.UnfitEvidence:
            yield f"bytes of evidence {sum_}"


def _half_done_batches() -> Iterator[str]:
    """What was asked for has ended, with what was made or with a reason."""
    for batch in Batch.objects.all():
        waiting = batch.items.filter(state=BatchItemState.WAITING).count()
        if batch.ended_at is None or (waiting and not (batch.cancelled or batch.problem)):
            yield f"batch {batch.pk}: {waiting} rows wait, ended {batch.ended_at}"
        if batch.file:
            with default_storage.open(batch.file) as file:
                if sha256(file.read()).hexdigest() != batch.sha256:
                    yield f"batch {batch.pk}: its file is another"


def _doubles() -> Iterator[str]:
    texts = Counter(Comment.objects.filter(text__startswith="请说明 ").values_list("text", flat=True))
    yield from (f"comment {text}" for text, count in texts.items() if count > 1)


def _half_done(told: list[dict[str, Any]]) -> Iterator[str]:
    for report in Report.objects.filter(pk__in={done["report"] for done in told if "report" in done}):
        log = [*Event.objects.filter(report=report, verb__in=_LEADS_TO).order_by("pk").values_list("verb", flat=True)]
        if log and report.state not in _LEADS_TO[Verb(log[-1])]:
            yield f"report {report.pk} is {report.state} after {log[-1]}"
        milestones = Revision.objects.filter(report=report, milestone="submitted").count()
        if log and log.count("submitted") != milestones:
            yield f"report {report.pk}: {log.count('submitted')} rows of the log, {milestones} versions"
        if (report.state == "published") != Publication.objects.filter(report=report).exists():
            yield f"report {report.pk} is {report.state}"
    for done in told:
        submitted = Event.objects.filter(report=done.get("report"), verb=Verb.SUBMITTED).count()
        withdrew = Event.objects.filter(report=done.get("report"), verb=Verb.WITHDREW).count()
        if submitted < done.get("submitted", 0) or withdrew < done.get("withdrawn", 0):
            yield f"report {done['report']}: {submitted}, {withdrew} in the log; said of it: {done}"


def _unpublished(told: list[dict[str, Any]]) -> Iterator[str]:
    for publication in Publication.objects.all():
        published.read_published(publication.sha256)  # raises for bytes that are not there
    for done in told:
        files = [*Publication.objects.filter(report=done.get("report")).values_list("sha256", flat=True)]
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
        published_not = not Publication.objects.filter(report=done.get("report")).exists()
        if "agreed" in done and published_not and (why := _reason(done["report"])):
            yield f"report {done['report']}: {why}"


def _orphans() -> Iterator[str]:
    """What is on the disk a day later, and nothing names it; but for what is kept to be handed out again."""
    later = timezone.now() + timedelta(days=2)
    prune_batches(at=later)
    taken = {leftover.path for leftover in prune_documents(at=later)}
    print(f"{len(taken)} files that nothing referred to were pruned", file=sys.stderr)
    yield from (leftover.path for leftover in find_leftovers(at=later))
    root = Path(default_storage.location)
    here = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
    yield from sorted(path for path in here - _named() if path.split("/")[0] not in {cache.FOLDER, cache.COPIES})


def _named() -> set[str]:
    """By the rows of the database."""
    named = {published.path_of(sum_) for sum_ in Publication.objects.values_list("sha256", flat=True)}
    named |= {evidence.path_of(sum_) for sum_ in Evidence.objects.values_list("sha256", flat=True)}
    named |= set(Batch.objects.values_list("file", flat=True))
    return named | {file["path"] for files in BatchItem.objects.values_list("files", flat=True) for file in files}


def damage() -> Iterator[str]:
    yield from (str(one) for one in verify_log(at=timezone.now()).broken)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            yield from (said for (said,) in cursor.fetchall() if said != "ok")
            cursor.execute("PRAGMA foreign_key_check")
            yield from (f"a row leads nowhere: {row}" for row in cursor.fetchall())


if __name__ == "__main__":
    print(json.dumps(main(json.load(sys.stdin)), ensure_ascii=False))
