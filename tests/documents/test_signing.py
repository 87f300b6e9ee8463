"""Signatures: valid for whoever checks them, found out where a byte is changed, and no page is another one by them."""

import asyncio
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pkcs11 import Attribute
from pkcs11.util.x509 import decode_x509_certificate
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from reports.documents.files import page_style
from reports.documents.rendering import render_pdf
from reports.documents.signing import NotSigned, Token, seal_by_command, sign_with_key, sign_with_token
from reports.gongwen.conformance import judge
from reports.gongwen.pdf import PageStyle, Variant
from reports.models import Cycle

from ..gongwen.sample_report import short_report

NOW = datetime.now(UTC)
PASSPHRASE = "口令"
SOFTHSM = Path(os.environ.get("SOFTHSM2_LIBRARY", "/usr/lib/softhsm/libsofthsm2.so"))


@pytest.fixture(scope="module")
def key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certificate_of(key, since=NOW - timedelta(days=1), until=NOW + timedelta(days=1)):
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "水务局")])
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(9).not_valid_before(since).not_valid_after(until)
    return builder.add_extension(usage, critical=True).sign(key, hashes.SHA256())


def file_of(key, certificate):
    secret = serialization.BestAvailableEncryption(PASSPHRASE.encode())
    return pkcs12.serialize_key_and_certificates(b"office", key, certificate, None, secret)


@pytest.fixture(scope="module")
def certificate(key):
    return certificate_of(key)


@pytest.fixture(scope="module")
def unsigned():
    return render_pdf(short_report(), variant=Variant.FINAL)


@pytest.fixture(scope="module")
def signed(unsigned, key, certificate):
    return sign_with_key(unsigned, file_of(key, certificate), PASSPHRASE, at=NOW)


def statuses(data, certificate):
    """Of each signature: whether the bytes are those that were signed, by whom the certificate trusts, and all."""
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    roots = list(load_certs_from_pemder_data(pem))
    found = PdfFileReader(BytesIO(data)).embedded_signatures
    with ThreadPoolExecutor(max_workers=1) as thread:  # a browser of another test may have a loop in this one
        checked = [
            thread.submit(validate_pdf_signature, one, ValidationContext(trust_roots=roots)).result() for one in found
        ]
    return [(status.intact, status.valid, status.trusted, status.coverage.name) for status in checked]


def failing(data):
    return [check.id for check in judge(data).checks if not check.passed]


def test_a_signature_is_valid_and_covers_the_whole_file(signed, certificate):
    assert statuses(signed, certificate) == [(True, True, True, "ENTIRE_FILE")]


def test_it_is_signed_where_an_event_loop_runs_too(unsigned, key, certificate):
    async def sign():
        return sign_with_key(unsigned, file_of(key, certificate), PASSPHRASE, at=NOW)

    with ThreadPoolExecutor(1) as thread:  # the browser's tests leave a loop in this one
        data = thread.submit(asyncio.run, sign()).result()
    assert statuses(data, certificate) == [(True, True, True, "ENTIRE_FILE")]


def test_it_is_of_the_kind_pades(signed):
    (signature,) = PdfFileReader(BytesIO(signed)).embedded_signatures
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


def test_what_was_published_stays_byte_for_byte(unsigned, signed):
    """An incremental update: what went before is the publication, whose SHA-256 the site knows."""
    assert (signed[: len(unsigned)] == unsigned, len(signed) > len(unsigned)) == (True, True)


def test_the_proof_and_the_claims_hold(unsigned, signed):
    assert (failing(unsigned), failing(signed)) == ([], [])
    with pikepdf.open(BytesIO(signed)) as pdf, pdf.open_metadata() as metadata:
        assert (metadata.pdfa_status, metadata["pdfuaid:part"]) == ("3A", "1")


def test_a_second_signature_leaves_the_first_one_valid(signed, key, certificate):
    twice = sign_with_key(signed, file_of(key, certificate), PASSPHRASE, at=NOW)
    assert [status[:3] for status in statuses(twice, certificate)] == [(True, True, True)] * 2
    assert (twice.startswith(signed), failing(twice)) == (True, [])


def test_a_changed_byte_is_found(signed, certificate):
    place = signed.index(b"stream\n", 2000) + 40
    changed = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]
    assert [status[0] for status in statuses(changed, certificate)] == [False]


# an empty field where the seal goes


@pytest.fixture(scope="module")
def with_field():
    style = PageStyle("end", seal_field=True)
    return render_pdf(short_report(date="2026年1月5日"), variant=Variant.FINAL, style=style)


@pytest.fixture(scope="module")
def sealed(with_field, key, certificate):
    return sign_with_key(with_field, file_of(key, certificate), PASSPHRASE, at=NOW)


