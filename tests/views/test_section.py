"""The section page and the fill view, as a browser without JavaScript uses them."""

import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from lxml.html import fromstring

from reports.models import Figure, Report, Section
from reports.prose.content import Words

JSON = {"accept": "application/json"}


def stored(section):
    row = Section.objects.get(pk=section.pk)
    return row.heading, row.body, row.version


def values(report):
    return dict(report.figures.values_list("label", "value"))


def field(response, name):
    """The attributes of the input of that name."""
    return next(row for row in inputs(response.content.decode()) if row.get("name") == name)


def inputs(html):
    found = []

    class Inputs(HTMLParser):
        def handle_starttag(self, tag, attrs):
            if tag in {"input", "textarea", "select", "button"}:
                found.append(dict(attrs))

    Inputs().feed(html)
    return found


def test_every_field_of_the_words_is_sent_with_what_it_was_loaded_with(page, author, visit):
    sent = {row.get("name") for row in inputs(visit(author).get(page).content.decode())}
    assert {*Words._fields, *(f"initial-{name}" for name in Words._fields)} - sent == set()


@pytest.mark.parametrize("name", ["section", "fill"])
def test_a_page_sent_unchanged_changes_nothing(section, author, visit, name):
    """Just as a browser would send what stands in the page: nothing is written, nothing counted."""
    client, url = visit(author), reverse(name, args=[section.report_id, section.pk])
    sent = {row["name"]: row.get("value", "") for row in inputs(client.get(url).content.decode()) if "name" in row}
    sent |= {"body": section.body} if name == "section" else {}
    sent.pop("next", None)
    assert client.post(url, sent).status_code == 302
    assert stored(section) == (section.heading, section.body, 1)
    assert values(section.report)["管网长度"] == "31.5"


def test_saving_goes_back_to_the_section(section, page, author, visit, form_of):
    answer = visit(author).post(page, form_of(section, body="全线\r\n通水【管网长度】公里。", 管网长度="40"))
    assert (answer.status_code, answer.url) == (302, page)
    assert stored(section) == ("抓好供水保障", "全线\n通水【管网长度】公里。", 2)
    assert values(section.report)["管网长度"] == "40"


def test_saving_goes_on_to_the_next(section, page, author, visit, form_of):
    following = section.report.sections.get(position=4)
    answer = visit(author).post(page, form_of(section, next="1"))
    assert answer.url == reverse("section", args=[section.report_id, following.pk])


def test_saving_the_last_goes_to_the_report(report, author, visit, form_of):
    last = report.sections.get(position=5)
    answer = visit(author).post(reverse("section", args=[report.pk, last.pk]), form_of(last, next="1"))
    assert answer.url == reverse("report", args=[report.pk])


def test_wrong_values_are_kept_as_typed_and_marked(section, page, author, visit, form_of):
    client = visit(author)
    client.post(page, form_of(section, 管网长度="约四十", 通水日期="6月32日"))
    assert (values(section.report)["管网长度"], values(section.report)["通水日期"]) == ("约四十", "6月32日")
    shown = client.get(page)
    for label, typed in [("管网长度", "约四十"), ("通水日期", "6月32日")]:
        name = f"figure-{section.report.figures.get(label=label).pk}"
        row = field(shown, name)
        assert (row["value"], row["aria-invalid"], row["aria-describedby"]) == (typed, "true", f"id_{name}-error")
    assert shown.content.decode().count('class="err"') == 2


def test_the_fill_view_fills(section, author, visit, form_of):
    url = reverse("fill", args=[section.report_id, section.pk])
    sent = form_of(section, 管网长度="40")
    sent = {name: value for name, value in sent.items() if not name.endswith(("heading", "body"))}
    assert visit(author).post(url, sent).url == url
    assert values(section.report)["管网长度"] == "40"
    assert stored(section) == (section.heading, section.body, 1)


def test_a_label_used_twice_is_one_field_in_the_fill_view(section, author, visit):
    Section.objects.filter(pk=section.pk).update(body="铺设【管网长度】公里，全长【管网长度】公里。")
    html = visit(author).get(reverse("fill", args=[section.report_id, section.pk])).content.decode()
    figure = section.report.figures.get(label="管网长度")
    assert [row["name"] for row in inputs(html) if row.get("name", "").startswith("figure-")] == [f"figure-{figure.pk}"]
    assert html.count(f'data-echo="id_figure-{figure.pk}"') == 1


