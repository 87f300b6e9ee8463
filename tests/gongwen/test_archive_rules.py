"""Our own file keeps the rules of PDF/A-3a and PDF/UA-1 that are looked into; a file that breaks one is found by it."""

from functools import cache, partial

import pytest
from django.utils import translation
from pikepdf import Array, Dictionary, Name, String

from reports.gongwen.conformance import judge
from reports.gongwen.conformance.archive_rules import ACCESSIBLE, ARCHIVE

from .edited_pdfs import edit_pdf
from .pages import render
from .sample_report import short_report


@cache
def ours():
    return render(short_report())


def rules_of(data):
    with translation.override("en"):
        return next(str(check.found) for check in judge(data).checks if check.id == "format_rules")


def in_root(pdf, *, key, value):
    pdf.Root[key] = value


def with_object(pdf, *, found):
    pdf.Root.Extra = pdf.make_indirect(found)


def with_stream(pdf, **entries):
    pdf.Root.Extra = pdf.make_stream(b"", **entries)


def without(pdf, *, key, of=None):
    del (of(pdf) if of else pdf.Root)[key]


def file_specification(pdf):
    return next(found for found in pdf.objects if isinstance(found, Dictionary) and "/EF" in found)


def fonts_without_text(pdf):
    for found in pdf.objects:
        if isinstance(found, Dictionary) and found.get("/Subtype") == "/Type0":
            del found["/ToUnicode"]


def with_note(pdf):
    pdf.pages[0].obj.Annots = Array()
    if "/Tabs" in pdf.pages[0].obj:
        del pdf.pages[0].obj["/Tabs"]


BREAKING = {
    "6.1.7.1 F": partial(with_stream, F=String("elsewhere")),
    "6.2.8 Interpolate": partial(with_stream, Subtype=Name.Image, Interpolate=True),
    "6.2.9 PostScript": partial(with_stream, Subtype=Name.PS),
    "6.2.11.7 ToUnicode": fonts_without_text,
    "6.4 XFA": partial(in_root, key="/AcroForm", value=Dictionary(XFA=String("x"))),
    "6.8 AFRelationship": partial(without, key="/AFRelationship", of=file_specification),
    "6.8 F, UF": partial(without, key="/UF", of=file_specification),
    "7.1 DisplayDocTitle": partial(in_root, key="/ViewerPreferences", value=Dictionary()),
    "7.1 Suspects": partial(in_root, key="/MarkInfo", value=Dictionary(Marked=True, Suspects=True)),
    "7.1 ParentTree": partial(without, key="/ParentTree", of=lambda pdf: pdf.Root.StructTreeRoot),
    "7.1 StructParents": partial(without, key="/StructParents", of=lambda pdf: pdf.pages[0].obj),
    "7.2 Lang": partial(without, key="/Lang"),
    "7.18.3 Tabs": with_note,
}


def test_our_own_file_keeps_every_rule():
    assert rules_of(ours()) == f"{len(ARCHIVE) + len(ACCESSIBLE)} rules kept"


@pytest.mark.parametrize(("rule", "edit"), BREAKING.items(), ids=BREAKING.keys())
def test_a_broken_rule_is_named(rule, edit):
    standard = "ISO 19005-3" if rule in ARCHIVE else "ISO 14289-1"
    assert rules_of(edit_pdf(ours(), edit)) == f"{standard} {rule}"
