"""The lists of a round: filters in the address, search, order, columns, pages, files."""

from io import BytesIO

import pytest
from django.db import connection
from django.db.models import Q
from django.urls import reverse
from lxml import html
from openpyxl import load_workbook

from reports.access.cycle import OrganisedCycle
from reports.actions.report import submit_report, withdraw_report
from reports.models import GradeScale, Participant, Report, Review, RevisionText, Unit, User
from reports.pages.listing import PAGE_LENGTH

from ..factories import MOMENT, UserFactory, many_reports, write_report
from .rounds import fill_round, give_grade, submit_words, take_part

LISTS = ["participants", "cycle_reports", "cycle_reviews"]
HUGE = "9" * 40


@pytest.fixture
def school(county):
    return Unit.objects.create(name="教育局", parent=county)


@pytest.fixture
def full(cycle, stage, bureau, office, school, reviewer):
    cycle.grade_scale, cycle.best_grade_quota = GradeScale.of_labels(["好", "较好"]), None
    fill_round(cycle, stage, bureau, office, school, reviewer)
    return cycle


@pytest.fixture
def look(cycle, organiser, visit):
    """The rows that the list shows for a query, as they are stored."""
    client = visit(organiser)

    def look(name, query="", **asked):
        answer = client.get(f"{reverse(name, args=[cycle.pk])}?{query}", asked or None)
        assert answer.status_code == 200
        return [row.source for row in answer.context["page"]]

    return look


def table_of(answer):
    rows = html.fromstring(answer.content.decode()).xpath("//table[contains(@class, 'list')]//tr")
    """What stands in it, without the boxes to tick."""
    cells = [row.xpath("./*[not(.//input) and not(.//*[@class='visually-hidden'])]") for row in rows]
    return [[" ".join(cell.text_content().split()) for cell in row] for row in cells]


@pytest.mark.parametrize(
    ("name", "query", "count"),
    [
        ("participants", "", 27),
        ("participants", "progress=not_begun", 10),
        ("participants", "progress=not_asked", 1),
        ("participants", "state=exempt", 1),
        ("participants", "late=on", 1),
        ("participants", "never_signed_in=on", 1),
        ("cycle_reports", "", 16),
        ("cycle_reports", "state=in_review", 6),
        ("cycle_reports", "grade=好", 2),
        ("cycle_reports", "grade=none", 2),
        ("cycle_reviews", "", 9),
        ("cycle_reviews", "turn=waiting", 5),
        ("cycle_reviews", "turn=vacant", 1),
        ("cycle_reviews", "turn=decided", 3),
        ("cycle_reviews", "grade=好", 2),
    ],
)
def test_a_filter(full, look, name, query, count):
    assert len(look(name, query)) == count


def test_who_has_left_with_a_report_that_nobody_finishes(full, look):
    """Not begun, being written or in review; not those whose report is approved, or asked of nobody."""
    User.objects.filter(participations__cycle=full).update(is_active=False)
    asked = full.participants.filter(state="writing")
    unfinished = asked.filter(Q(report=None) | Q(report__state__in=["draft", "submitted", "in_review", "returned"]))
    assert {row.pk for row in look("participants", "left_behind=on")} == {row.pk for row in unfinished}
    assert (unfinished.count(), asked.count()) == (22, 26)


def test_the_filter_by_grade_finds_those_whose_column_says_it(full, look):
    """Agreed, settled to be another one, settled not to have any, the reviewers of the last stage differ."""
    approved = full.reports.filter(state__in=["published", "approved"]).order_by("pk")
    agreed, settled, without, differs = approved
    for report, grades in [(agreed, ["好", "好"]), (settled, ["好"]), (without, ["好"]), (differs, ["好", "较好"])]:
        for grade in grades:
            give_grade(report, UserFactory.create(), full.stages.last(), grade)
    Participant.objects.filter(report=settled).update(grade="较好")
    Participant.objects.filter(report=without).update(is_ungraded=True)

    found = {asked: {row.pk for row in look("cycle_reports", grade=asked)} for asked in ("好", "较好", "none")}

    assert found == {"好": {agreed.pk}, "较好": {settled.pk}, "none": {without.pk, differs.pk}}
    said = approved.with_final_grade().values_list("pk", "final_grade")
    assert dict(said) == {agreed.pk: "好", settled.pk: "较好", without.pk: "", differs.pk: ""}


