"""The one place that imports WeasyPrint, and only when a PDF is wanted: it takes most of a second to load."""

import atexit
import gc
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, partial
from pathlib import Path
from threading import Lock
from typing import Any

from reports.gongwen.fonts import FontFace

from .archive import finish
from .glyph_spacing import Spacings, glyphs_spaced
from .seal_field import add_seal_field
from .witness import check_fonts, no_complaint

# Pango's font maps are not safe for threads, and one warm map is faster than many cold ones.
_LOCK = Lock()
_FONTCONFIG = "FONTCONFIG_FILE"
# The format wants a date on an attachment; a clock would make two copies of one report differ.
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


class RefusedAddressError(Exception):
    """The document asked for something other than the site's fonts and its own watermark."""


@dataclass(frozen=True, slots=True)
class Attached:
    name: str
    data: bytes
    with_seal_field: bool = False  # where the document is to be signed


def write_pdf(
    html: str,
    attached: Attached | None = None,
    *,
    style: str = "",
    faces: Sequence[FontFace] = (),
    resources: Mapping[str, bytes] | None = None,
    spacings: Spacings | None = None,
    fonts: str = "",
    level: str = "",
) -> bytes:
    """Lays the HTML out as PDF/A-3a and PDF/UA-1; with nothing attached, at another `level` of PDF/A, or as a plain PDF
    for paper.

    `style` is a style sheet that many documents share. It may use the files of `faces`. The HTML may use only the
    addresses in `resources`; any other raises RefusedAddressError. `spacings`: see `glyph_spacing`. `fonts` is
    `FontFaces.identity`. When it changes, fonts loaded before are released. Raises Unprintable where other
    fonts were taken or WeasyPrint complains.
    """
    from weasyprint import HTML  # noqa: PLC0415 - slow to load, and not needed to write a report
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

    allowed: dict[str, Callable[[], bytes]] = {
        address: partial(bytes, data) for address, data in (resources or {}).items()
    }
    with _LOCK:
        loaded = _loaded(fonts)
        planned = {face.name for face in faces}
        finisher = partial(_finish, planned=planned, attached=attached)
        try:
            with no_complaint(), _fonts_left_on_disk(), _collected_afterwards(), glyphs_spaced(spacings or {}):
                return HTML(string=html, url_fetcher=_fetcher(allowed)).write_pdf(
                    font_config=loaded.fonts,
                    stylesheets=[loaded.style_sheet(style, tuple(faces))],
                    finisher=finisher,
                    **(_archived(attached) if attached else {"pdf_variant": level or None}),
                )
        except FatalURLFetchingError as error:  # a BaseException: it would take the worker down
            raise RefusedAddressError(str(error)) from error


def _finish(document: Any, pdf: Any, *, planned: Collection[str], attached: Attached | None) -> None:
    check_fonts(document, planned)
    if attached and attached.with_seal_field:
        add_seal_field(document, pdf)
    if attached:
        finish(document, pdf)


class _Loaded:
    """Fonts and style sheets that are loaded once for many documents."""

    def __init__(self) -> None:
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

        with _only_our_fonts():
            self.fonts = FontConfiguration()
        self._style_sheets: dict[
            tuple[str, tuple[FontFace, ...]], Any
        ] = {}  # a few dozen: variants, settings, faces used

    def style_sheet(self, style: str, faces: tuple[FontFace, ...]):
        from weasyprint import CSS  # noqa: PLC0415

        if (style, faces) not in self._style_sheets:
            fonts = {face.address: face.read for face in faces}
            sheet = CSS(string=style, url_fetcher=_fetcher(fonts), font_config=self.fonts)
            self._style_sheets[style, faces] = sheet
        return self._style_sheets[style, faces]


@contextmanager
def _only_our_fonts() -> Iterator[None]:
    """Fontconfig reads its configuration from the file that the environment names, each time that it begins anew."""
    before = os.environ.get(_FONTCONFIG)
    os.environ[_FONTCONFIG] = str(Path(__file__).with_name("fonts.conf"))
    try:
        yield
    finally:
        if before is None:
            del os.environ[_FONTCONFIG]
        else:
            os.environ[_FONTCONFIG] = before


@contextmanager
def _collected_afterwards() -> Iterator[None]:
    """Nothing that a document is made of is garbage before it is finished. Python looked all of it through again and
    again meanwhile, a fifth of the time of 8,800 characters.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def _fonts_left_on_disk() -> Iterator[None]:
    """WeasyPrint copies each font file that a document uses, 82 MB of six faces, and of the copy it looks at the first
    four bytes: what it embeds HarfBuzz makes of the file itself.
    """
    from weasyprint.pdf import fonts, stream  # noqa: PLC0415

    read, font_class = fonts.get_hb_object_data, fonts.Font

    def font_without_copy(*args: Any) -> Any:
        fonts.get_hb_object_data = _first_bytes
        try:
            return font_class(*args)
        finally:
            fonts.get_hb_object_data = read

    stream.Font = font_without_copy
    try:
        yield
    finally:
        stream.Font = font_class


def _first_bytes(face: Any) -> bytes:
    """The kind of a font file: OTTO before outlines of PostScript."""
    from weasyprint.text.ffi import ffi, harfbuzz  # noqa: PLC0415

    blob = harfbuzz.hb_face_reference_blob(face)
    length = ffi.new("unsigned int *")
    try:
        return ffi.unpack(harfbuzz.hb_blob_get_data(blob, length), min(4, int(length[0])))
    finally:
        harfbuzz.hb_blob_destroy(blob)


@lru_cache(maxsize=1)
def _loaded(_fonts: str) -> _Loaded:
    """Kept for one identity only: of two files with the same name, loaded together, either might be taken."""
    # WeasyPrint deletes its copies of the fonts, 30 to 80 MB, when it lets them go; at the interpreter's end it cannot.
    atexit.register(_loaded.cache_clear)
    return _Loaded()


def _fetcher(allowed: Mapping[str, Callable[[], bytes]]):
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class OnlyOurs(URLFetcher):
        """Opens no file, no network address and no data: address."""

        def fetch(self, url, headers=None):
            if url not in allowed:
                raise FatalURLFetchingError(f"Refused: {url}")
            return URLFetcherResponse(url, allowed[url](), {"Content-Type": _content_type(url)})

    return OnlyOurs()


def _content_type(url: str) -> str:
    return "image/svg+xml" if url.endswith(".svg") else "font/otf"


def _archived(attached: Attached) -> dict[str, Any]:
    return {"pdf_variant": "pdf/a-3a", "attachments": [_attachment(attached)]}


def _attachment(attached: Attached):
    from weasyprint import Attachment  # noqa: PLC0415

    return Attachment(
        string=attached.data,
        name=attached.name,
        description="述职报告结构化数据",
        relationship="Source",
        created=_NO_DATE,
        modified=_NO_DATE,
    )