def test_all_open_figures_on_one_page_each_saved_with_its_section(report, author, visit):
    """As a browser without JavaScript sends the first form; what is filled leaves the page, and at last says so."""
    Figure.objects.filter(label__in=["管网长度", "走访次数"]).update(value="")
    client, page = visit(author), reverse("fill_report", args=[report.pk])
    for position, label in [(3, "管网长度"), (5, "走访次数")]:
        html = client.get(page).content.decode()
        name = f"figure-{report.figures.get(label=label).pk}"
        section = report.sections.get(position=position)
        url = reverse("fill", args=[report.pk, section.pk])
        assert (html.count(f'name="{name}"'), html.count(f'action="{url}"')) == (1, 1)
        answer = client.post(url, {"version": 1, "tab": "a", "together": 1, name: "7", f"initial-{name}": ""})
        assert answer.url == f"{page}#section-{section.pk}"
    assert "Every figure is filled in." in client.get(page).content.decode()
    assert (values(report)["管网长度"], values(report)["走访次数"]) == ("7", "7")


def test_a_label_in_two_sections_is_one_field_among_all_open_figures(report, author, visit):
    Figure.objects.filter(label__in=["管网长度", "走访次数"]).update(value="")
    Section.objects.filter(report=report, position=5).update(body="再铺【管网长度】公里，走访【走访次数】次。")
    html = visit(author).get(reverse("fill_report", args=[report.pk])).content.decode()
    figure = report.figures.get(label="管网长度")
    assert (html.count(f'name="figure-{figure.pk}"'), html.count(f'data-echo="id_figure-{figure.pk}"')) == (1, 1)


def test_only_unlocked_sections_are_among_all_open_figures(returned, author, visit):
    Figure.objects.update(value="")
    html = visit(author).get(reverse("fill_report", args=[returned.pk])).content.decode()
    urls = {section.pk: reverse("fill", args=[returned.pk, section.pk]) for section in returned.sections.all()}
    shown = {pk for pk, url in urls.items() if f'action="{url}"' in html}
    assert shown <= set(returned.sections.exclude(return_reason="").values_list("pk", flat=True))


def test_the_page_of_all_blanks_holds_the_filled_ones_too(report, author, visit):
    """To be corrected there, after those that are open."""
    Figure.objects.filter(label="管网长度").update(value="")
    answer = visit(author).get(reverse("fill_report", args=[report.pk]))
    shown = {name: [form.progress.section.position for form in answer.context[name]] for name in ["forms", "filled"]}
    assert shown == {"forms": [3], "filled": [2, 5]}
    html = answer.content.decode()
    assert html.count('data-autosave="') == 3
    visits = report.figures.get(label="走访次数")
    assert html.index('class="filled"') < html.index(f'name="figure-{visits.pk}"')


def test_the_page_of_all_blanks_lists_values_without_a_place(report, author, visit):
    Section.objects.filter(report=report, position=3).update(heading="", body="管网都通了。")
    html = visit(author).get(reverse("fill_report", args=[report.pk])).content.decode()
    assert re.findall(r"<li>\s*(【.*】[^<]*?)\s*</li>", html) == [
        "【管网长度】31.5公里",
        "【承建单位】县工程队",
        "【通水日期】2026年6月1日",
    ]


def test_the_page_of_all_blanks_names_each_wrong_value_once_and_links_to_it(report, author, visit):
    """Also one that stands in two sections."""
    Figure.objects.filter(label="管网长度").update(value="十几")
    Section.objects.filter(report=report, position=5).update(body="再铺【管网长度】公里，走访【走访次数】次。")
    html = visit(author).get(reverse("fill_report", args=[report.pk])).content.decode()
    field = f"id_figure-{report.figures.get(label='管网长度').pk}"
    summary = fromstring(html).xpath("//*[@class='error-summary']//li")
    assert [(one.find("a").get("href"), " ".join(one.text_content().split())) for one in summary] == [
        (f"#{field}", "“管网长度” must be a number, such as 1,234.5. You wrote “十几”.")
    ]
    assert html.count(f'id="{field}"') == 1


