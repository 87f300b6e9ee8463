"""All suggestions of a section: the page that shows what it would do, and the button."""

import pytest
from django.urls import reverse

from reports.actions.comment import add_comment
from reports.models import Section

from ..factories import MOMENT


@pytest.fixture
def problems(returned, reviewer):
    """Two suggestions that fit, two for the same words."""
    section = returned.sections.get(position=4)
    section.report = returned
    for words, other in [("到村组", "下村"), ("深入", "细致"), ("调研", "研究"), ("研还", "研都")]:
        start = section.body.index(words)
        place = {"section": section, "read": section.body, "passage": (start, start + len(words))}
        add_comment(**place, text="", replacement=other, by=reviewer, at=MOMENT)
    return section


def test_first_shown_then_done(problems, visit, author):
    client = visit(author)
    url = reverse("suggestions", args=[problems.report_id, problems.pk])
    assert f'href="{url}"' in client.get(reverse("read", args=[problems.report_id])).content.decode()
    shown = client.get(url)
    page = shown.content.decode()
    assert page.index("<del>到村组</del>") < page.index("<ins>下村</ins>") < page.index("<del>深入</del>")
    assert page.count("Another suggestion is about the same words.") == 2
    assert Section.objects.get(pk=problems.pk).body == problems.body
    answer = client.post(url, {"token": shown.context["plan"].token})
    assert answer.url == reverse("read", args=[problems.report_id])
    assert Section.objects.get(pk=problems.pk).body == "下村走得不够多，调研还不够细致。"


def test_what_has_changed_meanwhile_is_shown_anew(problems, visit, author):
    client = visit(author)
    url = reverse("suggestions", args=[problems.report_id, problems.pk])
    answer = client.post(url, {"token": "1.0"}, follow=True)
    assert answer.redirect_chain == [(url, 302)]
    assert "Nothing was put in" in answer.content.decode()
    assert Section.objects.get(pk=problems.pk).body == problems.body
