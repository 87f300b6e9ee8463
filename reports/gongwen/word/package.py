"""The zip file that a .docx is: only the parts the report needs, and no clock in it."""

import io
import zipfile

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

_ALWAYS = {RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES}
_NEEDED = {RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS}
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def reduce_parts(document: Document, *, fonts: bytes) -> None:
    """Drops what python-docx's template brings besides: a theme, lists, a preview picture.

    `fonts` is the new font table.
    """
    for relations, kept in ((document.part.package.rels, _ALWAYS), (document.part.rels, _NEEDED)):
        for identity in [identity for identity, relation in relations.items() if relation.reltype not in kept]:
            del relations[identity]
    table = Part(PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, fonts, document.part.package)
    document.part.relate_to(table, RELATIONSHIP_TYPE.FONT_TABLE)


def save(document: Document) -> bytes:
    """The same bytes for the same document."""
    plain, packed = io.BytesIO(), io.BytesIO()
    document.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _NO_TIME), old.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
