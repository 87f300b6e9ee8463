"""Files that are made to hang, uploaded by many at once over HTTP, while somebody else only opens the first page."""

import io
import random
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from threading import Barrier

import docx
import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from docx.oxml.ns import nsdecls

from ..documents.test_importing import repacked, saved
from ..documents.test_importing_nested import SHAPES, deep, file_of
from ..factories import UserFactory, enrol
from ..serving import Answer, Site, serve

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
TOKEN = "t" * 32
READING_SECONDS = 8  # of one file; nobody else's page waits as long
SLOW, OWN, BUSY = "so it was stopped", "Your earlier file is still", "Many files are being worked on"
TOO_LONG = "longer than 200000 characters"


@pytest.fixture(params=[()], ids=[""])
def site(request, transactional_db, tmp_path):
    place = {"SERVED_DATABASE": str(connection.settings_dict["NAME"]), "RUNTIME_DIRECTORY": str(tmp_path / "run")}
    place["SERVED_READING_SECONDS"] = str(READING_SECONDS)
    with serve("tests.served.settings", tmp_path / "log", *request.param, workers=2, **place) as served:
        yield served
    assert "Traceback" not in (tmp_path / "log").read_text()


@pytest.fixture
def home(site, visit, stranger):
    """Opens the first page as somebody else, and says how long it took."""
    cookies = cookies_of(visit(stranger))

    def ask():
        answer = site.ask("/", cookie=cookies)
        assert answer.status == 200
        return answer.seconds

    ask(), ask(), ask(), ask()  # both processes have started
    return ask


def cookies_of(client) -> str:
    return f"sessionid={client.cookies[settings.SESSION_COOKIE_NAME].value}; csrftoken={TOKEN}"


def upload(site: Site, cookies: str, address: str, data: bytes) -> Answer:
    part = 'Content-Disposition: form-data; name="{}"'
    body = io.BytesIO()
    body.write(f"--edge\r\n{part.format('csrfmiddlewaretoken')}\r\n\r\n{TOKEN}\r\n--edge\r\n".encode())
    body.write(f'{part.format("file")}; filename="report.docx"\r\n\r\n'.encode() + data + b"\r\n--edge--\r\n")
    kind = "multipart/form-data; boundary=edge"
    return site.ask(address, data=body.getvalue(), cookie=cookies, content_type=kind)


def upload_at_once(site, home, who, data) -> tuple[list[Answer], list[float]]:
    """The answers to all, and how long each look at the first page took meanwhile: where reading held it up there was
    one look alone, as long as all files. Of several the first may be slow on a busy machine, for workers start then.
    """
    ready = Barrier(len(who))

    def send(one):
        ready.wait()
        return upload(site, *one, data)

    with ThreadPoolExecutor(len(who)) as threads:
        sent = [threads.submit(send, one) for one in who]
        looked = []
        while not all(one.done() for one in sent):
            looked.append(home())
            time.sleep(0.2)  # whoever reads has other things to do, and so have the other tests
        return [one.result() for one in sent], looked


def address(cycle, person):
    return reverse("start", args=[enrol(cycle, person).pk])


def paragraphs_without_end() -> bytes:
    """Small enough for every limit of size, and a minute's work. A quick machine reads it in four seconds."""
    chance = random.Random(1)  # noqa: S311 - only so that it does not pack to nothing
    many = "".join(f'<w:p a="{chance.randrange(16**5):x}"/>' for _ in range(900_000))
    document = f"<?xml version='1.0'?><w:document {nsdecls('w')}><w:body>{many}</w:body></w:document>"
    return repacked(saved(docx.Document()), word__document_xml=document)


def test_nested_tables_eight_times_at_once_by_one_person(site, home, visit, author, cycle):
    data, _words = file_of(deep(*SHAPES["tables"]))
    one = cookies_of(visit(author)), address(cycle, author)
    answers, looked = upload_at_once(site, home, [one] * 8, data)
    assert {200} <= {answer.status for answer in answers} <= {200, 429}
    assert all(OWN in answer.text for answer in answers if answer.status == 429)
    assert all("词0" in answer.text for answer in answers if answer.status == 200)
    assert median(looked) < READING_SECONDS


def test_a_file_that_hangs_by_eight_people_at_once(site, home, visit, cycle, bureau):
    people = [UserFactory.create(unit=bureau) for _ in range(8)]
    who = [(cookies_of(visit(person)), address(cycle, person)) for person in people]
    data = paragraphs_without_end()
    assert len(data) < 5 * 1024 * 1024
    answers, looked = upload_at_once(site, home, who, data)
    assert {422} <= {answer.status for answer in answers} <= {422, 503}
    assert all(SLOW in answer.text or TOO_LONG in answer.text for answer in answers if answer.status == 422)
    assert all(BUSY in answer.text for answer in answers if answer.status == 503)
    assert median(looked) < READING_SECONDS
    again = upload(site, *who[0], file_of("<w:p><w:r><w:t>@</w:t></w:r></w:p>")[0])
    assert (again.status, "词0" in again.text) == (200, True)


def test_a_person_in_a_hurry_holds_up_only_himself(site, home, visit, author, cycle):
    one = cookies_of(visit(author)), address(cycle, author)
    answers, looked = upload_at_once(site, home, [one] * 8, paragraphs_without_end())
    assert sorted({answer.status for answer in answers}) == [422, 429]
    assert [answer.status for answer in answers].count(422) == 2  # over both processes together
    assert median(looked) < READING_SECONDS


@pytest.mark.parametrize("site", [("--preload",)], indirect=True, ids=["preload"])
def test_processes_that_were_forked_with_the_site_loaded_have_workers_of_their_own(site, home, visit, author, cycle):
    one = cookies_of(visit(author)), address(cycle, author)
    data, _words = file_of("<w:p><w:r><w:t>@</w:t></w:r></w:p>")
    for _ in range(6):
        answers, _looked = upload_at_once(site, home, [one] * 2, data)
        assert [answer.status for answer in answers] == [200, 200]
