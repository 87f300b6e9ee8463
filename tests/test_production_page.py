"""docs/production.md is what people copy onto a server: its blocks are tried as they stand there."""

import http.client
import os
import re
import shlex
import shutil
import socket
import ssl
import subprocess
import sys
import warnings
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from scripts.try_production.page import Kind, read_page, split_commands
from scripts.try_production.steps import Trial

from .certificates import certificate_of_this_machine
from .serving import Site, free_port, wait_for

ROOT = Path(settings.BASE_DIR)
PAGE = (ROOT / "docs" / "production.md").read_text()
BLOCKS = read_page(PAGE)
FILES = {block.path: block.text for block in BLOCKS if block.kind is Kind.FILE}
UNITS = {path.rpartition("/")[2]: text for path, text in FILES.items() if path.startswith("/etc/systemd/")}
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin")
ANALYSE = shutil.which("systemd-analyze")


def test_all_that_it_names_is_found_in_it():
    """Else the tests below would try nothing."""
    assert sorted(UNITS) == sorted(set(re.findall(r"/etc/systemd/system/([\w@.-]+)`", PAGE)))
    assert (len(UNITS) > 7, [path for path in FILES if "nginx" in path]) == (
        True,
        ["/etc/nginx/sites-available/duty-reports"],
    )


class Paper:
    """In the place of the machine: notes what would be done to it."""

    def __init__(self, tree: Path) -> None:
        self.tree = tree
        self.done: list[str] = []
        for folder in ("etc/systemd/system", "opt/duty-reports", "srv"):
            (tree / folder).mkdir(parents=True)
        (tree / "etc/hosts").touch()
        (tree / "opt/duty-reports/.env").touch()

    def run(self, command: str, **_how: object) -> None:
        self.done.append(command)

    def write(self, path: str, text: str) -> None:
        (self.tree / path.lstrip("/")).parent.mkdir(parents=True, exist_ok=True)
        (self.tree / path.lstrip("/")).write_text(text)
        self.done.append(f"{path}\n{text}")

    def said(self, _command: str) -> str:
        return "age1public"


@pytest.fixture
def followed(tmp_path) -> tuple[Trial, list[str]]:
    paper = Paper(tmp_path)
    trial = Trial(paper, BLOCKS, newest=lambda: paper.done.append("the newest release"))
    trial.follow()
    return trial, paper.done


def test_every_block_is_done_in_its_order_or_says_why_not(followed):
    """By scripts/try_production, which is too slow to be run here."""
    trial, done = followed
    wanted = []
    for block in BLOCKS:
        text = trial.put_in(block.text)
        if block.kind is Kind.COMMANDS:
            wanted += split_commands(text)
        elif block.kind is Kind.FILE:
            wanted.append(f"{block.path}\n{text}")
    left = iter(done)
    assert [what for what in wanted if what not in left] == []
    settings = [trial.put_in(block.text) for block in BLOCKS if block.kind is Kind.SETTINGS]
    assert [text for text in settings if not any(what.endswith(text) for what in done)] == []
    assert [block.text for block in BLOCKS if block.kind is Kind.LEFT_OUT and len(block.reason) < 5] == []


def test_nothing_is_done_with_what_a_person_is_asked_for_left_open(followed):
    _trial, done = followed
    open_still = re.compile(r"(?<![\w_])(REPOSITORY|PASSWORD|SECRET|KEY|AUDITOR|SIGN-IN-NAME)(?![\w_=])|/path/to|…")
    of_the_page = [re.sub("^#.*", "", what, flags=re.MULTILINE) for what in done if not what.startswith("/srv/")]
    assert [what for what in of_the_page if open_still.search(what)] == []


def test_the_trial_does_not_begin_itself(followed):
    assert [what for what in followed[1] if what.startswith("python3 -m scripts.")] == []


def test_a_block_ends_at_a_sentence_alone():
    page = "# S\n\n`/etc/a`:\n\n    x\n\n    y\n\nThen:\n\n    AB=1\n    BC=2\n\n*Not tried: no\nreason.*\n\n    z\n"
    read = [(block.kind, block.path, block.text, block.reason) for block in read_page(page)]
    assert read == [
        (Kind.FILE, "/etc/a", "x\n\ny\n", ""),
        (Kind.SETTINGS, "", "AB=1\nBC=2\n", ""),
        (Kind.LEFT_OUT, "", "z\n", "no reason."),
    ]


def test_a_command_goes_on_behind_a_backslash_and_in_a_document():
    text = "one \\\n    two\n# not this\n\ncat > file <<END\nthree\n# four\nEND\nfive\n"
    assert split_commands(text) == ["one \\\n    two", "cat > file <<END\nthree\n# four\nEND", "five"]


def test_no_value_of_a_setting_has_a_comment_behind_it():
    """It would be part of the value."""
    lines = [line for block in BLOCKS if block.kind is Kind.SETTINGS for line in block.text.splitlines()]
    assert [line for line in lines if "#" in line.lstrip("#")] == []


def in_this_clone(text: str) -> str:
    return text.replace("/opt/duty-reports", str(ROOT))