def fields_of(data):
    """Names, whether they are signed, and where they are."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return [
            (str(field.T), "/V" in field, [float(edge) for edge in field.Rect]) for field in pdf.Root.AcroForm.Fields
        ]


def test_the_site_says_whether_final_copies_have_one(settings):
    cycle = Cycle(byline_place="end")
    assert page_style(cycle).seal_field is False
    settings.SEAL_FIELD = True
    assert page_style(cycle).seal_field is True


def test_the_field_on_the_page_is_the_one_that_is_signed(with_field, sealed, certificate):
    assert statuses(sealed, certificate) == [(True, True, True, "ENTIRE_FILE")]
    ((name, signed, place),) = fields_of(with_field)
    assert ((name, signed), fields_of(sealed)) == (("seal", False), [("seal", True, place)])
    assert sealed.startswith(with_field)


def test_the_proof_and_the_claims_hold_where_it_is_signed(with_field, sealed):
    assert (failing(with_field), failing(sealed)) == ([], [])
    with pikepdf.open(BytesIO(sealed)) as pdf:
        assert pdf.Root.AcroForm.Fields[0].AP.N.read_bytes() == b""


def test_who_signs_after_that_has_a_field_that_is_not_seen(sealed, key, certificate):
    twice = sign_with_key(sealed, file_of(key, certificate), PASSPHRASE, at=NOW)
    assert [status[:3] for status in statuses(twice, certificate)] == [(True, True, True)] * 2
    assert ([field[:2] for field in fields_of(twice)], failing(twice)) == ([("seal", True), ("signature-2", True)], [])


@pytest.mark.parametrize("passphrase", ["", "别的"])
def test_another_passphrase(unsigned, key, certificate, passphrase):
    with pytest.raises(NotSigned) as refused:
        sign_with_key(unsigned, file_of(key, certificate), passphrase, at=NOW)
    assert refused.value.code == "key"


@pytest.mark.parametrize("data", [b"", b"no key", b"-----BEGIN CERTIFICATE-----\n"])
def test_what_is_no_key(unsigned, data):
    with pytest.raises(NotSigned) as refused:
        sign_with_key(unsigned, data, PASSPHRASE, at=NOW)
    assert refused.value.code == "key"


@pytest.mark.parametrize(("since", "until"), [(-9, -1), (1, 9)], ids=["over", "not yet"])
def test_a_certificate_of_another_time(unsigned, key, since, until):
    other = certificate_of(key, NOW + timedelta(days=since), NOW + timedelta(days=until))
    with pytest.raises(NotSigned) as refused:
        sign_with_key(unsigned, file_of(key, other), PASSPHRASE, at=NOW)
    assert refused.value.code == "valid"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"PK\x03\x04" * 99, b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"])
def test_what_is_no_pdf(key, certificate, data):
    with pytest.raises(NotSigned) as refused:
        sign_with_key(data, file_of(key, certificate), PASSPHRASE, at=NOW)
    assert refused.value.code == "pdf"


# the office's own command


def command(text):
    return [sys.executable, "-c", f"import sys; data = sys.stdin.buffer.read(); {text}"]


def test_a_command_signs(unsigned):
    added = command("sys.stdout.buffer.write(data + b'signature')")
    assert seal_by_command(unsigned, added) == unsigned + b"signature"


@pytest.mark.parametrize(
    ("sealing", "code", "said"),
    [
        (command("sys.exit('no seal today')"), "command", "no seal today"),
        (command("sys.exit(3)"), "command", "3"),
        (["/nowhere/seal"], "command", "No such file or directory"),
        (command("sys.stdout.buffer.write(data)"), "changed", ""),
        (command("0"), "changed", ""),
        (command("sys.stdout.buffer.write(data[:-1] + b'x' * 99)"), "changed", ""),
        (command("sys.stdout.buffer.write(b'%PDF-1.7 another document' + data)"), "changed", ""),
        (command("import time; time.sleep(60)"), "late", ""),
    ],
    ids=["fails", "says nothing", "missing", "adds nothing", "is silent", "changes a byte", "puts before", "hangs"],
)
def test_a_command_that_does_anything_else_is_refused(sealing, code, said):
    with pytest.raises(NotSigned) as refused:
        seal_by_command(b"%PDF-1.7 document", sealing, seconds=5 if code != "late" else 1)
    assert (refused.value.code, str(refused.value.params.get("why", ""))) == (code, said)


# a device


@pytest.fixture
def token(tmp_path, monkeypatch, key, certificate):
    """A token in software, with the key and the certificate."""
    (tmp_path / "tokens").mkdir()
    told = tmp_path / "softhsm2.conf"
    told.write_text(f"directories.tokendir = {tmp_path / 'tokens'}\nobjectstore.backend = file\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(told))
    _run("--init-token", "--free", "--label", "office", "--so-pin", "1234")
    plain = serialization.NoEncryption()
    key_file = tmp_path / "key.pem"
    key_file.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    _run("--import", str(key_file), "--token", "office", "--label", "seal", "--id", "01")
    with pkcs11.lib(str(SOFTHSM)).get_token(token_label="office").open(rw=True, user_pin="1234") as session:
        held = decode_x509_certificate(certificate.public_bytes(serialization.Encoding.DER))
        session.create_object(held | {Attribute.LABEL: "seal", Attribute.ID: b"\x01", Attribute.TOKEN: True})
    return Token(str(SOFTHSM), "office", "seal")


def _run(*arguments):
    program = os.environ.get("SOFTHSM2_UTIL", "/usr/bin/softhsm2-util")
    command = [program, "--module", str(SOFTHSM), "--pin", "1234", *arguments]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - written here


@pytest.mark.skipif(not SOFTHSM.exists(), reason="SoftHSM is not installed")
def test_a_key_on_a_device(unsigned, token, certificate):
    signed = sign_with_token(unsigned, token, "1234", at=NOW)
    assert statuses(signed, certificate) == [(True, True, True, "ENTIRE_FILE")]
    others = [(token, "9999"), (token._replace(label="other"), "1234"), (token._replace(certificate="other"), "1234")]
    for wrong, pin in others:
        with pytest.raises(NotSigned) as refused:
            sign_with_token(unsigned, wrong, pin, at=NOW)
        assert (refused.value.code, refused.value.params["why"] != "") == ("token", True)


def test_a_device_that_is_not_there(unsigned):
    with pytest.raises(NotSigned) as refused:
        sign_with_token(unsigned, Token("/nowhere/library.so", "office", "seal"), "1234", at=NOW)
    assert refused.value.code == "token"
