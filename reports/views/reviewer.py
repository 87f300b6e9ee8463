"""Who reviews what: the stages of a round with their reviewers, and the reviewers of one report."""

from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import access
from ..actions import reviewer as actions
from ..forms.review import PublishForm
from ..forms.reviewer import ReviewerForm, StageForm, StageReviewerForm
from ..http.responses import perform
from ..http.sign_in import SignedInRequest, signed_in
from ..pages.heartbeat import find_silence
from ..pages.reviewer import list_reviewers


@signed_in
@require_safe
def cycle_reviewers(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    """Who has how much to do, and what needs somebody else."""
    organised = access.cycle_to_organise(request.user, cycle_pk)
    participants = organised.participants.exclude(person=request.user)
    rows = list_reviewers(organised.cycle, participants, organised.reviews, now=timezone.now())
    needing = [row for row in rows if row.needs_substitute]
    context = {
        "cycle": organised.cycle,
        "rows": rows,
        "needing": needing,
        "needing_count": sum(row.unfinished for row in needing),
    }
    return render(request, "reviewer/cycle_reviewers.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def stages(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    cycle, rules, units = access.stages_to_organise(request.user, cycle_pk)
    form = StageReviewerForm(request.POST or None, cycle=cycle, units=units, by=request.user)
    if request.method == "POST" and form.is_valid():
        return perform(
            request,
            actions.add_stage_reviewer,
            done=_say_rule,
            then=resolve_url("stages", cycle.pk),
            **form.cleaned_data,
        )
    context = {
        "cycle": cycle,
        "rules": rules,
        "named": access.count_named(request.user, cycle),
        "form": form,
        "may_set_stages": access.may_set_stages(request.user, cycle),
    }
    return render(request, "reviewer/stages.html", context, status=422 if form.errors else 200)


def _say_rule(count: int) -> str:
    if not count:
        return _("Reviews from now on.")
    return ngettext(
        "Reviews from now on, and %(count)s report that was waiting without a reviewer.",
        "Reviews from now on, and %(count)s reports that were waiting without a reviewer.",
        count,
    ) % {"count": count}


@signed_in
@require_POST
def stage_reviewer_remove(request: SignedInRequest, cycle_pk: int, pk: int) -> HttpResponse:
    rule = access.stage_reviewer_to_remove(request.user, cycle_pk, pk)
    done = _("Removed. Reviews that are assigned already stay; take them back at the report.")
    return perform(request, actions.remove_stage_reviewer, done=done, then=resolve_url("stages", cycle_pk), rule=rule)


@signed_in
@require_http_methods(["GET", "POST"])
def stage(request: SignedInRequest, cycle_pk: int, pk: int | None = None) -> HttpResponse:
    cycle, stage = access.stage_to_set(request.user, cycle_pk, pk)
    initial = {"name": stage.name, "due": stage.due} if stage else {}
    form = StageForm(request.POST or None, initial=initial, is_set=stage is not None and cycle.is_announced)
    if request.method == "POST" and form.is_valid():
        told = {"cycle": cycle, "stage": stage, "due": stage.due if stage else None, **form.cleaned_data}
        return perform(request, actions.save_stage, done=_("Saved."), then=resolve_url("stages", cycle.pk), **told)
    context = {"cycle": cycle, "stage": stage, "form": form}
    return render(request, "reviewer/stage.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def stage_remove(request: SignedInRequest, cycle_pk: int, pk: int) -> HttpResponse:
    cycle, stage = access.stage_to_set(request.user, cycle_pk, pk)
    return perform(request, actions.remove_stage, done=_("Removed."), then=resolve_url("stages", cycle.pk), stage=stage)


@signed_in
@require_http_methods(["GET", "POST"])
def reviewers(request: SignedInRequest, report_pk: int) -> HttpResponse:
    report = access.report_to_organise(request.user, report_pk)
    form = ReviewerForm(request.POST or None, cycle=report.cycle, by=request.user)
    if request.method == "POST" and form.is_valid():
        told = {"report": report, **form.cleaned_data}
        return perform(
            request, actions.assign_reviewer, done=_("Assigned."), then=resolve_url("reviewers", report.pk), **told
        )
    context = {"report": report, "reviews": access.reviews_to_organise(report), "form": form}
    context["substitutions"] = report.substitutions.select_related("stage", "former", "substitute", "by")
    if report.waits_for_publication:
        publication = access.publication_under_way(report)
        under_way = publication and publication.is_under_way
        context |= {"publication": publication, "publishing": PublishForm()}
        context["silence"] = find_silence(now=timezone.now()) if under_way else None
    return render(request, "reviewer/reviewers.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def reviewer_remove(request: SignedInRequest, report_pk: int, pk: int) -> HttpResponse:
    review = access.review_to_remove(request.user, report_pk, pk)
    return perform(
        request, actions.remove_reviewer, done=_("Taken back."), then=resolve_url("reviewers", report_pk), review=review
    )
