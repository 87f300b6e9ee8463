"""Writing what a plan says, in a few statements for any number of rows."""

from datetime import datetime
from secrets import token_urlsafe

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.utils.translation import gettext_lazy

from ...models import Assistance, Cycle, Notice, Participant, Report, StageReviewer, User
from ...models.notice import NoticeKind
from ...models.report import ReportState
from ..cycle import ensure_stage
from ..errors import PlanChanged
from ..notification import tell_people
from ..participant import UNTOLD
from .plan import RollPlan

_AT_ONCE = 500  # rows of an UPDATE
CHANGED_MEANWHILE = gettext_lazy(
    "In this moment somebody else changed the roll or an account, so nothing was written. Try again."
)


def write_plan(plan: RollPlan, *, cycle: Cycle, by: User, at: datetime) -> None:
    """In the caller's transaction."""
    _lock_reports(plan)
    _lock_accounts(plan)
    for unit in plan.units:  # in the order in which they were named: the upper one is there first
        unit.parent = unit.parent
        unit.save()
    _create_people(plan.people)
    _update(User, plan.changed_people.rows, plan.changed_people.names)
    for participant in plan.participants:
        participant.person, participant.unit = participant.person, participant.unit
    Participant.objects.bulk_create(plan.participants, batch_size=1000)
    _update(Participant, plan.changed_participants.rows, plan.changed_participants.names)
    _take_reports_along(plan)
    _name_reviewers(plan, by=by)
    _propose_assistants(plan, by=by, at=at)
    if cycle.opened_at and cycle.opened_at <= at:  # before, the roll is being made
        _tell(plan, cycle=cycle, by=by, at=at)


def _name_reviewers(plan: RollPlan, *, by: User) -> None:
    """In the first stage."""
    if not plan.reviewers:
        return
    stage = ensure_stage(plan.reviewers[0][0].cycle)
    StageReviewer.objects.bulk_create(
        StageReviewer(stage=stage, participant=participant, reviewer=reviewer, set_by=by)
        for participant, reviewer in plan.reviewers
    )


def _create_people(people: list[User]) -> None:
    """Without a password: they sign in by a slip first. Django’s own way to say so took a quarter of all the time."""
    for person in people:
        person.unit = person.unit  # which has its key by now
        person.password = f"{UNUSABLE_PASSWORD_PREFIX}{token_urlsafe(30)}"
    User.objects.bulk_create(people, batch_size=1000)


def _update(model: type[User] | type[Participant], rows: list, names: list[str]) -> None:
    for row in rows:
        if "unit" in names:
            row.unit = row.unit
    if rows:
        model._default_manager.bulk_update(rows, names, batch_size=_AT_ONCE)


def _lock_reports(plan: RollPlan) -> None:
    """Those of the entries that change, after the entries, as everybody who locks both. Raises PlanChanged where
    somebody has handed in since the plan was made of whom no report would be asked any more.
    """
    rows = plan.changed_participants.values()
    locked = Report.objects.filter(participant__in=[entry.pk for entry, _names in rows]).select_for_update()
    states = dict(locked.order_by("pk").values_list("participant", "state"))
    relieved = (entry.pk for entry, names in rows if "state" in names)
    if any(states.get(pk, ReportState.DRAFT) != ReportState.DRAFT for pk in relieved):
        raise PlanChanged(str(CHANGED_MEANWHILE))


def _lock_accounts(plan: RollPlan) -> None:
    """In the order in which slips are issued to many: changed in that of the list, two would wait for one another."""
    keys = [person.pk for person in plan.changed_people.rows]
    list(User.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))


def _take_reports_along(plan: RollPlan) -> None:
    """What is still written has the post of today; what was handed in keeps what it was handed in with."""
    changed = [entry.pk for entry, names in plan.changed_participants.values() if "post" in names]
    reports = list(
        Report.objects.open_for_writing().filter(participant__in=changed, correction="").select_related("participant")
    )
    for report in reports:
        report.post = report.participant.post
    Report.objects.bulk_update(reports, ["post"], batch_size=_AT_ONCE)


def _tell(plan: RollPlan, *, cycle: Cycle, by: User, at: datetime) -> None:
    """What a change by hand tells them; each person once, whatever the number of their entries."""
    asked = {one.person_id: one.person for one in plan.participants if one.is_asked_to_write}
    changed = [one for one, names in plan.changed_participants.values() if names - UNTOLD]
    others = {one.person_id: one.person for one in [*plan.participants, *changed] if one.person_id not in asked}
    for kind, people in ((NoticeKind.ENROLLED, asked), (NoticeKind.ROLL, others)):
        active = [person for person in people.values() if person.is_active]
        tell_people(active, kind, by=by, at=at, cycle=cycle)


def _propose_assistants(plan: RollPlan, *, by: User, at: datetime) -> None:
    """To the authors, who are told once each: a list is not the author's word, and an assistant reads drafts."""
    named = dict.fromkeys((author.pk, assistant.pk) for author, assistant in plan.assistances)
    Assistance.objects.bulk_create(
        Assistance(author_id=author, assistant_id=assistant, is_proposed=True) for author, assistant in named
    )
    Notice.objects.bulk_create(
        Notice(recipient_id=author, kind=NoticeKind.PROPOSED, actor=by, at=at)
        for author in dict.fromkeys(author for author, _assistant in named)
    )
