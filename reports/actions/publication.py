"""Publishing an approved report: its final copy is made, judged by the page standard and stored, once and for good."""

import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..documents.background import BeingMade, fetch_pdf, fetch_sheets, run_later
from ..documents.cache import path_of, stored_pdf, stored_sheets
from ..documents.files import page_style
from ..documents.published import store_published
from ..documents.workers import NotDone
from ..gongwen.pdf import Variant
from ..models import Batch, Event, Publication, Report, Revision, User
from ..models.batch import AS_PARTY, BatchKind
from ..problems import Problem
from .batch_plan import BatchRow, item_of
from .conditions import Party
from .errors import Refused
from .review import agree
from .transitions import move, require_row

logger = logging.getLogger(__name__)

_WAIT_SECONDS = 8  # that the organiser waits for the final copy, and again for its sheet
_ATTEMPTS = 400  # an hour and more


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
        _queue(agreed, by=by, at=at)
    return Agreement(agreed, is_being_published=agreed.is_final)


def _queue(report: Report, *, by: User, at: datetime) -> None:
    language = get_language() or settings.LANGUAGE_CODE
    options = {AS_PARTY: Party.REVIEWER}
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
    return _publish_as(report, make_final_copy, accepted_because, by=by, party=party, at=at)


def publish_soon(
    *, report: Report, by: User, party: Party, at: datetime, accepted_because: str = ""
) -> Publication | None:
    """Like `publish_report`, for a page that cannot wait. Returns None where the copy takes long; then it is published
    later.

    This process publishes it. If the process ends before, the report stays approved and an organiser publishes it.
    """
    publish = partial(_publish_as, report, by=by, party=party, accepted_because=accepted_because)
    try:
        return publish(partial(_fetch_final_copy, again=True), at=at)
    except BeingMade:
        run_later(partial(_publish_when_made, publish))
        return None


def _publish_when_made(publish: Callable[..., Publication]) -> None:
    for _attempt in range(_ATTEMPTS):
        try:
            publish(partial(_fetch_final_copy, again=False), at=timezone.now())
        except BeingMade as being_made:
            time.sleep(being_made.retry_after)
        except Refused as refused:
            logger.warning("Not published in the background: %s", refused)
            return
        else:
            return


def _publish_as(
    report: Report,
    make_copy: Callable[[Report], FinalCopy],
    accepted_because: str,
    *,
    by: User,
    party: Party,
    at: datetime,
) -> Publication:
    report = Report.objects.select_related("cycle", "author", "unit").get(pk=report.pk)
    require_row(report, Event.Verb.PUBLISHED, by=by, party=party, at=at)
    copy = make_copy(report)
    if copy.failed and not accepted_because.strip():
        raise NotPublishable(
            _("Approved, but not published: the final copy misses the page standard. %(failed)s")
            % {"failed": "; ".join(copy.failed)}
        )
    sha256 = _store(copy.data)
    accepted = accepted_because.strip() if copy.failed else ""
    return _publish(report, copy, sha256, accepted, by=by, party=party, at=at)


def make_final_copy(report: Report) -> FinalCopy:
    """Of an approved report. The same for every reader: no published copy carries a reader's mark.

    Raises NotPublishable where it cannot be made.
    """
    return _final_copy(report, stored_pdf, stored_sheets)


def _fetch_final_copy(report: Report, *, again: bool) -> FinalCopy:
    """The same, if it is there within some seconds. Raises BeingMade too, also where making it could not begin yet."""
    asked: dict[str, Any] = {"wait": _WAIT_SECONDS, "again": again}
    try:
        return _final_copy(report, partial(fetch_pdf, **asked), partial(fetch_sheets, **asked))
    except NotPublishable as refused:
        if isinstance(refused.__cause__, NotDone) and refused.__cause__.retry_after:
            raise BeingMade from refused
        raise


def _final_copy(report: Report, pdf_of: Callable[..., bytes], sheets_of: Callable[..., bytes]) -> FinalCopy:
    revision = report.revisions.latest("number")
    style = replace(page_style(report.cycle), mark_reader=False)
    try:
        data = pdf_of(revision.content, variant=Variant.FINAL, style=style)
        path = path_of(revision.content, Variant.FINAL, style)
        sheets = json.loads(sheets_of(data, path=path, style=style))
    except Problem as problem:
        raise NotPublishable(_("Not published: the final copy cannot be made. %(why)s") % {"why": problem}) from problem
    return FinalCopy(revision, data, sheets)


def _store(data: bytes) -> str:
    try:
        return store_published(data)
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
