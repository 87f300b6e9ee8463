"""Publishing an approved report: its final copy is made, judged by the page standard and stored, once and for good."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..documents.cache import path_of, stored_pdf, stored_sheets
from ..documents.files import page_style
from ..documents.published import store_published
from ..documents.store import StoreAway
from ..gongwen.pdf import Variant
from ..models import Batch, BatchItem, Event, Publication, Report, Revision, User
from ..models.batch import AS_PARTY, BatchKind
from ..problems import Problem
from .batch_plan import BatchRow, item_of
from .conditions import Party
from .errors import Refused
from .review import agree
from .transitions import move, require_row

logger = logging.getLogger(__name__)


class NotPublishable(Refused):
    """The final copy cannot be made, or it fails a check and nobody has said why that is accepted."""


@dataclass(frozen=True, slots=True)
class FinalCopy:
    """The finished file of a version, with its conformance sheet in every language of the site."""

    revision: Revision
    data: bytes
    sheets: Mapping[str, Mapping[str, Any]]

    @property
    def failed(self) -> list[str]:
        """What each failed check found, in the reader's language."""
        sheet = self.sheets[get_language() or settings.LANGUAGE_CODE]
        return [f"{check['label']}: {check['found']}" for check in sheet["checks"] if not check["pass"]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """What an agreement led to: the report goes on, or it is approved and published, or it is approved and `problem`
    says why it is not published.

    `is_being_published`: in the background.
    """

    report: Report
    publication: Publication | None = None
    problem: str = ""
    is_being_published: bool = False


def agree_and_publish(*, report: Report, by: User, at: datetime, **decision: Any) -> Agreement:
    """The last agreement approves the report and has it published. It stands even if the publication fails.

    Raises Refused as `agree` does. Once the agreement is stored nothing is raised any more.
    """
    if settings.DOCUMENT_PROCESSES:
        return _agree_and_have_published(report, decision, by=by, at=at)
    agreed = agree(report=report, by=by, at=at, **decision)
    return _publish_agreed(agreed, by=by, at=at) if agreed.is_final else Agreement(agreed)


@transaction.atomic
def _agree_and_have_published(report: Report, decision: Mapping[str, Any], *, by: User, at: datetime) -> Agreement:
    """Making the final copy takes seconds or minutes, so it is left to the work in the background. That it is to be
    done is stored with the agreement: a process that is killed leaves both or neither.
    """
    agreed = agree(report=report, by=by, at=at, **decision)
    if agreed.is_final:
        _queue(agreed, by=by, party=Party.REVIEWER, at=at)
    return Agreement(agreed, is_being_published=agreed.is_final)


def _queue(report: Report, *, by: User, party: Party, at: datetime, accepted_because: str = "") -> None:
    language = get_language() or settings.LANGUAGE_CODE
    options = {AS_PARTY: party, "accepted_because": accepted_because}
    kind = BatchKind.PUBLISH
    batch = Batch.objects.create(
        kind=kind, cycle_id=report.cycle_id, by=by, language=language, options=options, asked_at=at
    )
    row = item_of(BatchRow(report, ""), 1)
    row.batch = batch
    row.save()


def _publish_agreed(agreed: Report, *, by: User, at: datetime) -> Agreement:
    try:
        return Agreement(agreed, publication=publish_report(report=agreed, by=by, party=Party.REVIEWER, at=at))
    except Refused as refused:
        return Agreement(agreed, problem=str(refused))
    except Exception:
        logger.exception("Report %s is approved, but publishing it failed.", agreed.pk)
        problem = _("Not published yet: something went wrong on our side. An organiser can publish it later.")
        return Agreement(agreed, problem=problem)


def publish_report(*, report: Report, by: User, party: Party, at: datetime, accepted_because: str = "") -> Publication:
    """Makes, judges and stores the final copy of the approved version. `accepted_because` is why failed checks are
    accepted.

    Making it takes seconds or minutes, in which no row is locked. Raises Refused where the report is not approved,
    NotPublishable where its copy is not fit to be published.
    """
    report = Report.objects.select_related("cycle", "author", "unit").get(pk=report.pk)
    require_row(report, Event.Verb.PUBLISHED, by=by, party=party, at=at)
    copy = make_final_copy(report)
    if copy.failed and not accepted_because.strip():
        raise NotPublishable(
            _("Approved, but not published: the final copy misses the page standard. %(failed)s")
            % {"failed": "; ".join(copy.failed)}
        )
    sha256 = _store(copy.data)
    accepted = accepted_because.strip() if copy.failed else ""
    return _publish(report, copy, sha256, accepted, by=by, party=party, at=at)


def publish_soon(
    *, report: Report, by: User, party: Party, at: datetime, accepted_because: str = ""
) -> Publication | None:
    """Like `publish_report`, for a page that cannot wait: it is left to the work in the background, and None returned.
    Asked for again before that has come to it, it is asked for once, unless there is another reason now.
    """
    if settings.DOCUMENT_PROCESSES:
        return _have_published(report, accepted_because.strip(), by=by, party=party, at=at)
    return publish_report(report=report, by=by, party=party, at=at, accepted_because=accepted_because)


@transaction.atomic
def _have_published(report: Report, accepted_because: str, *, by: User, party: Party, at: datetime) -> None:
    report = Report.objects.select_for_update(of=("self",)).select_related("cycle", "author", "unit").get(pk=report.pk)
    require_row(report, Event.Verb.PUBLISHED, by=by, party=party, at=at)
    asked = BatchItem.objects.last_publication_of(report)
    if not (asked and asked.is_under_way and asked.batch.options.get("accepted_because", "") == accepted_because):
        _queue(report, by=by, party=party, at=at, accepted_because=accepted_because)


def make_final_copy(report: Report) -> FinalCopy:
    """Of an approved report. The same for every reader: no published copy carries a reader's mark.

    Raises NotPublishable where it cannot be made.
    """
    revision = report.revisions.latest("number")
    style = replace(page_style(report.cycle), mark_reader=False)
    try:
        data = stored_pdf(revision.content, variant=Variant.FINAL, style=style)
        path = path_of(revision.content, Variant.FINAL, style)
        sheets = json.loads(stored_sheets(data, path=path, style=style))
    except Problem as problem:
        raise NotPublishable(_("Not published: the final copy cannot be made. %(why)s") % {"why": problem}) from problem
    return FinalCopy(revision, data, sheets)


def _store(data: bytes) -> str:
    try:
        return store_published(data)
    except StoreAway:
        raise  # it is asked for again when the store is there
    except OSError as error:
        raise NotPublishable(
            _("Approved, but not published: the final copy could not be stored. Tell the administrator: %(why)s")
            % {"why": error.strerror or error}
        ) from error


@transaction.atomic
def _publish(
    report: Report, copy: FinalCopy, sha256: str, accepted_because: str, *, by: User, party: Party, at: datetime
) -> Publication:
    moved, _verb = move(
        report,
        Event.Verb.PUBLISHED,
        by=by,
        party=party,
        at=at,
        detail="; ".join(copy.failed),
        failed=copy.failed,
        although=bool(accepted_because),
        read=copy.revision.number,
        sets={"correction": ""},
    )
    return Publication.objects.create(
        report=moved,
        number=moved.publications.count() + 1,
        revision=copy.revision,
        sha256=sha256,
        size=len(copy.data),
        sheets=dict(copy.sheets),
        accepted_because=accepted_because,
        reason=report.correction,
        published_at=at,
        published_by=by,
    )
