"""People who go on working while the site breaks. What they remember is what the site has told them is done."""

import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from threading import Event
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import uuid4

from lxml import html

from .taken_home import take

PASSWORD = "yunxi-demo"  # noqa: S105 - the demonstration's
_FORM = "application/x-www-form-urlencoded"
_MOMENT, _THOUGHT = 0.05, 0.2  # seconds
_PATIENCE = 20  # seconds for a publication
_NUMBER = re.compile(r"这是第(\d+)次写的话。")
_WITHDRAWN = "已撤回，可以继续修改。"
Fields = dict[str, Any]  # of a form: words, of a choice several; of one with a file, the file too


class Said(NamedTuple):
    status: int
    body: bytes
    location: str
    refresh: str


def _written(fields: Fields) -> tuple[bytes, str]:
    """What is sent, and how it is called. A file is its name and bytes, and nothing goes with it. Whoever signed in
    anew has another token than the page that is still open: the head says it.
    """
    fields = {name: value for name, value in fields.items() if name != "csrfmiddlewaretoken"}
    if "file" not in fields:
        return urlencode(fields, doseq=True).encode(), _FORM
    name, data = fields["file"]
    mark = uuid4().hex
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return head.encode() + data + f"\r\n--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"


class Person:
    """A browser that gives nothing up: what has not been answered is sent again, signed in anew if need be."""

    def __init__(self, port: int, username: str, over: Event, counted: Counter[str]) -> None:
        self.port, self.username, self.over, self.counted = port, username, over, counted
        self.cookies = SimpleCookie()

    def ask(self, path: str, fields: Fields | None = None, **headers: str) -> Said | None:
        """None where nothing came back."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {"Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())} | headers
        body = b""
        if fields is not None:
            body, kind = _written(fields)
            token = self.cookies["csrftoken"].value if "csrftoken" in self.cookies else ""
            sent |= {"Content-Type": kind, "X-CSRFToken": token}
        try:
            connection.request("GET" if fields is None else "POST", path, body, sent)
            response = connection.getresponse()
            heads = [response.headers.get(name, "") for name in ("Location", "Refresh")]
            said = Said(response.status, response.read(), *heads)
        except TimeoutError:
            self.counted["hung"] += 1
            return None
        except (OSError, HTTPException):
            return None
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie", []):
            self.cookies.load(cookie)
        self.counted[f"{said.status // 100}xx"] += 1
        if said.status >= 500:
            self.counted[str(said.status)] += 1
        return said

    def insist(self, path: str, fields: Fields | None = None, **headers: str) -> Said | None:
        """Until something other than an error comes back, or all is over. What is forbidden right after signing in
        stays so.
        """
        before = 0
        while not self.over.is_set():
            said = self.ask(path, fields, **headers)
            status = said.status if said else 0
            if said and (status in {401, 403} or "/sign-in/" in said.location) and not status == before == 403:
                self.sign_in()
            elif said and status < 500:
                return said
            before = status
            time.sleep(_MOMENT)
        return None

    def sign_in(self) -> None:
        self.ask("/account/sign-in/")
        self.ask("/account/sign-in/", {"username": self.username, "password": PASSWORD})

    def twice(self, path: str, fields: Fields, **headers: str) -> Said | None:
        """Two of them at once, as from an impatient hand; what one of them was answered."""
        self.counted["sent twice"] += 1
        with ThreadPoolExecutor(2) as pool:
            first, second = pool.map(lambda _: self.ask(path, fields, **headers), range(2))
        return first or second or self.insist(path, fields, **headers)

    def form(self, path: str, field: str) -> dict[str, str]:
        """What a page's form sends: of that which has the field. Empty where there is none."""
        said = self.insist(path)
        if not said or said.status != 200:
            return {}
        forms = [form for form in html.fromstring(said.body.decode()).forms if field in form.fields]
        return {key: value or "" for form in forms for key, value in form.form_values()}


def written_last(body: str) -> int:
    """The number of the last words in a text; 0 where there are none."""
    return int(found[-1]) if (found := _NUMBER.findall(body)) else 0


