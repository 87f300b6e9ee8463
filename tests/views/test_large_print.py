"""Large print: whose it is, where it leads back to, and what the sign-in page says of the office."""

import pytest
from django.urls import reverse

STYLE = "css/large_print.css"


def is_large(client, name="password"):
    return STYLE in client.get(reverse(name)).content.decode()


def test_it_is_kept_with_the_person(visit, author, reviewer):
    client = visit(author)
    assert is_large(client) is False
    client.post(reverse("large_print"), {"large": "on"})
    assert (is_large(client), is_large(visit(author)), is_large(visit(reviewer))) == (True, True, False)
    client.post(reverse("large_print"), {"large": "off"})
    assert (is_large(client), is_large(visit(author))) == (False, False)


def test_the_person_before_at_the_same_machine_decides_nothing(visit, author, reviewer):
    client = visit(author)
    client.post(reverse("large_print"), {"large": "on"})
    client.force_login(reviewer, "reports.http.session.PersonBackend")
    assert is_large(client) is False


def test_before_signing_in_the_browser_keeps_it(signed_out):
    signed_out.post(reverse("large_print"), {"large": "on"})
    assert is_large(signed_out, "sign_in") is True
    signed_out.post(reverse("large_print"), {"large": "off"})
    assert is_large(signed_out, "sign_in") is False


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/reports/?a=1", "/reports/?a=1"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("", "/"),
        ("123", "/"),
    ],
)
def test_it_leads_back_and_nowhere_else(visit, author, asked, led):
    assert visit(author).post(reverse("large_print"), {"large": "on", "next": asked}).url == led


def test_the_sign_in_page_names_the_system_the_unit_and_whom_to_call(signed_out, settings):
    settings.OFFICE = {"name": "云溪县述职系统", "unit": "县委组织部", "contact": "<干部科> 5550100"}
    page = signed_out.get(reverse("sign_in")).content.decode()
    heading = page.partition("<h1>")[2].partition("</h1>")[0].strip()
    assert (heading, "县委组织部" in page, "&lt;干部科&gt; 5550100" in page) == ("云溪县述职系统", True, True)


def test_without_settings_the_sign_in_page_calls_itself_by_its_usual_name(signed_out):
    page = signed_out.get(reverse("sign_in")).content.decode()
    heading = page.partition("<h1>")[2].partition("</h1>")[0].strip()
    assert (heading, "Questions" in page) == ("Duty report system", False)
