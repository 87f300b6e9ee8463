"""`{% url %}` of our own says what Django's says."""

import pytest
from django.template import Context, Engine, Template
from django.urls import NoReverseMatch, reverse, set_script_prefix

from reports.templatetags.address import AddressNode


def render(tag, **values):
    return Template(f"{{% url {tag} %}}").render(Context(values))


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
    assert Template("{% url name pk as found %}[{{ found }}]").render(Context({"name": name, "pk": pk})) == "[]"


def test_below_another_prefix_it_is_another_address():
    before = render("'report' 7")
    try:
        set_script_prefix("/100%/")
        assert render("'report' 7") == reverse("report", args=[7])
    finally:
        set_script_prefix("/")
    assert (before, render("'report' 7")) == ("/reports/7/", "/reports/7/")
