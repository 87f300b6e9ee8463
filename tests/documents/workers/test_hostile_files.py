"""Files that are made to hang or to fill the memory, each read for real: a refusal in words, and soon."""

import io
import time
import zipfile

import docx
import pikepdf
import pytest

from reports.documents.restoring import ATTACHMENT
from reports.documents.uploads import read_upload
from reports.documents.workers import read
from reports.problems import Problem

from ..test_importing import repacked, saved
from . import jobs

pytestmark = [pytest.mark.processes, pytest.mark.usefixtures("workers")]
TYPES = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS = "http://schemas.openxmlformats.org/package/2006/content-types"


def an_empty_docx():
    return saved(docx.Document())


def many_tiny_entries():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(40_000):
            archive.writestr(f"{number}", "")
    return out.getvalue()


def relations(target):
    return f'<Relationships xmlns="{TYPES}"><Relationship Id="r" Type="{OFFICE}/x" Target="{target}"/></Relationships>'


def a_chain_of_parts():
    """Each leads to the next: a reader that follows them by calling itself goes down 450 levels."""
    links = {}
    for number in range(450):
        links[f"word/a{number}.xml"] = "<a/>"
        links[f"word/_rels/a{number}.xml.rels"] = relations(f"a{number + 1}.xml")
    links["word/a450.xml"] = "<a/>"
    links["word/_rels/document.xml.rels"] = relations("a0.xml")
    return repacked(an_empty_docx(), **{name.replace(".xml", "_xml"): text for name, text in links.items()})


def a_circle_of_parts():
    links = {"word/a.xml": "<a/>", "word/_rels/a.xml.rels": relations("document.xml")}
    links["word/_rels/document.xml.rels"] = relations("a.xml")
    return repacked(an_empty_docx(), **{name.replace(".xml", "_xml"): text for name, text in links.items()})


def attributes_without_end():
    many = " ".join(f'a{number}="x"' for number in range(300_000))
    return repacked(an_empty_docx(), word__document_xml=f"<w:document xmlns:w='x' {many}/>")


def deep_xml(depth=500_000):
    return repacked(an_empty_docx(), customXml__item1_xml="<a>" * depth + "</a>" * depth)


WORD = [many_tiny_entries, a_chain_of_parts, a_circle_of_parts, attributes_without_end, deep_xml]


def pdf_of(change, **options):
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        change(pdf)
        pdf.save(out, **options)
    return out.getvalue()


def pages_in_a_circle():
    """Its tree of pages has itself for a branch."""

    def bend(pdf):
        pdf.Root.Pages.Kids.append(pdf.Root.Pages)

    return pdf_of(bend)


def names_in_a_circle():
    """The tree of attachments has itself for a branch."""

    def bend(pdf):
        tree = pdf.make_indirect(pikepdf.Dictionary())
        tree.Kids = pikepdf.Array([tree, tree])
        pdf.Root.Names = pikepdf.Dictionary(EmbeddedFiles=tree)

    return pdf_of(bend)


def thousands_of_attachments():
    def fill(pdf):
        spec = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Filespec))
        names = pikepdf.Array()
        for number in range(100_000):
            names.append(pikepdf.String(f"{number:06}"))
            names.append(spec)
        pdf.Root.Names = pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=names))

    return pdf_of(fill, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def arrays_in_arrays():
    return b"%PDF-1.7\n1 0 obj\n" + b"[" * 1_000_000 + b"]" * 1_000_000 + b"\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def an_attachment_in_a_circle():
    def bend(pdf):
        spec = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Filespec))
        spec.EF = pikepdf.Dictionary(F=spec)
        names = pikepdf.Array([pikepdf.String(ATTACHMENT), spec])
        pdf.Root.Names = pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=names))

    return pdf_of(bend)


PDFS = [pages_in_a_circle, names_in_a_circle, thousands_of_attachments, arrays_in_arrays, an_attachment_in_a_circle]


@pytest.mark.parametrize(
    ("name", "make"),
    [("a.docx", make) for make in WORD] + [("a.pdf", make) for make in PDFS],
    ids=lambda part: getattr(part, "__name__", ""),
)
def test_it_is_refused_in_words(name, make):
    data = make()
    assert len(data) < 5 * 1024 * 1024
    read(jobs.pid)
    started = time.monotonic()
    with pytest.raises(Problem) as refused:
        read_upload(name, data)
    assert refused.value.code != "failed"
    assert str(refused.value)
    assert time.monotonic() - started < 25
    assert read(jobs.double, 21) == 42
