"""People who go on working while the site breaks. What they remember is what the site has told them is done."""

import json
import random
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

PASSWORD = "yunxi-demo"  # noqa: S105 - the demonstration's
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_MOMENT = 0.05


class Said(NamedTuple):
    status: int
    body: bytes
    location: str


class Person:
    """A browser that gives nothing up: what has not been answered is sent again, signed in anew if need be."""

    def __init__(self, port: int, username: str, over: Event, counted: Counter[str]) -> None:
        self.port, self.username, self.over, self.counted = port, username, over, counted
        self.cookies = SimpleCookie()

    def ask(self, path: str, fields: dict[str, str] | None = None, **headers: str) -> Said | None:
        """None where nothing came back."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {"Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())} | headers
        if fields is not None:
            sent |= _FORM | {"X-CSRFToken": self.cookies["csrftoken"].value if "csrftoken" in self.cookies else ""}
        try:
            connection.request("GET" if fields is None else "POST", path, urlencode(fields or {}), sent)
            response = connection.getresponse()
            said = Said(response.status, response.read(), response.headers.get("Location", ""))
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

    def insist(self, path: str, fields: dict[str, str] | None = None, **headers: str) -> Said | None:
        """Until something other than an error comes back, or all is over."""
        while not self.over.is_set():
            said = self.ask(path, fields, **headers)
            if said and (said.status in {401, 403} or "/sign-in/" in said.location):
                self.sign_in()
            elif said and said.status < 500:
                return said
            time.sleep(_MOMENT)
        return None

    def sign_in(self) -> None:
        self.ask("/account/sign-in/")
        self.ask("/account/sign-in/", {"username": self.username, "password": PASSWORD})

    def twice(self, path: str, fields: dict[str, str], **headers: str) -> Said | None:
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


def write(person: Person, about: dict[str, Any], done: dict[str, Any]) -> None:
    """Saves numbered words. `done` has, of a section, the number that the site has taken and the last that was sent."""
    path = f"/reports/{about['report']}/sections/{about['section']}/"
    stored, number = person.form(path, "body"), 0
    begin = stored.get("body", "")
    while stored and not person.over.is_set():
        number += 1
        typed = stored | {"body": f"{begin}\n这是第{number}次写的话。", "in_order": "1"}
        done["sent"] = number
        said = person.insist(path, typed, Accept="application/json")
        if said and said.status == 200 and said.body[:1] == b"{":
            done["taken"] = number
            done["saves"] = done.get("saves", 0) + 1
            initial = {f"initial-{name}": value for name, value in typed.items() if f"initial-{name}" in typed}
            stored = typed | initial | {"version": str(json.loads(said.body)["version"])}
        else:  # taken, but not answered: the page is opened anew, as people do
            stored = person.form(path, "body") or stored


def move(person: Person, about: dict[str, Any], done: dict[str, Any]) -> None:
    path = f"/reports/{about['report']}"
    while not person.over.is_set():
        person.insist(f"{path}/submit/")
        send = random.choice([person.insist, person.twice])
        said = send(f"{path}/submit/", {})
        if said and said.status == 302 and said.location.endswith(f"{path}/"):
            done["submitted"] = done.get("submitted", 0) + 1
        send(f"{path}/withdraw/", {})


def talk(person: Person, about: dict[str, Any], done: dict[str, Any]) -> None:
    path = f"/reports/{about['report']}/sections/{about['section']}/comment/"
    while not person.over.is_set():
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
    while not person.over.is_set() and "published" not in done:
        said = person.insist(f"/reports/{about['report']}/publications/1/")
        if said and said.body.startswith(b"%PDF"):
            done["published"] = sha256(said.body).hexdigest()
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


def export(person: Person, about: dict[str, Any], done: dict[str, Any]) -> None:
    """What is handed out as a PDF is a whole one."""
    while not person.over.is_set():
        said = person.insist(f"/reports/{about['report']}/files/{random.choice(['draft', 'docx'])}/")
        if said and said.status == 200:
            whole = said.body.rstrip().endswith(b"%%EOF") or said.body.startswith(b"PK\3\4")
            done["files"] = done.get("files", 0) + 1
            done["broken"] = done.get("broken", 0) + (not whole)
        time.sleep(0.2)


Work = Callable[[Person, dict[str, Any], dict[str, Any]], None]
