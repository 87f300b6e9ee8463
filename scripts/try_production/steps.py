"""The page's blocks in their order, what is put in for a person's own, and what is looked at between them."""

import re
import secrets
import shlex
from collections.abc import Callable, Collection
from pathlib import Path

from .machine import Failed, Machine
from .page import Block, Kind, split_commands
from .visit import ADMINISTRATOR

SITE = "/opt/duty-reports"
NAME = "reports.example.org"
AUDITOR = "zhoujian"
VISIT = Path(__file__).with_name("visit.py").read_text()
FETCHES = re.compile(r"\b(apt-get|pip|git|scripts/fonts)\b")  # needs a way out; all else has none
RESTART = "systemctl restart duty-reports 'duty-reports-work@*'"
# What a site has that serves people: enough to be updated.
SERVING = (
    "Install",
    "Database",
    "Settings",
    "gunicorn",
    "Work in the background",
    "Mail every five minutes",
    "nginx",
    "The first administrator",
    "The first auditor",
    "Update",
)
DISASTER = (
    "cp -p .env /root/duty-reports.env",
    "systemctl stop 'duty-reports*' && cd /root",
    "runuser -u postgres -- dropdb dutyreports && runuser -u postgres -- dropuser dutyreports",
    "userdel dutyreports && mv /opt/duty-reports /root/lost-site && mv /var/lib/duty-reports /root/lost-data",
)
# For what stands outside of the office's machine: its names, its mail server, its certificate.
HOSTS = f"127.0.0.1 {NAME} mail.example.org\n"
MAIL = "systemd-run --quiet --unit=office-mail python3 -W ignore -m smtpd -n -c DebuggingServer 127.0.0.1:25"
CERTIFICATE = f"""\
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={NAME} -addext subjectAltName=DNS:{NAME} \\
    -keyout /etc/ssl/private/{NAME}.key -out /usr/local/share/ca-certificates/{NAME}.crt &&
update-ca-certificates"""


def _nothing() -> None:
    """Most sections need no more than their blocks."""


class Trial:
    """`newest` puts the newest release where the page's REPOSITORY is."""

    def __init__(self, machine: Machine, blocks: list[Block], *, newest: Callable[[], None]) -> None:
        self.machine = machine
        self.blocks = blocks
        self.newest = newest
        self.password = secrets.token_hex(8)
        self.asked_for = {
            r"\bREPOSITORY\b": "/srv/duty-reports.git",
            r"\bPASSWORD\b": self.password,
            r"\bSIGN-IN-NAME\b|\bAUDITOR\b": AUDITOR,
            r"\bKEY\b": "/root/duty-reports.key",
        }
        self.prompts = {
            r"\[Y/n\]": "Y",
            r"(Enter password for new role|Enter it again):": self.password,
            r"登录名[^\n]*:": ADMINISTRATOR,
            r"姓名[^\n]*:": "管理员",
            r"Password( \(again\))?:": self.password,
        }
        self.before: dict[str, Callable[[], None]] = {
            "Install": self._names,
            "Mail every five minutes": self._mail,
            "nginx": self._certificate,
            "The first auditor": self._auditor,
            "The key": self._key,
            "After a disaster": self._disaster,
            "Update": self.newest,
        }
        self.after: dict[str, Callable[[], None]] = {
            "The key": self._public_half,
            "Reminders every morning": self._cron,
            "The first auditor": self._demonstration,
            "After a disaster": self._author,
            "Update": self._author,
        }

    def follow(self, *, only: Collection[str] = ()) -> None:
        sections = list(dict.fromkeys(block.section for block in self.blocks))
        if unknown := {*self.before, *self.after, *only} - {*sections}:
            raise Failed(f"the page has no section {sorted(unknown)}")
        for section in [section for section in sections if section in (only or sections)]:
            print(f"\n== {section}", flush=True)
            self.before.get(section, _nothing)()
            self.do(section)
            self.after.get(section, _nothing)()
        self._units()

    def do(self, section: str) -> None:
        for block in (block for block in self.blocks if block.section == section):
            text = self.put_in(block.text)
            if block.kind is Kind.LEFT_OUT:
                print(f"\nNot tried: {block.reason}\n{block.text}", flush=True)
            elif block.kind is Kind.FILE:
                self.machine.write(block.path, text)
            elif block.kind is Kind.SETTINGS:
                self.machine.write(f"{SITE}/.env", (self.machine.tree / SITE[1:] / ".env").read_text() + text)
                self._restart()
            else:
                for command in split_commands(text):
                    self.run(command)

    def run(self, command: str) -> None:
        self.machine.run(command, answers=self.prompts, outside=bool(FETCHES.search(command)))

    def put_in(self, text: str) -> str:
        for asked, given in self.asked_for.items():
            text = re.sub(asked, given, text)
        return text

    def _restart(self) -> None:
        if (self.machine.tree / "etc/systemd/system/duty-reports-work@.service").exists():
            self.run(RESTART)

    def _visit(self, *arguments: str) -> None:
        self.machine.write("/srv/visit.py", VISIT)
        self.run(f"python3 /srv/visit.py https://{NAME} {self.password} {' '.join(arguments)}")

    def _names(self) -> None:
        hosts = self.machine.tree / "etc/hosts"
        self.machine.write("/etc/hosts", f"{hosts.read_text()}{HOSTS}")

    def _mail(self) -> None:
        self.run(MAIL)

    def _certificate(self) -> None:
        self.run(CERTIFICATE)

    def _auditor(self) -> None:
        """What the page leaves to the administrator, in the browser."""
        self._visit("administrator", AUDITOR)

    def _demonstration(self) -> None:
        """In the place of the office's own people and work."""
        self.run(f"runuser -u dutyreports -- .venv/bin/python manage.py demo --password {self.password}")
        self._author()

    def _author(self) -> None:
        self._visit("author")

    def _cron(self) -> None:
        """What cron will do at that hour, done now."""
        for block in self.blocks:
            if block.kind is Kind.FILE and block.path.startswith("/etc/cron.d/"):
                user, command = block.text.split(maxsplit=6)[5:]
                self.run(f"runuser -u {user} -- sh -c {shlex.quote(command.strip())}")

    def _key(self) -> None:
        """That other machine."""
        self.run("cd /root && apt-get install --no-install-recommends age")

    def _public_half(self) -> None:
        self.run(f"cd {SITE}")
        found = re.search(r"age1\w+", self.machine.said("age-keygen -y /root/duty-reports.key"))
        self.asked_for["age1…"] = found[0] if found else "none"

    def _disaster(self) -> None:
        """All that the backup is for is gone; what is in /etc has stayed, and the copy of `.env`."""
        for command in DISASTER:
            self.run(command)
        self.do("Install")
        self.do("Database")

    def _units(self) -> None:
        for path in sorted((self.machine.tree / "etc/systemd/system").glob("duty-reports*.service")):
            unit = path.name.replace("@.", "@1.")
            self.run(f"systemd-analyze verify --man=no {unit}")
            self.run(f"systemd-analyze security --no-pager {unit} | tail -n 1")
