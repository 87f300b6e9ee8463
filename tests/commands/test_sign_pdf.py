import sys

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from reports.management.commands.sign_pdf import PASSPHRASE as VARIABLE
from tests.documents.test_signing import (  # noqa: F401 - fixtures
    PASSPHRASE,
    certificate,
    certificate_of,
    command,
    file_of,
    key,
    statuses,
    unsigned,
)

SEAL = """
import io, sys
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, FloatObject, NameObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
writer = IncrementalPdfFileWriter(io.BytesIO(sys.stdin.buffer.read()))
"""
WRITE = """
writer.write_in_place()
sys.stdout.buffer.write(writer.prev.stream.getvalue())
"""
STAMP = """
place = ArrayObject(map(FloatObject, (0, 0, 99, 99)))
stamp = DictionaryObject({NameObject("/Subtype"): NameObject("/Stamp"), NameObject("/Rect"): place})
writer.register_annotation(writer.find_page_for_modification(0)[0], writer.add_object(stamp))
"""


@pytest.fixture
def files(tmp_path, monkeypatch, unsigned, key, certificate):  # noqa: F811
    monkeypatch.setenv(VARIABLE, PASSPHRASE)
    (tmp_path / "述职.pdf").write_bytes(unsigned)
    (tmp_path / "key.p12").write_bytes(file_of(key, certificate))
    return tmp_path


def sign(folder, *arguments):
    with translation.override("en"):
        call_command("sign_pdf", str(folder / "述职.pdf"), "-o", str(folder / "out.pdf"), *arguments)


def refused(folder, *arguments):
    with pytest.raises(CommandError) as problem:
        sign(folder, *arguments)
    return str(problem.value)


def as_setting(parts):
    program, flag, text = parts
    return f'{program} {flag} "{text}"'


def test_with_a_key_file(files, certificate, capsys):  # noqa: F811
    sign(files, "--key", str(files / "key.p12"))
    signed = (files / "out.pdf").read_bytes()
    assert statuses(signed, certificate) == [(True, True, True, "ENTIRE_FILE")]
    assert capsys.readouterr().out == f"{files / 'out.pdf'}: {len(signed)} bytes\n"


def test_with_the_offices_own_command(files, settings, unsigned):  # noqa: F811
    (files / "seal.py").write_text(SEAL + "writer.add_object(ArrayObject())" + WRITE)
    settings.SEAL_COMMAND = f"{sys.executable} {files / 'seal.py'}"
    sign(files, "--seal")
    sealed = (files / "out.pdf").read_bytes()
    assert (sealed.startswith(unsigned), len(sealed) > len(unsigned)) == (True, True)


def test_what_is_said_where_nothing_can_be_signed(files, settings, monkeypatch):
    assert refused(files, "--seal") == (
        "No seal command is set: name it in SEAL_COMMAND, or sign with --key or --token."
    )
    assert refused(files, "--key", str(files / "no.p12")) == f"{files / 'no.p12'}: There is no such file or folder."
    monkeypatch.setenv(VARIABLE, "another")
    assert refused(files, "--key", str(files / "key.p12")).startswith("The key cannot be opened")
    settings.SEAL_COMMAND = as_setting(command("sys.exit('no seal today')"))
    assert refused(files, "--seal") == "The seal command failed, and nothing was written. It says: no seal today"
    assert not (files / "out.pdf").exists()


def test_a_seal_over_the_page_is_told(files, settings, unsigned):  # noqa: F811
    """It may be wanted, and the file is there; but the proof of the page holds for it no longer."""
    (files / "seal.py").write_text(SEAL + STAMP + WRITE)
    settings.SEAL_COMMAND = f"{sys.executable} {files / 'seal.py'}"
    said = refused(files, "--seal")
    assert said == "The signed file misses checks of the page that the file before kept: Annotations"
    assert (files / "out.pdf").read_bytes().startswith(unsigned)


def test_a_seal_that_writes_the_document_anew_is_refused(files, settings):
    anew = "import io, pikepdf; out = io.BytesIO(); pikepdf.open(io.BytesIO(data)).save(out, linearize=True); "
    settings.SEAL_COMMAND = as_setting(command(anew + "sys.stdout.buffer.write(out.getvalue())"))
    assert refused(files, "--seal").startswith("What the seal command gave back does not begin with the PDF")
    assert not (files / "out.pdf").exists()


@pytest.mark.parametrize("arguments", [[], ["--seal", "--key", "x"], ["--token", "a", "b"]])
def test_one_way_of_signing_is_asked_for(files, arguments):
    with pytest.raises(CommandError):
        sign(files, *arguments)
