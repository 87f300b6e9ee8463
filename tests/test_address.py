"""`{% url %}` of our own says what Django's says."""

import pytest
from django.core.handlers.wsgi import get_script_name
from django.http import HttpRequest
from django.template import Context, Engine, RequestContext, Template
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse, set_script_prefix

from reports.templatetags.address import AddressNode


def render(tag, prefix="", **values):
    """As a page of the site does, which begins with setting the prefix."""
    request = RequestFactory(SCRIPT_NAME=prefix).get("/")
    set_script_prefix(get_script_name(request.environ))
    return Template(f"{{% url {tag} %}}").render(RequestContext(request, values))


@pytest.fixture(autouse=True)
def no_prefix_is_left():
    yield
    set_script_prefix("/")


def test_every_url_of_a_template_is_ours():
    (node,) = Template("{% url 'home' %}").nodelist
    assert isinstance(node, AddressNode)


@pytest.mark.parametrize("numbers", [(1, 2), (2, 1), (10**15, 0), (10**15 + 1, 10**15)])
def test_each_number_stands_in_its_place_whoever_asked_first(numbers):
    report, section = numbers
    assert (
        render("'section' report section", report=report, section=section) == f"/reports/{report}/sections/{section}/"
    )


@pytest.mark.parametrize(
    ("tag", "values"),
    [
        ("'home'", {}),
        ("name pk", {"name": "report", "pk": 7}),
        ("'report' report_pk=pk", {"pk": 7}),
        ("'report' pk", {"pk": "7"}),
        ("'admin:index'", {}),
        ("'ledger_kind' slug", {"slug": "reception"}),
    ],
)
def test_it_is_the_address_that_django_finds(tag, values):
    django_s = Engine().from_string(f"{{% url {tag} %}}")
    assert render(tag, **values) == django_s.render(Context(values))


@pytest.mark.parametrize("pk", [-1, "", None, "x"])
@pytest.mark.parametrize("name", ["report", "there_is_none"])
def test_what_has_no_address_is_refused_or_empty_where_the_template_asks_for_that(name, pk):
    with pytest.raises(NoReverseMatch):
        render("name pk", name=name, pk=pk)
    assert render("name pk as found %}[{{ found }}]{% firstof ''", name=name, pk=pk) == "[]"


def test_below_another_prefix_it_is_another_address():
    before = render("'report' 7")
    below = render("'report' 7", prefix="/100%"), reverse("report", args=[7])
    assert (before, below) == ("/reports/7/", ("/100%25/reports/7/",) * 2)
    assert render("'report' 7") == before


def test_a_prefix_is_escaped_as_any_value_is():
    assert render("'report' 7", prefix="/a&b") == "/a&amp;b/reports/7/"
    assert render("'report' 7 as found %}{% autoescape off %}{{ found }}{% endautoescape", prefix="/a&b") == (
        "/a&b/reports/7/"
    )


@pytest.mark.parametrize("context", [Context(), RequestContext(HttpRequest())], ids=["mail", "nobody asked"])
def test_where_nobody_asked_over_http_it_is_the_same(context):
    assert Template("{% url 'report' 7 %}").render(context) == "/reports/7/"