def test_who_handed_in_late_and_who_not_at_all_are_told_apart(full, organiser, visit):
    late = full.participants.filter(report__state="submitted").first()
    Participant.objects.filter(pk=late.pk).update(due="2026-01-01", due_reason="x")
    answer = visit(organiser).get(reverse("participants", args=[full.pk]), {"late": "on", "columns": ["name", "late"]})
    missing = Participant.objects.get(person__last_login=None, cycle=full)
    rows = {tuple(row) for row in table_of(answer)[1:]}
    assert rows == {(late.person.name, "late"), (missing.person.name, "not handed in")}


def test_every_late_report_of_the_list_says_what_is_late_about_it(full, organiser, visit):
    submitted, draft = (full.participants.filter(report__state=state).first() for state in ("submitted", "draft"))
    full.participants.filter(pk__in=[submitted.pk, draft.pk]).update(due="2026-01-01", due_reason="x")
    answer = visit(organiser).get(reverse("cycle_reports", args=[full.pk]), {"late": "on", "columns": ["name", "late"]})
    rows = {tuple(row) for row in table_of(answer)[1:]}
    assert rows == {(submitted.person.name, "late"), (draft.person.name, "not handed in")}


@pytest.mark.parametrize(
    ("name", "query", "is_open"),
    [
        ("participants", "q=干部&progress=draft", False),
        ("participants", "late=on", True),
        ("cycle_reports", "", False),
        ("cycle_reports", "since=nonsense", True),
        ("cycle_reviews", "stage=1", True),
    ],
)
def test_filters_are_folded_until_one_of_them_narrows_the_list(full, organiser, visit, name, query, is_open):
    """Without scripts, by an element that opens itself; none is missing from the form."""
    answer = visit(organiser).get(f"{reverse(name, args=[full.pk])}?{query}")
    form = html.fromstring(answer.content.decode()).xpath("//form[@role='search']")[0]
    assert form.xpath("boolean(.//details[.//*[@name='late']]/@open)") == is_open
    assert {field.name for field in answer.context["filters"].form} <= set(form.xpath(".//*/@name"))


def test_a_unit_is_meant_with_all_below_it_or_alone(full, look, bureau, office):
    assert [len(look("participants", unit=unit.pk)) for unit in (bureau, office)] == [20, 12]
    assert len(look("participants", unit=bureau.pk, only="on")) == 8
    assert {row.report.unit for row in look("cycle_reviews", unit=office.pk)} == {office}


def test_stage_and_category(full, look, stage):
    Participant.objects.filter(pk=Report.objects.filter(state="returned").get().participant_id).update(category="正职")
    assert len(look("cycle_reports", stage=stage.pk)) == 6
    assert [row.state for row in look("cycle_reports", category="正职")] == ["returned"]


@pytest.mark.parametrize("known_by", ["name", "username", "staff_number"])
def test_a_reviewer_is_asked_for_by_what_people_know_of_them(full, look, reviewer, known_by):
    User.objects.filter(pk=reviewer.pk).update(staff_number="G-0042")
    reviewer.refresh_from_db()
    theirs = Review.objects.filter(reviewer=reviewer)
    asked = {"reviewer": getattr(reviewer, known_by)}
    assert {row.pk for row in look("cycle_reviews", **asked)} == {row.pk for row in theirs}
    assert {row.pk for row in look("cycle_reports", **asked)} == {row.report_id for row in theirs}


@pytest.mark.parametrize("name", ["cycle_reports", "cycle_reviews"])
def test_of_reviewers_alike_in_name_one_is_chosen_without_a_script(full, organiser, visit, reviewer, name):
    """Offered are the reviewers of what the organiser sees, no others of that name."""
    gone = User.objects.get(name="高升")
    User.objects.filter(pk__in=[reviewer.pk, gone.pk]).update(name="王海")
    UserFactory.create(name="王海洋")
    client, address = visit(organiser), reverse(name, args=[full.pk])
    for typed in ("王海", "王"):
        form = html.fromstring(client.get(address, {"reviewer": typed}).content).xpath("//form[@role='search']")[0]
        offered = form.xpath(f".//*[@name='reviewer-{typed}']/@value")
        assert sorted(offered) == sorted([str(reviewer.pk), str(gone.pk)])
    chosen = client.get(address, {"reviewer": "王海", "reviewer-王海": gone.pk}).context["page"]
    assert chosen.paginator.count == gone.reviews.count() == 1