def test_over_the_limit_is_said_in_words(section, page, author, visit):
    Section.objects.filter(pk=section.pk).update(heading="", body="字" * 225)
    assert "25 characters too many" in " ".join(visit(author).get(page).content.decode().split())


def test_last_year_stands_beside(section, page, author, visit, last_year):
    html = visit(author).get(page).content.decode()
    assert "铺设管网21公里" in html
    assert '<td class="n" data-column="Last year">21</td>' in html
    assert "+50.0%" in html


def test_markup_in_words_is_shown_as_words(section, page, author, visit, form_of):
    client = visit(author)
    client.post(page, form_of(section, heading='"><b>甲</b>', body="</textarea><script>alert(1)</script>【<i>签】"))
    for url in [page, reverse("fill", args=[section.report_id, section.pk]), reverse("read", args=[section.report_id])]:
        html = client.get(url).content.decode()
        assert [tag for tag in ("<script>alert", "<b>甲", "<i>签") if tag in html] == []
    assert stored(section)[1] == "</textarea><script>alert(1)</script>【<i>签】"


def test_an_empty_line_at_the_start_is_kept(section, page, author, visit, form_of):
    """A browser drops one line end after <textarea>: the page puts one there."""
    client = visit(author)
    client.post(page, form_of(section, body="\n\n第三行。"))
    assert "\n\n\n第三行。</textarea>" in client.get(page).content.decode()


@pytest.mark.parametrize(
    "broken", [{"version": "x"}, {"version": ""}, {"tab": "t" * 41}, {"heading": "长" * 201}, {"body": "有\0空字符"}]
)
def test_a_broken_post_is_answered_and_shown_again(section, page, author, visit, form_of, broken):
    sent = form_of(section, body="我写的。") | broken
    answer = visit(author).post(page, sent)
    assert answer.status_code == 422
    assert stored(section) == (section.heading, section.body, 1)
    assert sent["body"].replace("\0", "") in answer.content.decode().replace("\0", "")
    assert visit(author).post(page, sent, headers=JSON).status_code == 422


def test_locked_meanwhile(submitted, author, visit, form_of):
    """The words typed come back, and the values."""
    section = submitted.sections.get(position=3)
    url = reverse("section", args=[submitted.pk, section.pk])
    answer = visit(author).post(url, form_of(section, body="白写的一段。", 管网长度="4711"))
    html = answer.content.decode()
    assert answer.status_code == 409
    assert ("白写的一段。" in html, "4711" in html) == (True, True)
    assert stored(section) == (section.heading, section.body, 1)
    assert visit(author).get(url).url == reverse("read", args=[submitted.pk])


def test_title_and_salutation(report, author, visit):
    client, url = visit(author), reverse("title", args=[report.pk])
    assert client.post(url, {"title": "", "salutation": ""}).status_code == 200
    assert client.post(url, {"title": "述职述廉", "salutation": "各位："}).url == reverse("report", args=[report.pk])
    assert Report.objects.values_list("title", "salutation").get() == ("述职述廉", "各位：")


def test_kind_unit_and_source_of_a_figure(report, author, visit):
    figure = report.figures.get(label="管网长度")
    url = reverse("figure", args=[report.pk, figure.pk])
    assert visit(author).post(url, {"kind": "text", "unit": "千米", "source": "年报"}).status_code == 302
    assert Figure.objects.values_list("kind", "unit", "source").get(pk=figure.pk) == ("text", "千米", "年报")
    assert visit(author).post(url, {"kind": "colour"}).status_code == 200
    assert Figure.objects.get(pk=figure.pk).kind == "text"


# as the page's script saves


def test_a_blank_whose_label_is_changed_keeps_its_value_in_sight(section, page, author, visit, form_of):
    client = visit(author)
    sent = form_of(section, body=section.body.replace("【管网长度】", "【供水里程】"))
    assert client.post(page, sent).status_code == 302
    figure = section.report.figures.get(label="供水里程")
    for name in ("section", "fill"):
        shown = client.get(reverse(name, args=[section.report_id, section.pk]))
        assert field(shown, f"figure-{figure.pk}")["value"] == "31.5"
        assert "Values without a place in the text" not in shown.content.decode()


