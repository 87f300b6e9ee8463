"""Do it, say it, go on: how a view answers what a person does."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ..actions.errors import Refused
from ..problems import Problem
from .sign_in import SignedInRequest


def perform(
    request: SignedInRequest,
    action: Callable[..., Any],
    *,
    done: str | Callable[[Any], str] = "",
    then: str | Callable[[Any], HttpResponse],
    refused: str | Callable[[Refused], HttpResponse] = "",
    **arguments: Any,
) -> HttpResponse:
    """Runs `action` and goes on to `then`, with the message `done` if there is one. If it is refused, says why and goes
    to `refused`, or to `then`.

    `done` and `then` may be functions of what the action returned, `refused` a function of the Refused.
    """
    try:
        result = action(by=request.user, at=timezone.now(), **arguments)
    except Refused as problem:
        if callable(refused):
            return refused(problem)
        messages.error(request, str(problem))
        return redirect(refused or then)
    if said := done(result) if callable(done) else done:
        messages.success(request, said)
    return then(result) if callable(then) else redirect(then)


def say_errors(request: SignedInRequest, form: BaseForm, *, then: str) -> HttpResponse:
    """For a form without a page of its own."""
    messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect(then)


def say_problem(request: SignedInRequest, problem: Problem, *, then: str) -> HttpResponse:
    """For a file that cannot be handed out."""
    messages.error(request, str(problem))
    return redirect(then)