def nginx_of(folder):
    """Its command, with the page's configuration on ports of its own, and these ports."""
    server = FILES["/etc/nginx/sites-available/duty-reports"]
    certificate, found = certificate_of_this_machine(folder / "own.pem"), []
    server, places = re.subn(r"/etc/ssl/\S+(?=;)", str(certificate), server)
    ports = [free_port(), free_port()]
    for port, ours in zip(("80", "443"), ports, strict=True):
        server, count = re.subn(rf"listen {port}\b", f"listen 127.0.0.1:{ours}", server)
        found.append(count)
    server = server.replace("/var/log/nginx/", f"{folder}/")
    config = folder / "nginx.conf"
    config.write_text(f"pid {folder}/pid;\nevents {{}}\nhttp {{\naccess_log off;\n{server}}}\n")
    assert (places, found) == (2, [1, 1])
    return [NGINX, "-c", str(config), "-p", str(folder), "-e", str(folder / "errors")], ports


@pytest.mark.skipif(NGINX is None, reason="nginx is not here: scripts/office_servers installs it")
def test_nginx_takes_its_configuration(tmp_path):
    command, _ports = nginx_of(tmp_path)
    done = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)  # noqa: S603 - written above
    assert done.returncode == 0, done.stderr


def spoken(port, newest, ciphers="DEFAULT:@SECLEVEL=0"):
    """Version and cipher that a client gets who speaks nothing newer; None: it is sent away."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of the old versions, which are tried here
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, newest
    context.set_ciphers(ciphers)
    try:
        with (
            socket.create_connection(("127.0.0.1", port), 10) as line,
            context.wrap_socket(line, server_hostname="reports.example.org") as secured,
        ):
            return secured.version(), secured.cipher()[0]
    except (ssl.SSLError, ConnectionError):
        return None


@contextmanager
def nginx_running(folder):
    """Its ports for what is plain and what is secured; nothing is behind it."""
    command, ports = nginx_of(folder)
    with (folder / "log").open("wb") as log:
        nginx = subprocess.Popen([*command, "-g", "daemon off;"], stdout=log, stderr=log)  # noqa: S603 - written above
    try:
        wait_for(ports[1], nginx)
        yield ports
    finally:
        nginx.terminate()
        nginx.wait(timeout=30)


@pytest.mark.processes
@pytest.mark.skipif(NGINX is None, reason="nginx is not here: scripts/office_servers installs it")
def test_nginx_writes_down_no_words_that_were_searched_for(tmp_path):
    """Nor where gunicorn does not answer, of which nginx's own log would quote the whole address."""
    words = {"Host": "reports.example.org", "Referer": "https://reports.example.org/reports/?q=GEHEIM"}
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with nginx_running(tmp_path) as (plain, secured):
        for line in (
            http.client.HTTPConnection("127.0.0.1", plain, timeout=10),
            http.client.HTTPSConnection("127.0.0.1", secured, timeout=10, context=context),
        ):
            line.request("GET", "/reports/?q=GEHEIM", headers=words)
            line.getresponse().read()
            line.close()
    told = (tmp_path / "access.log").read_text().splitlines()
    assert [line.split()[2:6] for line in told] == [
        ["GET", "/reports/", "HTTP/1.1", "301"],
        ["GET", "/reports/", "HTTP/1.1", "502"],
    ]
    everything = "".join(path.read_text(errors="replace") for path in tmp_path.iterdir() if path.is_file())
    assert ("GEHEIM" in everything, (tmp_path / "error.log").exists()) == (False, True)


@pytest.mark.processes
@pytest.mark.skipif(NGINX is None, reason="nginx is not here: scripts/office_servers installs it")
def test_nginx_speaks_no_old_tls_and_nothing_in_plain(tmp_path):
    with nginx_running(tmp_path) as (plain, secured):
        versions = [ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]
        got = [spoken(secured, newest) for newest in versions]
        assert [each and each[0] for each in got] == [None, "TLSv1.2", "TLSv1.3"]
        assert (got[1][1].startswith("ECDHE-"), "GCM" in got[1][1] or "CHACHA20" in got[1][1]) == (True, True)
        assert spoken(secured, ssl.TLSVersion.TLSv1_2, "AES128-SHA:AES256-SHA:@SECLEVEL=0") is None
        line = http.client.HTTPConnection("127.0.0.1", plain, timeout=10)
        line.request("GET", "/reports/", headers={"Host": "reports.example.org"})
        answer = line.getresponse()
        told = answer.status, answer.headers["Location"]
        line.close()
        assert told == (301, "https://reports.example.org/reports/")


def test_no_process_of_the_site_sees_the_history_of_its_code():
    ours = [text for text in UNITS.values() if "ExecStart=/opt/duty-reports/" in text]
    hidden = [text for text in ours if "\nInaccessiblePaths=-/opt/duty-reports/.git\n" in text]
    assert (len(hidden), len(ours) > 4) == (len(ours), True)


