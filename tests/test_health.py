"""/healthz: up or down for everybody, why for whoever may know."""

import logging
import os
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from reports.models import Batch, Event, Heartbeat, Notice
from reports.pages import health

PARTS = ["backup", "clock", "database", "disk", "mail", "queue", "status", "store", "worker"]
TOKEN = {"authorization": "Bearer long-and-secret"}
ELSEWHERE = {"REMOTE_ADDR": "203.0.113.7"}


@pytest.fixture
def well(db):
    Heartbeat.objects.create(pk=1, at=timezone.now())


def ask(headers=None, **environment):
    return Client().get("/healthz", headers=headers, **environment)


def wrong():
    return sorted(name for name, said in ask().json().items() if said.startswith("wrong"))


def test_a_site_that_is_well_is_up(well):
    answer = ask()
    assert (answer.status_code, answer.json()["status"], wrong()) == (200, "up", [])


@pytest.mark.parametrize(
    "asked",
    [
        ELSEWHERE,
        {"headers": {"x-forwarded-for": "203.0.113.7"}},
        {"headers": {"x-forwarded-for": "127.0.0.1"}},
        {"headers": {"x-forwarded-proto": "https"}},
        {"headers": {"authorization": "Bearer wrong"}} | ELSEWHERE,
        {"headers": {"authorization": "Bearer "}} | ELSEWHERE,
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "127.0.0.1.example.org"},
    ],
    ids=str,
)
@pytest.mark.parametrize("token", ["", "long-and-secret"])
def test_strangers_learn_up_or_down_alone(well, settings, asked, token):
    settings.HEALTH_TOKEN = token
    assert ask(**asked).json() == {"status": "up"}
    Heartbeat.objects.all().delete()
    answer = ask(**asked)
    assert (answer.status_code, answer.json()) == (503, {"status": "down"})


@pytest.mark.parametrize("asked", [{}, {"REMOTE_ADDR": "::1"}, {"headers": TOKEN} | ELSEWHERE], ids=str)
def test_this_machine_and_the_token_learn_why(well, settings, asked):
    settings.HEALTH_TOKEN = "long-and-secret"
    assert sorted(ask(**asked).json()) == PARTS


def test_it_needs_no_name_no_https_and_no_session(well, settings, caplog):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["reports.example.org"], True
    caplog.set_level(logging.DEBUG, "django.request")
    Heartbeat.objects.all().delete()
    answer = ask(HTTP_HOST="10.0.0.5:8001")
    assert (answer.status_code, {*answer.cookies}, caplog.records) == (503, set(), [])
    assert Client().post("/healthz").status_code == 405


def test_nothing_is_stored_and_few_queries_are_made(well, django_assert_num_queries):
    with django_assert_num_queries(5) as asked:
        ask()
    assert {query["sql"].split()[0] for query in asked} == {"SELECT"}


def test_a_silent_worker_is_told(well):
    Heartbeat.objects.update(at=timezone.now() - timedelta(minutes=4))
    assert wrong() == ["worker"]


def test_a_full_disk_is_told(well, on_disk, settings):
    settings.HEALTH_DISK_MB = 10**9
    assert wrong() == ["disk"]


def test_a_queue_that_stands_is_told(well, cycle, organiser):
    Batch.objects.create(kind="collect", cycle=cycle, by=organiser, asked_at=timezone.now() - timedelta(hours=7))
    assert wrong() == ["queue"]


def test_mail_that_does_not_go_out_is_told(well, author, reviewer):
    author.email = "lin@example.org"
    author.save()
    for person in (author, reviewer):  # who has no address is not waited for
        Notice.objects.create(recipient=person, kind="slip", actor=reviewer, at=timezone.now() - timedelta(hours=2))
    assert (wrong(), ask().json()["mail"]) == (["mail"], "wrong: 1 unsent")


def test_a_clock_that_was_set_back_is_told(well, author):
    Event.objects.create(at=timezone.now() + timedelta(hours=1), actor=author, verb="signed_in")
    assert wrong() == ["clock"]


def test_a_backup_that_did_not_run_is_told(well, settings, tmp_path):
    mark = settings.BACKUP_MARK = tmp_path / "last-backup"
    assert (wrong(), ask().json()["backup"]) == (["backup"], "wrong: FileNotFoundError")
    mark.touch()
    assert wrong() == []
    long_ago = timezone.now().timestamp() - 27 * 3600
    os.utime(mark, (long_ago, long_ago))
    assert wrong() == ["backup"]


def test_a_database_that_is_away_is_told_without_its_name(well):
    def refuse(execute, sql, params, many, context):
        raise OperationalError("no host db.secret.example.org")

    with connection.execute_wrapper(refuse):
        answer = ask()
    assert (answer.status_code, answer.json()["database"]) == (503, "wrong: OperationalError")
    assert "secret" not in answer.content.decode()
    assert [finding.well for finding in health.look(at=timezone.now()).values()] == [True] * 8
