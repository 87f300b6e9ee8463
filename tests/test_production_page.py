"""docs/production.md is what people copy onto a server: its blocks are tried as they stand there."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from .certificates import certificate_of_this_machine
from .serving import Site, free_port, wait_for

ROOT = Path(settings.BASE_DIR)
PAGE = (ROOT / "docs" / "production.md").read_text()
# After an empty line comes what belongs to the same file: another section, or a line further in.
BLOCK = re.compile(r"^`(/etc/\S+)`[^\n]*:\n\n((?:    [^\n]*\n|\n(?=    \[|        ))+)", re.MULTILINE)
FILES = {path: re.sub("^    ", "", text, flags=re.MULTILINE) for path, text in BLOCK.findall(PAGE)}
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


def in_this_clone(text: str) -> str:
    return text.replace("/opt/duty-reports", str(ROOT))


@pytest.mark.skipif(NGINX is None, reason="nginx is not here: scripts/office_servers installs it")
def test_nginx_takes_its_configuration(tmp_path):
    server = FILES["/etc/nginx/sites-available/duty-reports"]
    certificate = certificate_of_this_machine(tmp_path / "own.pem")
    server, places = re.subn(r"/etc/ssl/\S+(?=;)", str(certificate), server)
    server, ports = re.subn(r"listen (?:80|443)\b", lambda _found: f"listen 127.0.0.1:{free_port()}", server)
    config = tmp_path / "nginx.conf"
    config.write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\naccess_log off;\n{server}}}\n")
    done = subprocess.run(  # noqa: S603 - written above
        [NGINX, "-t", "-c", str(config), "-p", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, places, ports) == (0, 2, 2), done.stderr


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
        finally:
            site.terminate()
            site.wait(timeout=60)


def _said_by(arguments: str) -> str:
    command = [sys.executable, *shlex.split(arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603