@pytest.mark.skipif(ANALYSE is None, reason="systemd is not here")
def test_systemd_takes_every_unit(tmp_path):
    for name, text in UNITS.items():
        (tmp_path / name).write_text(in_this_clone(text))
    named = [str(tmp_path / name.replace("@.", "@1.")) for name in UNITS]
    for name in (name for name in UNITS if "@." in name):
        (tmp_path / name.replace("@.", "@1.")).symlink_to(tmp_path / name)
    done = subprocess.run(  # noqa: S603 - written above
        [ANALYSE, "verify", "--man=no", *named],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
    )
    ours = [line for line in done.stderr.splitlines() if "duty-reports" in line]
    assert ours == []


def test_every_service_is_closed_in_as_the_site_is():
    """What it may not do; what it may write is its own."""
    forbid = re.compile(r"^(?:Protect|Private|Restrict|NoNew|Capab|LockP|SystemCall)\w+=.*$", re.MULTILINE)
    found = {name: sorted(forbid.findall(text)) for name, text in UNITS.items() if name.endswith(".service")}
    site = found["duty-reports.service"]
    assert ({name for name, lines in found.items() if lines != site}, len(site)) == (set(), 13)


def test_what_units_run_is_there():
    """The programs with their commands; what follows belongs to the machine."""
    runs = [
        shlex.split(line) for text in UNITS.values() for line in re.findall(r"^ExecStart=(.+)$", text, re.MULTILINE)
    ]
    ours = [words for words in runs if words[0].startswith("/opt/duty-reports/")]
    assert [words for words in ours if not Path(in_this_clone(words[0])).exists()] == []
    commands = {words[words.index("manage.py") + 1] for words in ours if "manage.py" in words}
    there = {path.stem for path in (ROOT / "reports" / "management" / "commands").glob("*.py")}
    assert (commands - there, len(commands) > 3) == (set(), True)


def test_every_setting_it_names_is_explained_in_the_example():
    named = set(re.findall(r"^    ([A-Z][A-Z0-9_]+)=", PAGE, re.MULTILINE))
    explained = set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert (named - explained, {"SECRET_KEY", "ALLOWED_HOSTS"} <= named) == (set(), True)


@pytest.mark.processes
def test_gunicorn_serves_the_site_as_its_unit_and_its_env_say(tmp_path):
    (written,) = re.findall(r"    cat > \.env <<END\n((?:    .*\n)+?)    END\n", PAGE)
    env = re.sub("^    ", "", written, flags=re.MULTILINE)
    env = re.sub(r"SECRET_KEY=\$\(python3 (.+)\)", lambda found: f"SECRET_KEY={_said_by(found[1])}", env)
    env = re.sub(r"(DATABASE_URL=).*", rf"\1sqlite:///{tmp_path}/db.sqlite3", env)
    env = env.replace("/var/lib/duty-reports", str(tmp_path))
    (tmp_path / "env").write_text(env)
    (command,) = re.findall(r"^ExecStart=(.+)$", UNITS["duty-reports.service"], re.MULTILINE)
    port = free_port()
    words = shlex.split(in_this_clone(command).replace("127.0.0.1:8001", f"127.0.0.1:{port}"))
    own = {"ENV_FILE": str(tmp_path / "env"), "PATH": os.environ["PATH"], "RUNTIME_DIRECTORY": str(tmp_path / "run")}
    if not (ROOT / "var" / "static" / "staticfiles.json").exists():
        collect = [sys.executable, "manage.py", "collectstatic", "--no-input"]
        subprocess.run(collect, cwd=ROOT, env=own, check=True, capture_output=True)  # noqa: S603 - as the page says
    with (tmp_path / "log").open("wb") as log:
        site = subprocess.Popen(words, cwd=ROOT, env=own, stdout=log, stderr=log)  # noqa: S603 - as it says
        try:
            wait_for(port, site)
            shown = Site(port).ask("/account/sign-in/", Host="reports.example.org", X_Forwarded_Proto="https")
            assert (shown.status, shown.headers["Strict-Transport-Security"]) == (200, "max-age=3600")
            plain = Site(port).ask("/account/sign-in/", Host="elsewhere.example", X_Forwarded_Proto="https")
            assert plain.status == 400
            assert shown.headers["Set-Cookie"].startswith("__Host-csrftoken=")
            assert {"Secure", "Path=/", "SameSite=Lax"} < {*shown.headers["Set-Cookie"].split("; ")}
            assert [*smuggled(port)] == [400, 400, 400]
        finally:
            site.terminate()
            site.wait(timeout=60)


SMUGGLED = [
    b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /account/sign-in/ HTTP/1.1\r\n\r\n",
    b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
    b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
]


def smuggled(port):
    """What is answered where a message could end in two places; and that nothing else is answered on that line."""
    for rest in SMUGGLED:
        with socket.create_connection(("127.0.0.1", port), 30) as line:
            line.sendall(b"POST /healthz HTTP/1.1\r\nHost: reports.example.org\r\n" + rest)
            told = b"".join(iter(lambda: line.recv(65_536), b""))
        statuses = re.findall(rb"^HTTP/1\.1 (\d{3})", told, re.MULTILINE)
        yield int(statuses[0]) if len(statuses) == 1 else statuses


def _said_by(arguments: str) -> str:
    command = [sys.executable, *shlex.split(arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603
