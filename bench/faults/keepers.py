"""People who keep files: what they put there must stay, and what they take home must be whole."""

import hashlib
import random
import time
from itertools import cycle
from typing import Any
from uuid import uuid4

from bench.hostile_files import seeds

from .people import Person
from .taken_home import count, take

KINDS = ["draft", "annex", "annotated", "remarks", "workbook", "docx", "txt", "json"]  # of a report that is not final
COLLECTED = ["pdf", "docx", "volume", "figures", "opinions"]
_PATIENCE = 60  # seconds for a collection


def export(person: Person, about: dict[str, Any], done: dict[str, Any]) -> None:
    """Every form in which a report can be taken home that is not published yet; of one that is, `agree` does."""
    while not person.over.is_set():
        kind = random.choice(KINDS)
        take(person, kind, f"/reports/{about['report']}/files/{kind}/", done)
        time.sleep(1)


def collect(person: Person, about: dict[str, Any], done: dict[str, Any]) -> None:
    """As an organiser: a ZIP with a bound volume and tables, now and then given up; the roll; the participants."""
    round_ = f"/cycles/{about['cycle']}"
    rows = "&".join(f"row={row}" for row in about["rows"])
    while not person.over.is_set():
        take(person, "roll", f"{round_}/roll/export/", done)
        take(person, "participants", f"{round_}/participants/?format=xlsx", done)
        plan = f"{round_}/reports/collect/?chosen=1&{rows}"
        fields = person.form(plan, "digest")
        said = fields and person.insist(plan, fields | {"kinds": COLLECTED})
        if said and said.status == 302 and "/batches/" in said.location:
            done.setdefault("batches", {})[said.location.split("/")[-2]] = ""
            _wait_for_collection(person, said.location, done)
        time.sleep(3)


def _wait_for_collection(person: Person, path: str, done: dict[str, Any]) -> None:
    if random.random() < 0.2:
        person.insist(f"{path}cancel/", {})
    begun = time.monotonic()
    while not person.over.is_set() and time.monotonic() < begun + _PATIENCE:
        said = person.insist(f"{path}file/")
        if said and said.status == 200:
            done["batches"][path.split("/")[-2]] = hashlib.sha256(said.body).hexdigest()
            count(said, "collected", done)
            return
        page = person.insist(path)
        if page and page.status == 200 and not page.refresh:  # it ended without a file, and says why
            return
        time.sleep(0.3)


def keep_evidence(person: Person, about: dict[str, Any], done: dict[str, Any]) -> None:
    """A picture on each row of a ledger, no two alike."""
    picture = seeds()["png"]
    for row in cycle(about["rows"]):
        if person.over.is_set():
            return
        name, data = f"{uuid4()}.png", picture + uuid4().bytes  # what comes after its end belongs to no picture
        path = f"/ledgers/{about['ledger']}/rows/{row}/"
        person.insist(f"{path}evidence/", {"file": (name, data)})
        page = person.insist(path)
        if page and name.encode() in page.body:
            done.setdefault("evidence", []).append(hashlib.sha256(data).hexdigest())
        elif page:
            done["evidence refused"] = done.get("evidence refused", 0) + 1
        time.sleep(0.3)
