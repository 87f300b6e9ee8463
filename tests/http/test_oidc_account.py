"""Against oidc-provider from npm, a provider that others wrote and that is certified for OpenID Connect."""

import http.cookiejar
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.test import Client
from django.urls import reverse
from environ import Env

from reports.models import Event
from reportsite import office_accounts

from ..oidc_provider import CLIENT, SECRET

NODE, FOLDER = shutil.which("node"), site_settings.BASE_DIR / "var" / "office-servers"
BACK = "http://testserver/account/oidc/back/"
pytestmark = pytest.mark.skipif(
    NODE is None or not (FOLDER / "node_modules" / "oidc-provider").is_dir(),
    reason="oidc-provider is not here: scripts/office_servers installs it",
)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments):
        return None


@pytest.fixture(scope="module")
def issuer():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    script = Path(__file__).parents[1] / "oidc_provider.mjs"
    command = [NODE, str(script), str(FOLDER), str(port), CLIENT, SECRET, BACK]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def _wait_for(port):
    for _time in range(600):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("oidc-provider does not listen")


@pytest.fixture
def client(settings, monkeypatch, issuer):
    for name, value in {"ISSUER": issuer, "CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET}.items():
        monkeypatch.setenv(f"OIDC_{name}", value)
    settings.OIDC = office_accounts.oidc(Env())["OIDC"]
    return Client()


class Browser:
    """A person at the provider's own pages."""

    def __init__(self):
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar), _Stay)

    def ask(self, url, data=None):
        """Where it leads; or the address and the page."""
        sent = urllib.parse.urlencode(data).encode() if data else None
        try:
            with self.opener.open(url, sent, timeout=20) as answer:
                return None, answer.read().decode()
        except urllib.error.HTTPError as error:
            return urllib.parse.urljoin(url, error.headers["Location"]), ""

    def sign_in(self, url, name):
        """Through the forms for name and consent, until it leads back to the site."""
        for _page in range(12):
            led, page = self.ask(url)
            if not led:
                url = urllib.parse.urljoin(url, re.search(r'action="([^"]+)"', page)[1])
                prompt = re.search(r'name="prompt" value="(\w+)"', page)[1]
                led, _page = self.ask(url, {"prompt": prompt, "login": name, "password": "any"})
            if led.startswith(BACK):
                return led
            url = led
        raise AssertionError("The provider leads nowhere.")


def test_who_is_known_here_and_there_signs_in_and_out(author, client, issuer):
    back = Browser().sign_in(client.get(reverse("oidc"), {"next": "/account/sign-ins/"}).url, "lin")
    answer = client.get(back.removeprefix("http://testserver"))
    assert (answer.status_code, getattr(answer, "url", "")) == (302, "/account/sign-ins/")
    assert client.get(reverse("home")).status_code == 200
    assert [*Event.objects.values_list("verb", "actor__username", "detail")] == [("signed_in", "lin", "OIDC")]
    client.post(reverse("sign_out"))
    _led, page = Browser().ask(client.get(reverse("oidc_end")).url)
    assert "/session/end/confirm" in page


def test_who_is_known_there_alone_stays_out(author, client, issuer):
    back = Browser().sign_in(client.get(reverse("oidc")).url, "fremd")
    assert client.get(back.removeprefix("http://testserver")).status_code == 403
    assert client.get(reverse("home")).status_code == 302
