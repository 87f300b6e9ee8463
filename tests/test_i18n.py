"""`{% translate %}` of our own says what Django's says."""

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.template import Context, Engine, Template
from django.utils.autoreload import file_changed
from django.utils.translation import override

from reports.templatetags.i18n import ConstantText

CONSTANT = ['"Duty reports"', '"Comment" context "do it"', '"Answer" context "do it"', '"100 % of it"']
OTHERS = [
    "text",
    '"Draft"|upper',
    "text|lower",
    '"Draft" noop',
    '"Draft" context where',
    '"<b>&amp;</b>"',
    '"Draft" as found %}{{ found }}{% translate "Draft"',
]


def source(tag):
    return f"{{% load i18n %}}{{% translate {tag} %}}"


@pytest.mark.parametrize("tag", CONSTANT + OTHERS)
def test_it_says_what_django_says_in_each_language_whoever_asked_first(tag):
    django_s = Engine(libraries={"i18n": "django.templatetags.i18n"}).from_string(source(tag))
    ours = Template(source(tag))
    for autoescape in (True, False):
        values = Context({"text": "Draft <b>", "where": "state of a report"}, autoescape=autoescape)
        for language in ("zh-hans", "en", "zh-hans", None):
            with override(language):
                assert ours.render(values) == django_s.render(values)


@pytest.mark.parametrize("tag", CONSTANT)
def test_a_constant_text_is_found_once(tag):
    (node,) = Template(source(tag)).nodelist.get_nodes_by_type(ConstantText)
    with override("zh-hans"):
        said = [node.render(Context()) for _time in range(2)]
    assert (said[0] == said[1], len(node._found)) == (True, 1)


def test_what_may_differ_each_time_is_not_kept():
    template = Template(source("text"))
    with override("zh-hans"):
        assert [template.render(Context({"text": text})) for text in ("Draft", "Submitted")] == ["草稿", "已提交"]


def test_a_catalogue_that_was_translated_meanwhile_is_asked_anew():
    """As `manage.py runserver` reads it again."""
    template = Template(source('"Draft"'))
    (node,) = template.nodelist.get_nodes_by_type(ConstantText)
    with override("zh-hans"):
        template.render(Context())
    file_changed.send(sender=None, file_path=settings.LOCALE_PATHS[0] / "zh_Hans" / "LC_MESSAGES" / "django.mo")
    with override("zh-hans"):
        assert template.render(Context()) == "草稿"
    assert len(node._found) == 2


def test_no_other_library_stands_in_for_one_of_the_same_name():
    """What is silenced in the settings would say so."""
    doubled = {said.msg.partition(" ")[0] for said in run_checks() if said.id == "templates.W003"}
    assert doubled == {"'i18n'", "'static'"}
