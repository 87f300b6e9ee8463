"""What the first people of a new site do, over nginx. Runs on the machine that is tried, with Debian's python3 alone.

python3 visit.py ADDRESS PASSWORD administrator|author …
"""

import json
import re
import sys
import time
from collections.abc import Callable
from html.parser import HTMLParser
from http import HTTPStatus
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

ADMINISTRATOR, AUTHOR = "admin", "linxiaofeng"  # the author is the demonstration's
ADDED = " 又一句。"


class Browser:
    """It trusts the certificates that the machine trusts."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.cookies = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies))

    def get(self, path: str) -> str:
        return self.fetch(path)[1].decode()

    def fetch(self, path: str, data: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        sent = {"Accept-Language": "en", "Referer": self.address} | headers
        request = Request(self.address + path, data, sent)  # noqa: S310 - the address that the caller tries
        with self.opener.open(request, timeout=130) as answer:
            return answer.status, answer.read()

    def post(self, path: str, fields: dict[str, str], **headers: str) -> str:
        token = self.cookie("csrftoken")
        body = urlencode(fields | {"csrfmiddlewaretoken": token}).encode()
        return self.fetch(path, body, **headers)[1].decode()

    def cookie(self, name: str) -> str:
        """Its value; nothing where there is none. Of this host alone it is called __Host-…."""
        found = {cookie.name.removeprefix("__Host-"): cookie.value or "" for cookie in self.cookies}
        return found.get(name, "")

    def sign_in(self, username: str, password: str) -> None:
        self.get("/account/sign-in/")
        self.post("/account/sign-in/", {"username": username, "password": password})
        if not self.cookie("sessionid"):
            sys.exit(f"{username} could not sign in")


class Fields(HTMLParser):
    """What a form would send if nothing was typed."""

    def __init__(self, page: str, *, form: str) -> None:
        super().__init__()
        self.form, self.inside, self.text = form, False, ""
        self.values: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = found.get("id") == self.form
        name = found.get("name")
        if not self.inside or not name:
            return
        if tag == "textarea":
            self.text = name
            self.values[name] = ""
        elif tag == "input" and (found.get("type") not in {"checkbox", "radio"} or "checked" in found):
            self.values[name] = found.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "form"
        self.text = "" if tag == "textarea" else self.text

    def handle_data(self, data: str) -> None:
        if self.text:
            self.values[self.text] += data


def administrator(browser: Browser, password: str, auditor: str) -> None:
    """Signs in for the first time, and adds a unit and in it who is to be the auditor."""
    browser.sign_in(ADMINISTRATOR, password)
    browser.get("/admin/")
    browser.get("/admin/reports/unit/add/")
    browser.post("/admin/reports/unit/add/", {"name": "监督检查室"})
    unit = _number(r"/admin/reports/unit/(\d+)/change/", browser.get("/admin/reports/unit/"))
    person = {"username": auditor, "name": "周鉴", "unit": unit}
    browser.post("/admin/reports/user/add/", person)
    if auditor not in browser.get("/admin/reports/user/"):
        sys.exit("The person was not added")


def author(browser: Browser, password: str) -> None:
    """Signs in, saves a section, finds it saved, and gets the PDF."""
    browser.sign_in(AUTHOR, password)
    report = _number(r'"/reports/(\d+)/', browser.get("/"))
    section = _number(rf'"/reports/{report}/sections/(\d+)/', browser.get(f"/reports/{report}/"))
    page = f"/reports/{report}/sections/{section}/"
    typed = Fields(browser.get(page), form="section-form").values
    typed["body"] = typed["body"].strip() + ADDED
    answer = json.loads(browser.post(page, typed, Accept="application/json"))
    kept = Fields(browser.get(page), form="section-form").values["body"]
    if kept.strip() != typed["body"].strip():
        sys.exit(f"What was saved is not there: {answer}")
    pdf = _made(browser, f"/reports/{report}/files/draft/")
    print(f"Saved as version {answer['version']}; a PDF of {len(pdf):,} bytes")


def _made(browser: Browser, path: str) -> bytes:
    for _ in range(150):
        status, data = browser.fetch(path)
        if status == HTTPStatus.OK and data.startswith(b"%PDF-"):
            return data
        time.sleep(2)
    sys.exit(f"No PDF came from {path}: {status}")


def _number(pattern: str, page: str) -> str:
    found = re.search(pattern, page)
    return found[1] if found else sys.exit(f"Nothing like {pattern} on the page")


if __name__ == "__main__":
    address, password, verb, *others = sys.argv[1:]
    verbs: dict[str, Callable[..., None]] = {"administrator": administrator, "author": author}
    verbs[verb](Browser(address), password, *others)
