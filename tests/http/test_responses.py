"""What a person is told and where they are led after an action, and after one that was refused."""

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse

from reports.actions.errors import Refused
from reports.http.responses import perform
from reports.models import User


def refuse(**_told):
    raise Refused("没有存。")


def add(*, by, at, number):
    return f"{by}：{number + 1}" if at else ""


@pytest.fixture
def request_(rf):
    request = rf.post("/")
    request.user = User(name="林晓峰", username="lin")
    request._messages = CookieStorage(request)
    return request


@pytest.fixture
def answered(request_):
    """The status, where it leads (or what it shows), and what is said with which level."""

    def call(action, **options):
        response = perform(request_, action, **options)
        said = [(message.level_tag, message.message) for message in get_messages(request_)]
        return response.status_code, response.headers.get("Location", response.content.decode()), said

    return call


def test_what_is_done_is_said_once_and_leads_on(answered):
    assert answered(add, done="存了。", then="/next/", number=1) == (302, "/next/", [("success", "存了。")])


def test_where_nothing_is_to_be_said_nothing_is(answered):
    assert answered(add, then="/next/", number=1) == (302, "/next/", [])


def test_what_the_action_returned_is_said_and_shown(answered):
    said = answered(add, done=str, then=HttpResponse, number=1)
    assert said == (200, "林晓峰：2", [("success", "林晓峰：2")])


def test_a_refusal_says_why_and_nothing_of_success(answered):
    assert answered(refuse, done="存了。", then="/next/") == (302, "/next/", [("error", "没有存。")])


def test_a_refusal_may_lead_elsewhere(answered):
    elsewhere = answered(refuse, done="存了。", then="/next/", refused="/back/")
    assert elsewhere == (302, "/back/", [("error", "没有存。")])


def test_a_refusal_may_be_shown_with_what_was_typed(answered):
    shown = answered(
        refuse, done="存了。", then="/next/", refused=lambda problem: HttpResponse(str(problem), status=422)
    )
    assert shown == (422, "没有存。", [])


def test_other_mistakes_are_not_taken_for_a_refusal(answered):
    with pytest.raises(TypeError):
        answered(add, done="存了。", then="/next/")
