"""One request hangs; it is ended, and nobody else notices."""

import http.client
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from ..serving import serve

pytestmark = pytest.mark.processes
LATE = "This took too long"


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return tmp_path_factory.mktemp("gunicorn") / "log"


@pytest.fixture(scope="module")
def site(log):
    with serve("tests.deadline.settings", log) as served:
        yield served


@pytest.fixture
def beside():
    with ThreadPoolExecutor(4) as threads:
        yield threads


def test_a_loop_in_python_is_ended_and_answered(site, beside):
    process = site.ask("/quick").text
    hanging = beside.submit(site.ask, "/loop")
    others = [site.ask("/quick") for _ in range(20)]
    answer = hanging.result()
    assert answer.status == 503
    assert LATE in answer.text
    assert answer.headers["Content-Security-Policy"]
    assert 2 <= answer.seconds < 20
    assert {other.text for other in others} == {process}
    assert site.ask("/quick").text == process


def test_the_page_speaks_the_reader_s_language(site):
    assert "本次处理时间过长" in site.ask("/loop", accept_language="zh-hans").text


def test_a_script_is_told_in_its_own_form(site):
    assert '"message"' in site.ask("/loop", accept="application/json").text


def test_who_sends_a_form_and_stops_is_cut_off_without_harm(site):
    process = site.ask("/quick").text
    with socket.create_connection(("127.0.0.1", site.port)) as slow:
        slow.sendall(b"POST /post HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n")
        slow.sendall(b"Content-Type: application/x-www-form-urlencoded\r\n\r\ntext=half")
        slow.settimeout(60)
        assert slow.recv(12) == b"HTTP/1.1 503"
    time.sleep(6)
    assert site.ask("/quick").text == process


@pytest.mark.parametrize("view", ["deaf", "stubborn"])
def test_what_cannot_be_ended_is_answered_and_its_process_replaced(site, beside, view):
    process = site.ask("/quick").text
    hanging = beside.submit(site.ask, f"/{view}")
    time.sleep(11.5)  # the process is about to be told to go
    last = beside.submit(site.ask, "/nap/15")
    answer = hanging.result()
    assert answer.status == 503
    assert LATE in answer.text
    assert last.result()[:2] == (200, "rested")
    for _ in range(120):
        if (now := site.ask("/quick")).text != process:
            break
        time.sleep(0.5)
    assert now.status == 200
    assert now.text != process


def test_what_is_answered_in_time_is_left_alone(site):
    assert [site.ask(f"/nap/{tenths}")[:2] for tenths in (1, 5, 15)] == [(200, "rested")] * 3


def test_what_holds_python_s_lock_is_ended_with_its_process_by_gunicorn(tmp_path, beside):
    with serve("tests.deadline.settings", tmp_path / "log", "--timeout", "4", workers=2) as site:
        while len({site.ask("/quick").text for _ in range(10)}) < 2:
            pass  # until both have started
        holding = beside.submit(site.ask, "/hold")
        time.sleep(0.5)
        others = [site.ask("/quick", timeout=10) for _ in range(10)]
        assert {other.status for other in others} == {200}  # of the other process
        with pytest.raises((OSError, http.client.HTTPException)):
            holding.result(40)
        assert {site.ask("/quick").status for _ in range(10)} == {200}
