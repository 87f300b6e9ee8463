"""A directory served by slapd, as Debian packages it, on a port of its own."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SLAPD = shutil.which("slapd", path="/usr/sbin:/usr/local/sbin:/usr/bin")
BASE, READER, READERS_PASSWORD = "dc=example,dc=org", "cn=reader,dc=example,dc=org", "reads-only"
_CONFIG = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {folder}/slapd.pid
database mdb
suffix "{base}"
rootdn "{reader}"
rootpw {readers_password}
directory {folder}/data
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="{reader}" read by * none
"""
_TLS = "TLSCertificateFile {certificate}\nTLSCertificateKeyFile {key}\n"
_ROOT = "dn: {base}\nobjectClass: dcObject\nobjectClass: organization\ndc: example\no: Example\n\n"
_PERSON = """dn: uid={name},{base}
objectClass: inetOrgPerson
uid: {name}
cn: {name}
sn: {name}
userPassword: {password}

"""


@dataclass
class Directory:
    address: str
    process: subprocess.Popen

    def go_away(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def serve_directory(
    folder: Path, passwords: dict[str, str], *, scheme: str = "ldap", certificate: Path | None = None
) -> Iterator[Directory]:
    """The names with their passwords; `certificate` holds the key too."""
    (folder / "data").mkdir(parents=True)
    given = {"folder": folder, "base": BASE, "reader": READER, "readers_password": READERS_PASSWORD}
    tls = _TLS.format(certificate=certificate, key=certificate) if certificate else ""
    (folder / "slapd.conf").write_text(tls + _CONFIG.format(**given))
    people = "".join(_PERSON.format(name=name, password=word, base=BASE) for name, word in passwords.items())
    config = ["-f", str(folder / "slapd.conf")]
    entries = _ROOT.format(base=BASE) + people
    subprocess.run([SLAPD, "-T", "add", *config], input=entries.encode(), check=True, capture_output=True)  # noqa: S603
    port = _free_port()
    address = f"{scheme}://127.0.0.1:{port}"
    process = subprocess.Popen(  # noqa: S603 - written above
        [SLAPD, *config, "-h", address, "-d", "0"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(port)
        yield Directory(address, process)
    finally:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def _wait_for(port: int) -> None:
    for _time in range(200):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("slapd does not listen")
