import re
from html import unescape

import pytest
from django.urls import reverse

from reports.models import Cycle, Figure, Report, Section

from .test_section import inputs


def hrefs(html):
    return re.findall(r'<a href="(/reports/[^"#]+)#([^"]+)"', html)


def test_every_finding_leads_to_a_field_that_is_there(report, author, visit):
    """Followed as a person would: the page of the link has a field of that id."""
    client = visit(author)
    Figure.objects.filter(label__in=["管网长度", "走访次数"]).update(value="")
    Figure.objects.filter(label="通水日期").update(value="明年")
    Section.objects.filter(report=report, position=1).update(body="")
    Section.objects.filter(report=report, position=2).update(heading="")
    Section.objects.filter(report=report, position=4).update(body="短。")
    links = hrefs(client.get(reverse("check", args=[report.pk])).content.decode())
    pages = {url: [row.get("id") for row in inputs(client.get(url).content.decode())] for url, _ in links}
    assert len(links) == 6
    assert [place for url, place in links if place not in pages[url]] == []


def test_many_open_blanks_of_a_section_are_one_line(report, author, visit):
    Figure.objects.filter(label__in=["管网长度", "承建单位", "通水日期"]).update(value="")
    html = visit(author).get(reverse("check", args=[report.pk])).content.decode()
    section = report.sections.get(position=3)
    words = " ".join(re.sub("<[^>]+>", " ", html).split())
    assert words.count("3 figures are not filled in 管网长度、承建单位、通水日期") == 1
    assert html.count(f'href="{reverse("fill", args=[report.pk, section.pk])}"') == 1
    assert (words.count("is not filled in"), reverse("fill_report", args=[report.pk]) in html) == (0, True)


RULES = [
    ({"min_problems": 2}, 4, "一是走得不够多；二是想得不够深。", "1 problem is listed; at least 2 are asked for."),
    ({"stock_phrases": "别的话\r\n 学习不够深入 \r\n"}, 4, "学习不够深入。", "“学习不够深入” is said in every report."),
]


@pytest.mark.parametrize(("rules", "position", "body", "said"), RULES, ids=["few", "stock phrase"])
def test_the_rules_of_the_round_on_problems_stand_on_the_check_page(report, author, visit, rules, position, body, said):
    client, check, submit = visit(author), reverse("check", args=[report.pk]), reverse("submit", args=[report.pk])
    Cycle.objects.filter(pk=report.cycle_id).update(**rules)
    wrong = body if "stock_phrases" in rules else "走得不够多。"
    Section.objects.filter(report=report, position=position).update(body=wrong)
    page = unescape(client.get(check).content.decode())
    assert (said in page, submit in page, client.post(submit).url) == (True, False, check)
    mended = "到村组走访少了一半，三处渗漏没有及时发现。" if "stock_phrases" in rules else body
    Section.objects.filter(report=report, position=position).update(body=mended)
    page = unescape(client.get(check).content.decode())
    assert (said in page, submit in page) == (False, True)


def test_a_stock_phrase_may_stand_where_duties_are_told(report, author, visit):
    Cycle.objects.filter(pk=report.cycle_id).update(stock_phrases="学习")
    page = visit(author).get(reverse("check", args=[report.pk])).content.decode()
    assert "is said in every report" not in page


def test_a_missing_title_leads_to_its_page(report, author, visit):
    Report.objects.update(title="")
    assert reverse("title", args=[report.pk]) in visit(author).get(reverse("check", args=[report.pk])).content.decode()


def test_a_finding_in_a_locked_section_has_no_link(returned, author, visit):
    Figure.objects.filter(label="管网长度").update(value="")
    html = visit(author).get(reverse("check", args=[returned.pk])).content.decode()
    assert (hrefs(html), html.count("locked: it was not returned")) == ([], 1)


def test_checked_then_looked_over_then_submitted(report, author, visit):
    client = visit(author)
    submit = reverse("submit", args=[report.pk])
    assert submit in client.get(reverse("check", args=[report.pk])).content.decode()
    summary = client.get(submit).content.decode()
    assert ("5 / 5" in summary, "2026年度述职报告" in summary) == (True, True)
    assert Report.objects.get().state == "draft"
    assert client.post(submit).url == reverse("report", args=[report.pk])
    assert Report.objects.get().state == "submitted"


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_incomplete_report_is_led_to_what_is_missing(report, author, visit, method):
    Figure.objects.filter(label="管网长度").update(value="")
    answer = getattr(visit(author), method)(reverse("submit", args=[report.pk]))
    assert answer.url == reverse("check", args=[report.pk])
    assert Report.objects.get().state == "draft"


def test_withdrawn_until_somebody_opened_it(submitted, author, reviewer, visit):
    withdraw, page = reverse("withdraw", args=[submitted.pk]), reverse("report", args=[submitted.pk])
    client = visit(author)
    assert withdraw in client.get(page).content.decode()
    assert visit(reviewer).post(reverse("open", args=[submitted.pk])).status_code == 302
    assert withdraw not in client.get(page).content.decode()
    answer = client.post(withdraw, follow=True)
    assert "It cannot be withdrawn any more" in answer.content.decode()
    assert Report.objects.get().state == "in_review"


def test_withdrawn(submitted, author, visit):
    visit(author).post(reverse("withdraw", args=[submitted.pk]))
    assert Report.objects.get().state == "draft"


def test_returned_and_approved(submitted, reviewer, visit):
    client, section = visit(reviewer), submitted.sections.get(position=4)
    url = reverse("return", args=[submitted.pk])
    empty = client.post(url, {f"reason-{section.pk}": " "})
    assert (empty.status_code, Report.objects.get().state) == (422, "submitted")
    assert client.post(url, {f"reason-{section.pk}": "太笼统。"}).url == reverse("reviews")
    assert (Report.objects.get().state, submitted.sections.get(position=4).return_reason) == ("returned", "太笼统。")


