"""Whatever a check on the words finds can be said: a check without its sentence would be an error of the server."""

import pytest

from reports.forms.finding import describe, describe_words
from reports.prose.checking import Code, Finding
from reports.prose.proofreading import REGISTRY, MarkedWords, Severity

SAID = {"said": 6, "counted": 5, "whole": "发现问题3个", "earlier": "新建泵站12座", "source": "规范名称"}
SAID |= {"label": "泵站", "value": "120", "previous": "12", "differs": "title", "columns": 31, "most": 26}


def checks(*severities):
    return [check.name for check in REGISTRY.values() if check.severity in severities]


@pytest.mark.parametrize("check", checks(Severity.MUST))
def test_what_must_be_mended_is_said(check):
    said = describe(Finding(Code(check), "body", params={"words": "某某", "excerpt": "由某某负责"}))

    assert "由某某负责" in said


@pytest.mark.parametrize("check", checks(*Severity))
def test_whatever_is_found_is_said_in_words_of_its_own(check):
    said = {
        name: describe_words(MarkedWords(name, Severity.SHOULD, 0, 2, "某某", "由某某负责", "专人", SAID))
        for name in checks(*Severity)
    }

    assert "由某某负责" in said[check]
    assert list(said.values()).count(said[check]) == 1


@pytest.mark.parametrize("differs", ["title", "number", "unlisted"])
def test_each_way_to_differ_from_the_ledger_of_documents_is_said(differs):
    said = {"differs": differs}
    words = MarkedWords("document", Severity.HINT, 0, 2, "供水办法", "落实供水办法", "供水管理办法", said)
    assert "落实供水办法" in describe_words(words)


@pytest.mark.parametrize("said", [{"earlier": "新建泵站12座"}, {"in_annex": "新建泵站12座"}])
def test_the_other_value_is_said_wherever_it_stands(said):
    assert "新建泵站12座" in describe_words(MarkedWords("two_values", Severity.SHOULD, 0, 2, "x", "x", "", said))
