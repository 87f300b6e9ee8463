"""Reports published by earlier releases get their Publication from the bytes stored now.

Those releases kept final copies in a cache under names that no other release can compute, so each stored PDF is asked
for the report inside it. Where none is found, that is said here by name, and the site asks the organiser to publish
the report again.
"""

import hashlib
import json
from collections import defaultdict
from io import BytesIO

import pikepdf
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import migrations
from django.utils.translation import override

CACHE, PUBLISHED = "pdf", "published"


def adopt(apps, schema_editor):
    """The copy that was in the cache when the report was published, or else the oldest there is."""
    published = apps.get_model("reports", "Report").objects.filter(state="published", publications=None)
    if not published.exists():
        return
    copies = final_copies()
    for report in published.select_related("author", "cycle").order_by("pk"):
        revision = report.revisions.order_by("number").last()
        event = report.events.filter(verb="published").order_by("at").last()
        found = copies[fingerprint(revision.data)]
        if not found or event is None:
            print(  # noqa: T201 - what `migrate` says
                f"\n  Report {report.pk} ({report.title}, {report.author.name}) was published, but no final copy of it "
                "is stored. Its organiser can publish it again."
            )
            continue
        before = [copy for copy in found if copy[0] <= event.at]
        _at, path = max(before) if before else min(found)
        store(apps, report, revision, event, path)


def final_copies():
    """(stored at, path) of all final copies in the cache, by the fingerprint of the report inside."""
    copies = defaultdict(list)
    for path in stored_pdfs():
        with default_storage.open(path) as file:
            source = source_of_final_copy(file.read())
        if source is not None:
            copies[fingerprint(source)].append((default_storage.get_modified_time(path), path))
    return copies


def stored_pdfs():
    try:
        folders, _files = default_storage.listdir(CACHE)
    except FileNotFoundError:
        return
    for folder in folders:
        _folders, files = default_storage.listdir(f"{CACHE}/{folder}")
        yield from (f"{CACHE}/{folder}/{name}" for name in files if name.endswith(".pdf"))


def source_of_final_copy(data):
    """The report attached to a final copy; None for a draft, which has a watermark, an annex, which has a table, or a
    file that cannot be read.
    """
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            if pdf.pages[0].Resources.get("/XObject") or has_table(pdf):
                return None
            return json.loads(pdf.attachments["report.json"].get_file().read_bytes())
    except (pikepdf.PdfError, KeyError, ValueError, AttributeError):
        return None


def has_table(pdf):
    return any(isinstance(found, pikepdf.Dictionary) and found.get("/S") == "/Table" for found in pdf.objects)


def fingerprint(content):
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def sheets_of(path):
    """The sheets that were kept beside the copy, by language."""
    sheets = {}
    for code in ("zh-hans", "en"):
        try:
            with default_storage.open(f"{path}.{code}.json") as file:
                sheets[code] = json.load(file)
        except (OSError, ValueError):
            continue
    return sheets


def judge(data, *, centred):
    """For a copy whose sheets are gone. Code of this release, not a frozen copy of it: it only reads the file."""
    from reports.gongwen.conformance import judge

    sheet = judge(data, centred_page_numbers=centred)
    sheets = {}
    for code in ("zh-hans", "en"):
        with override(code):
            sheets[code] = sheet.to_json()
    return sheets


def store(apps, report, revision, event, path):
    with default_storage.open(path) as file:
        data = file.read()
    sha256 = hashlib.sha256(data).hexdigest()
    name = f"{PUBLISHED}/{sha256[:2]}/{sha256}.pdf"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(data))
    sheets = sheets_of(path) or judge(data, centred=report.cycle.page_numbers_centred)
    fails = not all(sheet["pass"] for sheet in sheets.values())
    apps.get_model("reports", "Publication").objects.create(
        report=report,
        number=1,
        revision=revision,
        sha256=sha256,
        size=len(data),
        sheets=sheets,
        accepted_because=f"（升级前印发，未记录理由）{event.detail}" if fails else "",
        published_at=event.at,
        published_by_id=event.actor_id,
    )


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_publication")]
    operations = [migrations.RunPython(adopt, migrations.RunPython.noop)]
