"""Two people, or two tabs, on one section."""

import pytest
from django.urls import reverse

from reports.models import Section
from reports.prose.content import Words

from ..views.test_section import inputs


@pytest.fixture
def stale(section, page, author, assistant, visit, form_of):
    """The author's answer after the assistant saved first; both started from the same text."""

    def post(*, mine, theirs, by=None, tab="a"):
        sent = form_of(section, tab="b", **mine)
        visit(by or assistant).post(page, form_of(section, tab=tab, **theirs))
        return visit(author).post(page, sent)

    return post


def forms(answer):
    """The page's forms as a browser would send them: what can be saved from here."""
    html = answer.content.decode()
    found = []
    for start in html.split("<form")[1:]:
        if "data-decides" in start.split(">")[0]:
            part = start.split("</form>")[0]
            sent = {
                row["name"]: row.get("value", "") for row in inputs(part) if "name" in row and "readonly" not in row
            }
            sent["body"] = part.split('name="body"')[1].split(">\n", 1)[1].split("</textarea>")[0]
            found.append(sent)
    return found


APART = {"mine": {"heading": "抓好城乡供水"}, "theirs": {"body": "铺设管网【管网长度】公里，全线通水。"}}
TOUCHING = {"mine": {"body": "作者重写了全段。"}, "theirs": {"body": "代填人重写了全段。"}}


def test_both_texts_are_shown(stale, section):
    answer = stale(**TOUCHING)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert [text in html for text in ("作者重写了全段。", "代填人重写了全段。")] == [True, True]
    assert (html.count("<del>") > 1, html.count("<ins>") > 1) == (True, True)
    assert "方原 saved this section at " in html
    assert Section.objects.get(pk=section.pk).body == "代填人重写了全段。"


def test_no_proposal_where_the_changes_touch(stale):
    answer = stale(**TOUCHING)
    assert [form["body"] for form in forms(answer)] == ["作者重写了全段。"]
    assert "Both put together" not in answer.content.decode()


def test_a_proposal_where_they_do_not(stale):
    merged, mine = forms(stale(**APART))
    assert (merged["heading"], merged["body"]) == ("抓好城乡供水", "铺设管网【管网长度】公里，全线通水。")
    assert mine["heading"] == "抓好城乡供水"


def test_every_field_of_the_words_is_sent_from_there_with_what_it_was_loaded_with(stale):
    names = {*Words._fields, *(f"initial-{name}" for name in Words._fields)}
    assert [names - {*sent} for sent in forms(stale(**APART))] == [set(), set()]


@pytest.mark.parametrize("choice", [0, 1], ids=["both", "mine"])
def test_saving_what_the_page_offers(stale, section, page, author, visit, choice):
    sent = forms(stale(**APART))[choice]
    assert visit(author).post(page, sent).status_code == 302
    stored = Section.objects.get(pk=section.pk)
    assert (stored.heading, stored.body, stored.version) == (sent["heading"], sent["body"], 3)


def test_ones_own_other_tab_is_told_apart(stale, author):
    html = stale(**TOUCHING, by=author).content.decode()
    assert "You saved this section at " in html
    assert "in another tab or window." in html


def test_an_earlier_save_of_the_same_page_is_told_apart(stale, author):
    """The browser was stopped while it sent, and the page went on: both texts are there to choose from."""
    answer = stale(**TOUCHING, by=author, tab="b")
    assert (answer.status_code, [form["body"] for form in forms(answer)]) == (409, ["作者重写了全段。"])
    assert "on this page, and then the page as it was before." in answer.content.decode()


def test_a_value_filled_differently(stale, section, page, author, visit):
    answer = stale(mine={"管网长度": "50", "承建单位": "市工程队"}, theirs={"管网长度": "40"})
    html = answer.content.decode()
    figure = section.report.figures.get(label="管网长度")
    assert answer.status_code == 409
    assert "saved meanwhile: 40" in html
    assert ("values have been changed: 管网长度." in html, "saved this section" in html) == (True, False)
    sent = forms(answer)[0]
    assert (sent[f"figure-{figure.pk}"], sent[f"initial-figure-{figure.pk}"]) == ("50", "40")
    visit(author).post(page, sent)
    values = dict(section.report.figures.values_list("label", "value"))
    assert (values["管网长度"], values["承建单位"]) == ("50", "市工程队")


@pytest.mark.parametrize("choice", [0, 1], ids=["both", "mine"])
def test_words_typed_beside_a_value_filled_differently_are_saved_at_once(stale, section, page, author, visit, choice):
    answer = stale(mine={"body": "作者的【管网长度】。", "管网长度": "50"}, theirs={"管网长度": "40"})
    assert (answer.status_code, visit(author).post(page, forms(answer)[choice]).status_code) == (409, 302)
    stored = Section.objects.get(pk=section.pk)
    assert (stored.body, section.report.figures.get(label="管网长度").value) == ("作者的【管网长度】。", "50")


def test_values_typed_beside_stale_words_travel_along(stale, section, page, author, visit):
    sent = forms(
        stale(mine={"body": "作者的【管网长度】。", "管网长度": "50"}, theirs={"body": "代填的【管网长度】。"})
    )[0]
    visit(author).post(page, sent)
    assert section.report.figures.get(label="管网长度").value == "50"


def test_a_stale_value_in_the_fill_view(section, author, assistant, visit, form_of):
    url = reverse("fill", args=[section.report_id, section.pk])
    sent = {name: value for name, value in form_of(section, tab="b", 管网长度="50").items() if "body" not in name}
    sent = {name: value for name, value in sent.items() if "heading" not in name}
    visit(assistant).post(url, sent | {key: "40" for key in sent if key.startswith("figure-") and sent[key] == "50"})
    answer = visit(author).post(url, sent)
    assert (answer.status_code, "saved meanwhile: 40" in answer.content.decode()) == (409, True)
    assert section.report.figures.get(label="管网长度").value == "40"
