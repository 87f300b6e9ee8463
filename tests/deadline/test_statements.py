"""A statement of PostgreSQL is ended by its server."""

import pytest
from django.db import connection, connections
from django.db.backends.signals import connection_created
from django.http import HttpResponse
from django.urls import path

from reportsite import deadline

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("postgresql" not in connections.settings["default"]["ENGINE"], reason="of PostgreSQL alone"),
]


def sleep(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(20)")
    return HttpResponse()


def ask(request):
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return HttpResponse(cursor.fetchone()[0])


urlpatterns = [path("sleep", sleep), path("ask", ask)]


def test_a_long_statement_is_ended_and_told(settings, signed_out):
    settings.ROOT_URLCONF = __name__
    settings.STATEMENT_SECONDS = 1
    connection_created.disconnect(deadline._limit_statements)  # as in a process that no request has reached yet
    connection.close()
    connection.ensure_connection()
    assert signed_out.get("/ask").content == b"0"  # a connection made before there was a request
    connection.close()
    assert signed_out.get("/ask").content == b"1s"
    answer = signed_out.get("/sleep")
    assert answer.status_code == 503
    assert "This took too long" in answer.content.decode()
    connection.close()
