"""A signature adds nothing to the pages; what is drawn, filled in or run under its name fails the proof."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from reports.gongwen.conformance import judge

from .wrong_pdfs import Report, make_pdf

OUTSIDE = [-100, -100, -50, -50]


def with_field(*, rect=OUTSIDE, form=None, **changes):
    """The right page with one more field: an unseen signature, but for the changes."""
    with pikepdf.open(io.BytesIO(make_pdf(Report()))) as pdf:
        about = {"Type": Name.Annot, "Subtype": Name.Widget, "FT": Name.Sig, "T": "signature-1", "F": 132}
        about |= {key: value for key, value in changes.items() if value is not None}
        field = pdf.make_indirect(Dictionary(**about, Rect=Array(rect)))
        for key in [key for key, value in changes.items() if value is None]:
            del field[f"/{key}"]
        pdf.pages[0].obj.Annots = Array([field])
        pdf.pages[0].obj.Tabs = Name.S
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3, **(form or {}))
        saved = io.BytesIO()
        pdf.save(saved)
    return saved.getvalue()


def failing(data):
    return {check.id for check in judge(data).checks if not check.passed}


def test_an_unseen_signature_passes():
    assert failing(with_field()) == set()


DRAWN = Dictionary(N=Dictionary())
SEEN = {"annotations", "actions"}
WRONG = {
    "on the page": ({"rect": [100, 100, 200, 200]}, SEEN),
    "a corner on the page": ({"rect": [-100, -100, 5, 5]}, SEEN),
    "around the page": ({"rect": [-100, -100, 900, 900]}, SEEN),
    "corners the other way round": ({"rect": [900, 900, -100, -100]}, SEEN),
    "of no size, on the page": ({"rect": [100, 100, 100, 100]}, SEEN),
    "drawn": ({"AP": DRAWN}, SEEN),
    "coloured": ({"MK": Dictionary(BG=Array([1, 0, 0]))}, SEEN),
    "framed": ({"BS": Dictionary(W=9)}, SEEN),
    "runs a script": ({"A": Dictionary(S=Name.JavaScript, JS="app.alert(1)")}, SEEN),
    "runs one when it is entered": ({"AA": Dictionary(E=Dictionary(S=Name.JavaScript, JS="1"))}, SEEN),
    "a field to fill in": ({"FT": Name.Tx}, SEEN),
    "a button": ({"FT": Name.Btn}, SEEN),
    "no kind of field": ({"FT": None}, SEEN),
    "below another field": ({"Parent": Dictionary(T="a")}, SEEN),
    "at no place": ({"rect": []}, SEEN),
    "at half a place": ({"rect": [-100, -100, -50]}, SEEN),
    "another annotation": ({"Subtype": Name.FreeText}, SEEN),
    "a form of another program": ({"form": {"XFA": Array([])}}, {"actions", "format_rules"}),
    "a form that computes": ({"form": {"CO": Array([])}}, {"actions"}),
    "a form that has its fields drawn anew": ({"form": {"NeedAppearances": True}}, {"actions"}),
}


@pytest.mark.parametrize(("changes", "expected"), WRONG.values(), ids=WRONG)
def test_anything_else_fails(changes, expected):
    assert failing(with_field(**changes)) == expected


def with_form(form):
    with pikepdf.open(io.BytesIO(make_pdf(Report()))) as pdf:
        unseen = Dictionary(Subtype=Name.Widget, FT=Name.Sig, T="x", Rect=Array(OUTSIDE))
        pdf.pages[0].obj.Annots, pdf.pages[0].obj.Tabs = Array([unseen]), Name.S
        pdf.Root.AcroForm = form
        saved = io.BytesIO()
        pdf.save(saved)
    return saved.getvalue()


FIELD = Dictionary(FT=Name.Sig, T="x")
FORMS = {
    "a field that is on no page": (Dictionary(Fields=Array([FIELD]), SigFlags=3), {"actions"}),
    "fields that are none": (Dictionary(Fields=3), {"actions"}),
    "no form at all": (Array([]), {"readable"}),
}


@pytest.mark.filterwarnings("ignore:This document has 1 form widget")
@pytest.mark.parametrize(("form", "expected"), FORMS.values(), ids=FORMS)
def test_a_form_that_is_none(form, expected):
    """The annotation is a signature; neither has a number of its own by which they would be one."""
    assert failing(with_form(form)) == expected
