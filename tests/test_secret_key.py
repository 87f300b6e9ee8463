"""The site's secret, and that none lies in the repository."""

import re
import shutil
import subprocess
import sys

import pytest
from django.conf import settings

from reportsite import secret_key

PUBLISHED = "FCzelWvFo-_fPDQErEL2MO-" + "rt1n2ExHIt5H4XLHpB5A-AKbyWLZQ4A7iSGQsQnCugmA"  # apart, so that it is not found
SETTINGS_FILE = re.compile(r"(^|/)(\.env(\.(?!example$)[^/]*)?|[^/]*\.(pem|key|p12|pfx|sqlite3?|dump)|id_[a-z0-9]+)$")
SECRET = re.compile(
    r"^[A-Z_]*(SECRET|SECRET_KEY|PASSWORD|TOKEN)\s*=\s*[\"']?(?=[^\s\"']*\d)[\w+/=-]{24,}|BEGIN [A-Z ]*PRIVATE KEY",
    re.MULTILINE,
)


def start(**environment):
    """Starts the site as a server would, with nothing but this in its environment."""
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env={"ENV_FILE": "/dev/null", "PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def found_in(files):
    """The names of those, of a mapping from names to texts, that must not be in a repository."""
    return [name for name, text in files.items() if SETTINGS_FILE.search(name) or SECRET.search(text)]


def test_no_secret_and_no_settings_of_one_machine_are_tracked():
    listed = subprocess.run(  # noqa: S603 - git, asked for names
        [shutil.which("git") or "git", "-C", str(settings.BASE_DIR), "ls-files", "-z"],
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout: nothing says which files are tracked")

    names = [name for name in listed.stdout.split("\0") if (settings.BASE_DIR / name).is_file()]
    texts = {name: (settings.BASE_DIR / name).read_text(encoding="utf-8", errors="replace") for name in names}

    assert len(texts) > 100
    assert found_in(texts) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".env", "HTTPS=0"),
        ("deploy/.env.production", ""),
        ("server.pem", ""),
        ("ssh/id_ed25519", ""),
        ("var/db.sqlite3", ""),
        ("notes.md", f"SECRET_KEY={PUBLISHED}"),
        ("settings.py", f'SECRET_KEY = "{PUBLISHED}"'),
        ("a.txt", "-----BEGIN RSA " + "PRIVATE KEY-----"),
    ],
)
def test_a_secret_that_were_tracked_would_be_found(name, text):
    assert found_in({name: text}) == [name]


def test_an_example_without_values_is_none():
    assert found_in({".env.example": "SECRET_KEY=\n", "README.md": "SECRET_KEY=$(python3 -c '…')"}) == []


@pytest.mark.parametrize("spelling", [PUBLISHED, f" {PUBLISHED} ", "for-trying-the-site-on-your-own-machine-only"])
@pytest.mark.parametrize("debug", ["0", "1"])
def test_the_site_refuses_to_start_with_a_published_key_and_says_how_to_rotate(spelling, debug):
    started = start(SECRET_KEY=spelling, DEBUG=debug)

    assert started.returncode == 1
    assert started.stderr.endswith(f"{secret_key.REFUSED}\n")


@pytest.mark.parametrize("debug", ["0", "1"])
def test_the_site_refuses_to_start_without_a_key(debug):
    assert start(DEBUG=debug).stderr.endswith(f"{secret_key.MISSING}\n")


def test_the_site_starts_with_a_fresh_key(tmp_path):
    secret_key.renew(tmp_path / ".env")

    assert start(ENV_FILE=str(tmp_path / ".env")).returncode == 0


def test_a_new_file_is_its_owners_alone(tmp_path):
    secret_key.renew(tmp_path / ".env")

    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600


def test_a_published_key_is_replaced_and_the_other_lines_stay(tmp_path):
    path = tmp_path / ".env"
    path.write_text(f"HTTPS=0\nexport SECRET_KEY='{PUBLISHED}'\n# 单位\nALLOWED_HOSTS=a\n", encoding="utf-8")
    path.chmod(0o640)

    assert secret_key.renew(path)

    first, *rest = path.read_text(encoding="utf-8").splitlines()
    assert (first.startswith("SECRET_KEY="), PUBLISHED in first, len(first) > 60) == (True, False, True)
    assert [line for line in rest if line] == ["HTTPS=0", "# 单位", "ALLOWED_HOSTS=a"]
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_good_key_stays_unless_a_new_one_is_asked_for(tmp_path):
    path = tmp_path / ".env"
    secret_key.renew(path)
    before = path.read_text(encoding="utf-8")

    assert (secret_key.renew(path), path.read_text(encoding="utf-8")) == (False, before)
    assert secret_key.renew(path, always=True)
    assert path.read_text(encoding="utf-8") != before


def test_two_machines_never_share_a_key(tmp_path):
    for name in ("one", "other"):
        secret_key.renew(tmp_path / name)

    assert (tmp_path / "one").read_text(encoding="utf-8") != (tmp_path / "other").read_text(encoding="utf-8")