def test_a_reviewer_of_other_units_is_found_by_nothing(full, office, visit, reviewer):
    other = take_part(full, full.unit, "submitted").report
    stranger = UserFactory.create(name="外面的人", staff_number="W-1")
    Review.objects.create(report=other, stage=full.stages.first(), reviewer=stranger)
    person = UserFactory.create(unit=office)
    office.organisers.add(person)
    client = visit(person)
    for name in ("cycle_reports", "cycle_reviews"):
        for typed in ("外面的人", "外面", "W-1", stranger.username):
            answer = client.get(reverse(name, args=[full.pk]), {"reviewer": typed})
            assert (answer.context["page"].paginator.count, "reviewer-" in answer.content.decode()) == (0, False)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "query",
    [f"unit={HUGE}", "unit=x", f"stage={HUGE}", f"reviewer={HUGE}", "state=x", "since=2026-13-01", f"q={'长' * 101}"],
)
def test_what_cannot_be_asked_for_shows_no_rows_and_says_why(full, organiser, visit, name, query):
    """Where the list has the filter at all."""
    answer = visit(organiser).get(f"{reverse(name, args=[full.pk])}?{query}")
    asked = query.partition("=")[0]
    has_filter = asked in answer.context["filters"].form.fields
    summary = html.fromstring(answer.content.decode()).xpath("//*[@class='error-summary']")
    assert (answer.status_code, len(summary)) == (200, int(has_filter))
    assert (answer.context["page"].paginator.count == 0) == has_filter


@pytest.mark.parametrize("query", ["sort=x", "sort=-", "columns=x", "page=x", f"page={HUGE}", "sort=stage&sort=x"])
def test_an_order_a_column_or_a_page_that_is_none_is_passed_over(full, look, query):
    assert len(look("participants", query)) == 27


def test_another_unit_cannot_be_asked_for(full, cycle, office, school, visit):
    person = UserFactory.create(unit=office)
    office.organisers.add(person)
    client = visit(person)
    counts = {name: client.get(reverse(name, args=[cycle.pk])).context["page"].paginator.count for name in LISTS}
    assert counts == {"participants": 13 - 1, "cycle_reports": 8, "cycle_reviews": 3}
    answer = client.get(reverse("participants", args=[cycle.pk]), {"unit": school.pk})
    assert (answer.context["page"].paginator.count, "教育局" in answer.content.decode()) == (0, False)


@pytest.mark.parametrize(("sort", "first"), [("submitted", "甲"), ("-submitted", "乙")])
def test_order_and_what_has_no_value_last(cycle, look, office, sort, first):
    for name, progress, days in [("无", "not_begun", 0), ("甲", "submitted", 1), ("乙", "submitted", 2)]:
        person = take_part(cycle, office, progress, days=days).person
        User.objects.filter(pk=person.pk).update(name=name)
    names = [row.person.name for row in look("participants", sort=sort)]
    assert (names[0], names[-1]) == (first, "无")


@pytest.mark.parametrize("name", ["participants", "cycle_reports"])
def test_people_of_a_unit_stand_together_though_another_unit_has_its_name(cycle, bureau, school, look, name):
    first, second = (Unit.objects.create(name="办公室", parent=unit) for unit in (bureau, school))
    for person, unit in [("甲", first), ("乙", second), ("丙", first), ("丁", second)]:
        User.objects.filter(pk=take_part(cycle, unit, "submitted").person_id).update(name=person)
    assert [row.unit for row in look(name) if row.unit.name == "办公室"] == [first, first, second, second]


@pytest.mark.parametrize("few", [0, 200])
@pytest.mark.parametrize(
    "organised", [["county"], ["county", "elsewhere"], ["bureau"], ["office"], ["bureau", "school"], ["elsewhere"], []]
)
def test_a_list_shows_exactly_what_is_of_the_organisers_units(
    full, bureau, office, school, elsewhere, organised, few, monkeypatch
):
    """Of a unit that was moved out of the round's branch as well."""
    monkeypatch.setattr("reports.access.cycle._FEW", few)
    places = {"county": full.unit, "bureau": bureau, "office": office, "school": school, "elsewhere": elsewhere}
    organiser = take_part(full, office, "submitted").person
    take_part(full, elsewhere, "submitted")
    for name in organised:
        places[name].organisers.add(organiser)
    seen = OrganisedCycle(organiser, full)
    assert keys(seen.listed_participants) == keys(seen.participants)
    assert keys(seen.listed_reports) == keys(seen.reports)


def keys(rows):
    return sorted(rows.values_list("pk", flat=True))