def write(person: Person, about: dict[str, Any], done: dict[str, Any]) -> None:
    """Saves numbered words and the number as a figure. `done` has, of a section, the number that the site has taken,
    the last that was sent, and those that were older than what was taken when the page was opened anew.
    """
    path = f"/reports/{about['report']}/sections/{about['section']}/"
    stored, number = person.form(path, "body"), 0
    begin = stored.get("body", "")
    done["figure"] = figure = next(name for name in stored if name.startswith("figure-"))
    while stored and not person.over.is_set():
        number += 1
        time.sleep(_THOUGHT)
        typed = stored | {"body": f"{begin}\n这是第{number}次写的话。", figure: str(number)}
        done["sent"] = number
        said = person.insist(path, typed, Accept="application/json")
        if said and said.status == 200 and said.body[:1] == b"{":
            done["taken"] = number
            done["saves"] = done.get("saves", 0) + 1
            initial = {f"initial-{name}": value for name, value in typed.items() if f"initial-{name}" in typed}
            stored = typed | initial | {"version": str(json.loads(said.body)["version"])}
        else:  # taken, but not answered: the page is opened anew, as people do
            stored = person.form(path, "body") or stored
            _look_back(stored, done)


def _look_back(shown: dict[str, str], done: dict[str, Any]) -> None:
    """What was lost would be written over by the next save, and nobody would know afterwards."""
    done["opened anew"] = done.get("opened anew", 0) + 1
    for name, number in (("body", written_last(shown["body"])), (done["figure"], int(shown[done["figure"]] or 0))):
        if number < done.get("taken", 0):
            done.setdefault("went back", []).append([name, number, done["taken"]])


def move(person: Person, about: dict[str, Any], done: dict[str, Any]) -> None:
    path = f"/reports/{about['report']}"
    while not person.over.is_set():
        time.sleep(_THOUGHT)
        person.insist(f"{path}/submit/")
        send = random.choice([person.insist, person.twice])
        said = send(f"{path}/submit/", {})
        if said and said.status == 302 and said.location.endswith(f"{path}/"):
            done["submitted"] = done.get("submitted", 0) + 1
        send(f"{path}/withdraw/", {})
        shown = person.insist(f"{path}/")  # where one that is refused leads to as well, with other words
        if shown and _WITHDRAWN in shown.body.decode():
            done["withdrawn"] = done.get("withdrawn", 0) + 1


def talk(person: Person, about: dict[str, Any], done: dict[str, Any]) -> None:
    path = f"/reports/{about['report']}/sections/{about['section']}/comment/"
    while not person.over.is_set():
        time.sleep(_THOUGHT)
        text = f"请说明 {uuid4()}"
        fields = {"text": text, "key": str(uuid4())}
        said = random.choice([person.insist, person.twice])(path, fields)
        if said and said.status == 302:
            done.setdefault("comments", []).append(text)


def agree(person: Person, about: dict[str, Any], done: dict[str, Any]) -> None:
    """One reviewer after the other; then waits until the report can be downloaded as it was published."""
    reviewers = [Person(person.port, name, person.over, person.counted) for name in about["reviewers"]]
    if not all(_agree(reviewer, about) for reviewer in reviewers):
        return
    done["agreed"] = True
    organiser = Person(person.port, about["organiser"], person.over, person.counted)
    organiser.sign_in()
    _wait_until_published(person, organiser, about, done)
    report = f"/reports/{about['report']}"
    for kind in ("final", "ofd"):
        take(person, kind, f"{report}/files/{kind}/", done)
    take(organiser, "archive", f"{report}/archive/", done)


def _wait_until_published(person: Person, organiser: Person, about: dict[str, Any], done: dict[str, Any]) -> None:
    """Where the disk was full a report is left out, and people are told why: then the organiser asks for it again."""
    report, asked = f"/reports/{about['report']}", time.monotonic()
    while not person.over.is_set() and "published" not in done:
        said = person.insist(f"{report}/publications/1/")
        if said and said.body.startswith(b"%PDF"):
            done["published"] = sha256(said.body).hexdigest()
        elif time.monotonic() > asked + _PATIENCE:
            organiser.insist(f"{report}/publish/", {})
            done["publication asked for again"] = done.get("publication asked for again", 0) + 1
            asked = time.monotonic()
        time.sleep(_MOMENT)


def _agree(reviewer: Person, about: dict[str, Any]) -> bool:
    """Whether it was taken. Sent again after a lost answer it may be refused, as done already: then it was."""
    path = f"/reports/{about['report']}/agree/"
    reviewer.sign_in()
    reviewer.insist(f"/reports/{about['report']}/open/", {})
    fields = reviewer.form(path, "stage")
    said = random.choice([reviewer.insist, reviewer.twice])(path, fields | {"grade": about["grade"]})
    if said and said.status != 302:
        reviewer.counted["not agreed"] += 1
    return bool(said and said.status == 302)


Work = Callable[[Person, dict[str, Any], dict[str, Any]], None]
