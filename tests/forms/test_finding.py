"""Whatever a check on the words finds can be said: a check without its sentence would be an error of the server."""

import pytest

from reports.forms.finding import describe, describe_words
from reports.prose.checking import Code, Finding
from reports.prose.proofreading import REGISTRY, MarkedWords, Severity


def checks(severity):
    return [check.name for check in REGISTRY.values() if check.severity == severity]


@pytest.mark.parametrize("check", checks(Severity.MUST))
def test_what_must_be_mended_is_said(check):
    said = describe(Finding(Code(check), "body", params={"words": "某某", "excerpt": "由某某负责"}))

    assert "由某某负责" in said


@pytest.mark.parametrize("check", checks(Severity.SHOULD))
def test_what_may_be_meant_is_asked_in_words_of_its_own(check):
    asked = {
        name: describe_words(MarkedWords(name, Severity.SHOULD, 0, 2, "某某", "由某某负责"))
        for name in checks(Severity.SHOULD)
    }

    assert "由某某负责" in asked[check]
    assert list(asked.values()).count(asked[check]) == 1
