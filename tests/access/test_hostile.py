"""No value in any field, address or header makes the site fail: it is refused, or taken, but never answered by 500."""

import itertools

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

HOSTILE = {
    "zero byte": "a\0b",
    "long": "长" * 3_000,
    "digits": "9" * 5_000,
    "64 bits": str(2**63),
    "32 bits": str(2**31),
    "negative": "-1",
    "fraction": "1.5",
    "other digits": "١²",
    "empty": "",
    "words": "' OR 1=1 --{{7*7}}%s%(a)s",
    "date": "0000-13-99",
    "not a number": "NaN",
    "object": "{}",
}
ASKED = [
    "page",
    "start",
    "end",
    "from",
    "to",
    "since",
    "section",
    "figure",
    "exact",
    "inline",
    "next",
    "state",
    "of",
    "by",
]
ASKED += ["sort", "columns", "q", "unit", "only", "under", "order", "progress", "category", "late", "turn", "reviewer"]
ASKED += [
    "grade",
    "until",
    "due",
    "stage",
    "people",
    "review",
    "source",
    "count",
    "name",
    "again",
    "queue",
    "delivery",
    "chosen",
    "report",
]
SENT = [
    "sign-in-name",
    "sign-in-password",
    "version",
    "tab",
    "read",
    "start",
    "end",
    "quote",
    "words",
    "token",
    "opinion",
]
SENT += [
    "mentioned",
    "due",
    "grade",
    "stage",
    "unit",
    "text",
    "kind-0",
    "part",
    "split",
    "join",
    "figures",
    "source",
    "next",
    "page",
    "whole",
    "initial-body",
    "kinds",
    "digest",
]
METHODS = ["GET", "POST"]
ROLES = ["author", "reviewer", "organiser", "signed_out"]


@pytest.fixture
def send(people, visit):
    """The status of a request by that role; what it changes is undone."""
    sessions = {role: visit(people[role]).cookies if people[role] else {} for role in ROLES}
    client = Client(raise_request_exception=False, headers={"accept-language": "en"})

    def answered(role, method, url, data, content_type=None):
        client.cookies.clear()
        client.cookies.update(sessions[role])
        with transaction.atomic():
            if content_type:  # the body as it is: `post` would write it anew
                status = client.generic(method, url, data, content_type=content_type).status_code
            else:
                status = getattr(client, method.lower())(url, data).status_code
            transaction.set_rollback(True)
        return status

    return answered


def failures(statuses):
    return {what: status for what, status in statuses.items() if status >= 500}


@pytest.mark.one_in(1)
@pytest.mark.parametrize("role", ROLES)
def test_every_field_of_every_address(draft, places, send, role, every):
    """All fields of an address at once, three of the values each; in quick one, and of a role every fourth address."""
    values = itertools.cycle(HOSTILE.values())
    statuses = {}
    for name, (path, right) in [*places(draft).items()][ROLES.index(role) % every(4) :: every(4)]:
        url = reverse(name, kwargs=path)
        for value in itertools.islice(values, 3 // every(3)):
            statuses[name, "GET", value[:10]] = send(role, "GET", url, dict.fromkeys(ASKED, value))
            statuses[name, "POST", value[:10]] = send(role, "POST", url, dict.fromkeys([*SENT, *right], value))
    assert failures(statuses) == {}


def test_one_wrong_field_beside_right_ones(draft, places, send, every):
    values = itertools.cycle(HOSTILE.values())
    statuses = {}
    for name, (path, right) in places(draft).items():
        for field in right:
            for value in itertools.islice(values, 2 // every(2)):
                url = reverse(name, kwargs=path)
                statuses[name, field, value[:10]] = send("author", "POST", url, right | {field: value})
    assert failures(statuses) == {}


@pytest.mark.parametrize(
    "number",
    [
        pytest.param(0, id="0", marks=pytest.mark.exhaustive),
        pytest.param(2**31, id="32 bits", marks=pytest.mark.exhaustive),
        pytest.param(2**63, id="64 bits"),
        pytest.param(2**64, id="65 bits", marks=pytest.mark.exhaustive),
        pytest.param(int("9" * 4_000), id="endless"),
    ],
)
def test_numbers_in_addresses_that_no_database_holds(draft, places, send, number, every):
    """In quick every third question."""
    statuses = {}
    of = places(draft)
    asked = [(name, part, method) for name, (path, _right) in of.items() for part in path for method in METHODS]
    for name, part, method in asked[:: every(3)]:
        if part != "kind":
            path, right = of[name]
            url = reverse(name, kwargs=path | {part: number})
            statuses[name, part, method] = send("author", method, url, right)
    assert failures(statuses) == {}


BODIES = {
    "no boundary": ("multipart/form-data", b"--x\r\n"),
    "cut short": ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nabc'),
    "wrong encoding": ("application/x-www-form-urlencoded; charset=utf-16", b"text=%ff%fe%00"),
    "unknown charset": ("application/x-www-form-urlencoded; charset=nothing", b"text=a"),
    "bytes": ("application/x-www-form-urlencoded", b"\xff\xfe=%ff&text=%c3%28"),
    "json": ("application/json", b'{"text": '),
    "too many fields": ("application/x-www-form-urlencoded", b"&".join(b"a=1" for _ in range(6_000))),
}


@pytest.mark.one_in(1)
@pytest.mark.parametrize(("content_type", "body"), BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("role", ["author", pytest.param("signed_out", marks=pytest.mark.exhaustive)])
def test_bodies_that_are_no_form(draft, places, send, role, content_type, body, every):
    """In quick each at a few other addresses."""
    first = [*BODIES.values()].index((content_type, body))
    statuses = {
        name: send(role, "POST", reverse(name, kwargs=path), body, content_type=content_type)
        for name, (path, _right) in [*places(draft).items()][first % every(8) :: every(8)]
    }
    assert failures(statuses) == {}
