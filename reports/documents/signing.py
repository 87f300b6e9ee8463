"""Electronic signatures (PAdES): added behind the bytes of a PDF, which stay as they are. They draw nothing.

Why so, and what is not promised: docs/decisions/0072-signatures.md.
"""

import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from io import BytesIO
from typing import ClassVar, NamedTuple

from django.utils.translation import gettext_lazy as _
from pkcs11.exceptions import PKCS11Error
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, Signer, SimpleSigner
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.stamp import BaseStampStyle

from ..gongwen.pdf.options import SEAL
from ..problems import Problem

SEAL_SECONDS = 120  # that the office's own seal server may take
# Outside of the page, where PDF/UA asks for no tag and PDF/A for no picture of the field.
_UNSEEN = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)
_SAID = 300  # characters of what a command says


class _NoStamp(BaseStampStyle):
    """The field looks as it did: pyHanko's own stamp is set in a font that is not in the file."""

    def create_stamp(self, *_arguments: object) -> None:
        return None


class Token(NamedTuple):
    """A device with keys: the library through which it is spoken to, its label and that of the certificate."""

    library: str
    label: str
    certificate: str


class NotSigned(Problem):
    """Nothing was signed."""

    messages: ClassVar = {
        "key": _("The key cannot be opened: it is no PKCS#12 file (.p12, .pfx), or the passphrase is another one."),
        "token": _("The device with the key cannot be used (library, token, certificate or PIN): %(why)s"),
        "valid": _("The certificate is valid from %(since)s to %(until)s, not today. Ask its issuer for a new one."),
        "pdf": _("The PDF cannot be signed: %(why)s"),
        "command": _("The seal command failed, and nothing was written. It says: %(why)s"),
        "late": _("The seal command gave no answer in %(seconds)s seconds, and nothing was written."),
        "changed": _(
            "What the seal command gave back does not begin with the PDF that it was given: it has changed the "
            "document instead of adding a signature. Nothing was written."
        ),
    }


def sign_with_key(data: bytes, key: bytes, passphrase: str, *, at: datetime) -> bytes:
    """The PDF with one more signature, made with the key in a PKCS#12 file. Raises NotSigned."""
    try:
        signer = SimpleSigner.load_pkcs12_data(key, [], passphrase.encode())
    except ValueError as error:
        raise NotSigned("key") from error
    return _sign(data, signer, at)


def sign_with_token(data: bytes, token: Token, pin: str, *, at: datetime) -> bytes:
    """The same with a key that never leaves its device (PKCS#11)."""
    try:
        criteria = TokenCriteria(label=token.label)
        with open_pkcs11_session(token.library, token_criteria=criteria, user_pin=pin) as session:
            return _sign(data, PKCS11Signer(session, cert_label=token.certificate), at)
    except (PKCS11Error, RuntimeError) as error:  # the last where the library cannot be loaded
        raise NotSigned("token", why=str(error) or type(error).__name__) from error


def _sign(data: bytes, signer: Signer, at: datetime) -> bytes:
    _check_validity(signer, at)
    try:
        return _add_signature(data, signer)
    except (PdfError, SigningError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise NotSigned("pdf", why=str(error) or type(error).__name__) from error


def _check_validity(signer: Signer, at: datetime) -> None:
    if signer.signing_cert is None:
        raise NotSigned("key")
    validity = signer.signing_cert["tbs_certificate"]["validity"]
    since, until = validity["not_before"].native, validity["not_after"].native
    if not since <= at <= until:
        raise NotSigned("valid", since=f"{since:%Y-%m-%d}", until=f"{until:%Y-%m-%d}")


def _add_signature(data: bytes, signer: Signer) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(data))
    is_sealed = any(name == SEAL for name, _value, _field in enumerate_sig_fields(writer.prev, filled_status=False))
    name = SEAL if is_sealed else f"signature-{len(writer.prev.embedded_signatures) + 1}"
    about = PdfSignatureMetadata(field_name=name, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    field = None if is_sealed else SigFieldSpec(name, invis_sig_settings=_UNSEEN)
    sign = PdfSigner(about, signer, stamp_style=_NoStamp(), new_field_spec=field).sign_pdf
    # pyHanko starts an event loop, which fails in a thread that has one already.
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(sign, writer).result().getvalue()


def seal_by_command(data: bytes, command: Sequence[str], *, seconds: int = SEAL_SECONDS) -> bytes:
    """What the office's own command makes of the PDF, handed to it as its input. Raises NotSigned."""
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as late:
        raise NotSigned("late", seconds=seconds) from late
    except OSError as error:
        raise NotSigned("command", why=error.strerror or error) from error
    if done.returncode:
        raise NotSigned("command", why=done.stderr.decode(errors="replace").strip()[:_SAID] or done.returncode)
    if len(done.stdout) <= len(data) or not done.stdout.startswith(data):
        raise NotSigned("changed")
    return done.stdout
