import inspect
import re

from reports.actions.formula import _MESSAGES, explain_formula
from reports.ledgers import formula, formula_units
from reports.ledgers.formula import FormulaRefused


def test_every_refusal_has_a_sentence_and_every_sentence_a_refusal():
    source = inspect.getsource(formula) + inspect.getsource(formula_units)
    raised = set(re.findall(r'"(\w+)"', " ".join(re.findall(r"FormulaRefused\(([^,)]*)", source))))
    assert raised | set(formula._FALLS.values()) == _MESSAGES.keys()


def test_what_a_sentence_needs_stands_in_it():
    params = {"label": "发文", "text": "若干", "value": "3", "unit": "件", "other": "会议", "other_unit": "份"}
    said = {code: explain_formula(FormulaRefused(code, **params)) for code in _MESSAGES}
    assert said["units"] == "“发文” is in 件, the other in 份. Convert one of them first."
    assert not [text for text in said.values() if "%(" in text]