UNFINISHED = "XX单位某某同志解决*件，【未闭合，＿＿个，待补充。"


def test_unfinished_text_is_listed_and_never_submitted(report, author, visit):
    """Not by the page, and not by a post that leaves the page out."""
    client = visit(author)
    Section.objects.filter(report=report, position=3).update(body=UNFINISHED)
    html = client.get(reverse("check", args=[report.pk])).content.decode()
    assert [html.count(f"“{sign}”") for sign in ["XX", "某某", "*", "【", "＿＿", "待补充"]] == [1] * 6
    assert reverse("submit", args=[report.pk]) not in html
    answer = client.post(reverse("submit", args=[report.pk]))
    assert (answer.url, Report.objects.get().state) == (reverse("check", args=[report.pk]), "draft")


@pytest.mark.parametrize("value", ["XX", "待补充", "（待补充）", "＿＿"])
def test_a_value_that_is_none_is_not_submitted(report, author, visit, value):
    Figure.objects.filter(label="承建单位").update(value=value)
    visit(author).post(reverse("submit", args=[report.pk]))
    assert Report.objects.get().state == "draft"


@pytest.fixture
def last_years(report):
    Report.objects.update(title="2025年度述职报告")
    Section.objects.filter(report=report, position=3).update(body="2023年，铺设【管网长度】公里。")


def test_another_year_is_asked_about_and_may_be_meant(report, last_years, author, visit):
    client, submit = visit(author), reverse("submit", args=[report.pk])
    html = client.get(reverse("check", args=[report.pk])).content.decode()
    assert [html.count(f"“{year}” is not the year") for year in ["2025年", "2023年"]] == [1, 1]
    assert submit in html
    form = client.get(submit).context["form"]
    keys = [key for key, _sentence in form.fields["meant"].choices]
    assert len(keys) == 2
    for meant in [[], keys[:1], [keys[0], "0:year:other"], keys[:1] * 2]:
        assert client.post(submit, {"meant": meant}).status_code == 422
        assert Report.objects.get().state == "draft"
    assert client.post(submit, {"meant": keys}).status_code == 302
    assert Report.objects.get().state == "submitted"


def test_two_sections_that_contradict_each_other_are_asked_about_with_the_values_filled_in(report, author, visit):
    """What is said with a value in a blank is held against what is written out in another section."""
    section = report.sections.get(heading="坚持学用结合")
    section.body = "全年铺设供水管网13.5公里，群众满意。\n"
    section.save()
    other = report.sections.get(heading="抓好供水保障")
    other.body = "铺设供水管网【管网长度】公里，由【承建单位】承建，【通水日期】通水。\n"
    other.save()
    client = visit(author)
    checked = client.get(reverse("check", args=[report.pk]))
    asked = [(one.section.pk, one.words.check, one.words.text) for one in checked.context["progress"].questions]
    assert asked == [(other.pk, "two_values", "铺设供水管网31.5公里")]
    submit = reverse("submit", args=[report.pk])
    assert client.post(submit).status_code == 422
    meant = [key for key, _sentence in client.get(submit).context["form"].fields["meant"].choices]
    assert client.post(submit, {"meant": meant}).status_code == 302


def test_a_value_against_last_years_is_asked_about_and_may_be_meant(report, author, visit):
    section = report.sections.get(heading="抓好供水保障")
    section.body = "铺设供水管网【管网长度】公里，同比减少一成，由【承建单位】承建，【通水日期】通水。\n"
    section.save()
    report.figures.filter(label="管网长度").update(value="31.5", previous="3.15")
    client = visit(author)
    checked = client.get(reverse("check", args=[report.pk]))
    asked = [(one.words.check, one.words.text, one.words.suggestion) for one in checked.context["progress"].questions]
    assert asked == [("ten_times", "【管网长度】", ""), ("direction", "减少", "增加")]
    assert "“管网长度” is 31.5, last year it was 3.15" in checked.content.decode()
    submit = reverse("submit", args=[report.pk])
    assert client.post(submit).status_code == 422
    meant = [key for key, _sentence in client.get(submit).context["form"].fields["meant"].choices]
    assert client.post(submit, {"meant": meant}).status_code == 302


def test_a_number_in_the_words_is_held_against_last_years_report(report, last_year, author, visit):
    section = report.sections.get(heading="坚持学用结合")
    section.body = "组织集中学习210次。\n"
    section.save()
    client = visit(author)
    checked = client.get(reverse("check", args=[report.pk]))
    asked = [(one.words.check, one.words.text) for one in checked.context["progress"].questions]
    assert asked == [("ten_times_in_words", "210")]
    assert "last year 21 stood between these words" in checked.content.decode()
    last_year.figures.filter(label="学习次数").update(value="190")
    checked = client.get(reverse("check", args=[report.pk]))
    assert checked.context["progress"].questions == []


def test_a_hint_is_said_once_with_the_number_of_others_and_stands_in_nobodys_way(report, author, visit):
    section = report.sections.get(heading="坚持学用结合")
    section.body = "组织集中学习【学习次数】次,人人参加,个个发言,效果很好。\n"
    section.save()
    client = visit(author)
    checked = client.get(reverse("check", args=[report.pk]))
    hints = [(one.section.pk, one.words.check, one.more) for one in checked.context["progress"].hints]
    assert (hints, checked.context["progress"].questions) == ([(section.pk, "half_width", 2)], [])
    page, place = reverse("section", args=[report.pk, section.pk]), section.body.index(",")
    assert f'href="{page}?at={place}-{place + 1}#id_body"' in checked.content.decode()
    assert client.post(reverse("submit", args=[report.pk])).status_code == 302