@pytest.mark.parametrize("name", LISTS)
def test_every_column_can_be_chosen_and_sorted_by_both_ways(full, organiser, visit, name, every):
    client, url = visit(organiser), reverse(name, args=[full.pk])
    columns = client.get(url).context["listing"].columns
    everything = "&".join(f"columns={column.name}" for column in columns)
    answer = client.get(f"{url}?{everything}")
    assert [head.label for head in answer.context["listing"].heads] == [column.label for column in columns]
    for column in [column for column in columns if column.order][:: every(3)]:
        up, down = (
            [row.source.pk for row in client.get(f"{url}?sort={turn}{column.name}").context["page"]]
            for turn in ("", "-")
        )
        assert sorted(up) == sorted(down)


@pytest.mark.parametrize("query", ["q=局", "q=科&page=2", "q=局&sort=-due", "q=无此人", "q=局&page=99"])
@pytest.mark.parametrize("name", LISTS)
def test_a_search_shows_the_same_whether_it_finds_few_or_many(full, organiser, visit, name, query, monkeypatch):
    """Of few the keys are remembered; where there are more, all rows are asked again."""
    monkeypatch.setattr("reports.pages.listing.PAGE_LENGTH", 3)
    client, shown = visit(organiser), []
    for few in (0, 1000):
        monkeypatch.setattr("reports.pages.listing.FEW_FOUND", few)
        page = client.get(f"{reverse(name, args=[full.pk])}?{query}").context["page"]
        shown.append((page.paginator.count, page.number, [row.source.pk for row in page]))
    assert shown[0] == shown[1]


def test_pages_keep_the_filters(cycle, organiser, visit):
    many_reports(cycle, PAGE_LENGTH + 1)
    answer = visit(organiser).get(reverse("cycle_reports", args=[cycle.pk]), {"state": "draft", "sort": "-name"})
    (following,) = html.fromstring(answer.content.decode()).xpath("//a[@rel='next']/@href")
    assert following == "?state=draft&sort=-name&page=2"
    assert len(visit(organiser).get(reverse("cycle_reports", args=[cycle.pk]) + following).context["page"]) == 1


@pytest.mark.parametrize("name", LISTS)
def test_the_file_holds_exactly_what_is_shown(full, organiser, visit, disposition_name, name):
    client, url = visit(organiser), reverse(name, args=[full.pk])
    shown = table_of(client.get(url, {"sort": "-unit"}))
    file = client.get(url, {"sort": "-unit", "format": "xlsx"})
    sheet = load_workbook(BytesIO(file.content)).active
    read = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert [row[0].lower() for row in (read[0], shown[0])] == [read[0][0].lower()] * 2
    assert read[1:] == shown[1:]
    assert disposition_name(file).startswith("2026年度述职-")


def test_a_file_has_all_rows_of_all_pages_and_runs_nothing(cycle, organiser, visit):
    reports = many_reports(cycle, PAGE_LENGTH + 7)
    User.objects.filter(pk=reports[0].author_id).update(name='=HYPERLINK("http://evil")')
    file = visit(organiser).get(reverse("cycle_reports", args=[cycle.pk]), {"format": "xlsx"})
    rows = list(load_workbook(BytesIO(file.content)).active.iter_rows(min_row=2))
    assert len(rows) == PAGE_LENGTH + 7
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n"}
    assert [row[0].value for row in rows if str(row[0].value).startswith("=")] == ['=HYPERLINK("http://evil")']


# What is found


@pytest.fixture
def found(look):
    return lambda words: [row.author.name for row in look("cycle_reports", q=words)]


def test_names_units_posts_and_staff_numbers(cycle, look, office, author):
    take_part(cycle, office)
    User.objects.update(staff_number="")
    person = take_part(cycle, author.unit).person
    User.objects.filter(pk=person.pk).update(name="欧阳海", staff_number="G-0042")
    for words in ("欧阳", "G-0042", "水务 欧阳", "科长 水务"):
        assert [row.person.name for row in look("participants", q=words)] == ["欧阳海"], words
    assert look("participants", q="欧阳 教育") == []


def test_the_words_of_what_was_submitted(submitted, found):
    assert [found(words) for words in ("铺设管网31.5公里", "县工程队", "２０２６年度述职", "供水保障 铺设")] == [
        ["林晓"]
    ] * 4
    assert found("铺设供水") == []


@pytest.mark.parametrize("words", ["%", "_", "'", '"', "\\", "%%", "管_", "公里%", "' OR 1=1", "@>", "{}"])
def test_signs_are_only_signs(submitted, found, words):
    assert found(words) == []


def test_a_draft_is_never_found(report, found):
    assert (found("林晓"), found("铺设管网"), found("述职报告")) == (["林晓"], [], [])