def test_a_page_opened_before_saves_its_value_under_the_new_label(section, page, author, visit, form_of):
    stale = form_of(section, 管网长度="40")
    client = visit(author)
    client.post(page, form_of(section, body=section.body.replace("【管网长度】", "【供水里程】")))
    fill = reverse("fill", args=[section.report_id, section.pk])
    assert client.post(fill, stale | {"version": 2}).status_code == 302
    assert values(section.report)["供水里程"] == "40"


def test_a_value_whose_blank_is_taken_out_stays_in_sight_until_it_is_written_again(
    section, page, author, visit, form_of
):
    client = visit(author)
    client.post(page, form_of(section, body="全线通水。"))
    for name in ("section", "fill"):
        shown = client.get(reverse(name, args=[section.report_id, section.pk])).content.decode()
        assert "<li>【管网长度】31.5公里</li>" in "".join(shown.split())
    told = client.post(page, form_of(section, body="修了【管网长度】公里。"), headers=JSON).json()
    assert "【管网长度】31.5" not in told["figures"]
    assert 'value="31.5"' in told["figures"]


def test_json_saves(section, page, author, visit, form_of):
    answer = visit(author).post(page, form_of(section, body="铺设【管网长度】公里。"), headers=JSON)
    assert answer.status_code == 200
    told = answer.json()
    assert told.pop("saved").count(":") == 1
    assert [row["name"] for row in inputs(told.pop("figures")) if row["name"].startswith("figure-")] == [
        f"figure-{section.report.figures.get(label='管网长度').pk}"
    ]
    assert told.pop("to") == page  # by which the page knows that this is the answer to what it sent
    beside = fromstring(told.pop("words")).text_content().split()
    assert beside == ["Tables", "Add", "a", "table", "at", "the", "end"]  # nothing found
    assert told.pop("marks") == []
    assert told == {"version": 2, "characters": 11, "withPunctuation": 12, "filled": 1, "blanks": 1, "errors": {}}


def test_json_tells_what_the_checks_say_of_the_words(section, page, author, visit, form_of):
    told = visit(author).post(page, form_of(section, body="2023年，新建*座（一期。"), headers=JSON).json()
    assert [told["words"].count(words) for words in ["“*” is not finished", "“（” has no", "“2023年” is not"]] == [
        1
    ] * 3
    html = visit(author).get(page).content.decode()
    assert html.count("“*” is not finished") == 1


def test_json_tells_wrong_values(section, page, author, visit, form_of):
    figure = section.report.figures.get(label="管网长度")
    told = visit(author).post(page, form_of(section, 管网长度="约四十"), headers=JSON).json()
    assert told["errors"] == {
        f"figure-{figure.pk}": "“管网长度” must be a number, such as 1,234.5. You wrote “约四十”."
    }
    assert values(section.report)["管网长度"] == "约四十"


def test_json_signed_out(section, page, signed_out, form_of):
    answer = signed_out.post(page, form_of(section, body="我写的。"), headers=JSON)
    assert (answer.status_code, answer.json()) == (401, {"to": page, "message": "Your sign-in has expired."})
    assert stored(section) == (section.heading, section.body, 1)


def test_json_stale(section, page, author, assistant, visit, form_of):
    sent = form_of(section, tab="b", body="作者的。")
    visit(assistant).post(page, form_of(section, body="代填的。"))
    answer = visit(author).post(page, sent, headers=JSON)
    assert (answer.status_code, answer.json()["conflict"]) == (409, True)
    assert answer.json()["message"].startswith("方原 saved this section at ")


def test_json_locked(submitted, author, visit, form_of):
    section = submitted.sections.get(position=3)
    url = reverse("section", args=[submitted.pk, section.pk])
    answer = visit(author).post(url, form_of(section, body="白写。"), headers=JSON)
    assert (answer.status_code, sorted(answer.json())) == (409, ["message", "to"])