def test_what_was_withdrawn_unread_is_never_found(submitted, author, found):
    assert found("铺设管网") == ["林晓"]
    withdraw_report(report=submitted, by=author, at=MOMENT)
    assert (found("铺设管网"), found("述职报告")) == ([], [])


def test_what_is_changed_after_a_return_is_not_found_before_it_is_submitted(returned, author, found, look):
    returned.sections.filter(position=4).update(body="新写的秘密。")
    Report.objects.filter(pk=returned.pk).update(title="新的秘密题目")
    assert (found("秘密"), found("新的秘密题目"), found("铺设管网")) == ([], [], ["林晓"])
    assert [row.read_title for row in look("cycle_reports")] == ["2026年度述职报告"]
    Report.objects.filter(pk=returned.pk).update(title="再交的题目")
    submit_report(report=Report.objects.get(pk=returned.pk), by=author, at=MOMENT)
    assert (found("秘密"), found("再交的题目")) == (["林晓"], ["林晓"])
    withdraw_report(report=Report.objects.get(pk=returned.pk), by=author, at=MOMENT)
    assert (found("秘密"), found("再交的题目"), found("铺设管网")) == ([], [], ["林晓"])


def test_other_units_reports_and_the_organisers_own_are_never_found(cycle, submitted, office, elsewhere, visit):
    """Of three texts with the words, the organiser of the office may read one."""
    person = UserFactory.create(name="组织员", unit=office)
    office.organisers.add(person)
    for unit, author in [(office, UserFactory.create(name="科员甲", unit=office)), (office, person)]:
        report = write_report(cycle, author)
        Report.objects.filter(pk=report.pk).update(state="submitted", submitted_at=MOMENT, unit=unit)
        submit_words(Report.objects.get(pk=report.pk), "铺设管网31.5公里")
    assert RevisionText.objects.holding("铺设管网").count() == 3
    answer = visit(person).get(reverse("cycle_reports", args=[cycle.pk]), {"q": "铺设管网"})
    assert [row.source.author.name for row in answer.context["page"]] == ["科员甲"]


def test_no_more_texts_are_kept_than_can_be_read(in_review, author, reviewer):
    report = in_review
    assert RevisionText.objects.filter(revision__report=report).count() == 1
    for milestone, kept in [("returned", [2]), ("submitted", [2, 3]), ("submitted", [2, 4]), ("approved", [5])]:
        submit_words(report, "正文", milestone)
        texts = RevisionText.objects.filter(revision__report=report).order_by("revision__number")
        assert list(texts.values_list("revision__number", flat=True)) == kept


def test_one_character_is_sought_in_names_alone_and_the_page_says_so(submitted, organiser, found, visit):
    assert (found("晓"), found("铺"), found("铺设")) == (["林晓"], [], ["林晓"])
    body = visit(organiser).get(reverse("cycle_reports", args=[submitted.cycle_id])).content.decode()
    assert "words of two characters or more also in what was submitted." in body
    assert ("only in the 5000 texts submitted last" in body) == (connection.vendor != "postgresql")


def test_without_an_index_only_the_last_texts_are_looked_through(submitted, found, monkeypatch):
    monkeypatch.setattr("reports.models.revision_text.LOOKED_THROUGH", 0)
    assert found("铺设") == ([] if connection.vendor != "postgresql" else ["林晓"])


def test_a_list_without_javascript_is_a_form_that_gets(full, organiser, visit):
    """What the form sends is what the links of the page keep."""
    answer = visit(organiser).get(reverse("participants", args=[full.pk]), {"late": "on", "sort": "-due"})
    (form,) = html.fromstring(answer.content.decode()).xpath("//form[@role='search']")
    sent = dict(form.form_values())
    assert (form.method, sent["late"], sent["sort"]) == ("GET", "on", "-due")


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("words", ["it专员", "IT专员", "It", "专员"])
def test_letters_are_found_small_and_capital_beside_chinese(full, look, name, words):
    Participant.objects.filter(cycle=full).update(post="其他")
    Report.objects.filter(cycle=full).update(post="其他")
    review = Review.objects.filter(report__cycle=full).select_related("report").first()
    of_report = Review.objects.filter(report=review.report).count()
    Report.objects.filter(pk=review.report_id).update(post="兼IT专员")
    Participant.objects.filter(pk=review.report.participant_id).update(post="兼IT专员")
    assert len(look(name, q=words)) == (of_report if name == "cycle_reviews" else 1)
