"""The roll from a list, page by page, and back into one."""

from io import BytesIO

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html
from openpyxl import load_workbook

from reports.actions import roll_import
from reports.actions.batch import work_once
from reports.actions.errors import Refused
from reports.documents.workers import NotDone
from reports.models import Batch, Event, Participant, RememberedHead, RollImport, StageReviewer, Unit, User

from ..documents.spreadsheets.building import text_of, xlsx
from ..factories import MOMENT, UserFactory

HEADS = ["单位", "姓名", "工号", "职务", "手机"]
ROWS = [["财政局", "张三", "0012", "局长", "138"], ["财政局", "", "", "", ""], ["水务局", "李四", "", "=1+1", ""]]


@pytest.fixture
def client(organiser, bureau, visit):
    return visit(organiser)


@pytest.fixture
def page(cycle):
    return reverse("roll_import", args=[cycle.pk])


def file_of(*rows, name="名册.csv", change=None):
    return SimpleUploadedFile(
        name, xlsx(*rows, change=change) if name.endswith("x") else text_of(*rows).encode("gb18030")
    )


def told(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def upload(client, page, *rows, name="名册.csv", change=None):
    """The address of the page that follows."""
    answer = client.post(page, {"file": file_of(*rows, name=name, change=change)})
    assert answer.status_code == 302, answer.context["form"].errors
    return answer.url


def confirm(client, preview):
    return client.post(preview, {"digest": client.get(preview).context["plan"].digest})


def rows_of(answer):
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    return [[cell.value or "" for cell in row] for row in sheet.iter_rows()]


def test_from_the_file_to_the_roll(client, page, cycle, organiser):
    preview = upload(client, page, HEADS, *ROWS[:2])
    shown = client.get(preview)
    assert [(row.number, row.kind) for row in shown.context["page"]] == [(2, "created"), (3, "refused")]
    assert (Participant.objects.count(), Unit.objects.filter(name="财政局").count()) == (0, 0)
    answer = confirm(client, preview)
    assert (answer.url, told(answer)) == (preview, ["Done: 1 new on the roll, 0 changed, 1 new accounts."])
    assert Participant.objects.get().person.staff_number == "0012"
    assert Event.objects.get().actor == organiser
    assert "Download the refused rows" in client.get(preview).content.decode()


def test_rows_of_one_kind(client, page):
    preview = upload(client, page, HEADS, *ROWS[:2])
    assert [row.number for row in client.get(preview, {"show": "refused"}).context["page"]] == [3]
    assert [row.number for row in client.get(preview, {"show": "nonsense"}).context["page"]] == [2, 3]


def test_further_pages_are_of_the_plan_that_was_looked_at_and_confirming_plans_anew(client, page, bureau):
    """A page of fifty thousand rows is not planned for each of them."""
    preview = upload(client, page, HEADS, *([["水务局", f"张{n:03}", str(n), "", ""] for n in range(250)]))
    first = client.get(preview).context
    UserFactory.create(name="别人", staff_number="7", unit=bureau)  # 张007 would have another name now
    second = client.get(preview, {"page": 3, "show": "all"}).context
    assert (second["plan"].digest, second["plan"].at) == (first["plan"].digest, first["plan"].at)
    assert [row.number for row in second["page"]] == [*range(202, 252)]
    assert second["plan"].rows[5:8] == list(first["plan"].rows)[5:8]
    assert client.get(preview, {"show": "to_check"}).context["page"].paginator.count == 0
    answer = client.post(preview + "?page=3", {"digest": second["plan"].digest})
    assert (answer.url, Participant.objects.count(), len(told(answer))) == (preview, 0, 1)
    assert client.get(answer.url).context["plan"].digest != first["plan"].digest
    assert [row.number for row in client.get(preview, {"show": "to_check"}).context["page"]] == [9]
    confirm(client, preview)
    assert (Participant.objects.count(), RollImport.objects.get().planned) == (250, None)


def hide(sheet):
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["E"].hidden = True


def test_what_is_hidden_in_the_file_is_asked_about(client, page):
    preview = upload(client, page, HEADS, *ROWS[:1], name="名册.xlsx", change=hide)
    shown = client.get(preview, {"show": "to_check"})
    assert [row.number for row in shown.context["page"]] == [2]
    assert "This row is hidden in the file" in shown.content.decode()
    said = " ".join(shown.content.decode().split())
    assert [name in said for name in ("treated like all others: 手机 <", "treated like all others: 2 <")] == [
        True,
        True,
    ]
    confirm(client, preview)
    assert Participant.objects.get().person.phone == "138"


def test_other_columns_are_another_plan(client, page):
    preview = upload(client, page, HEADS, ["水务局", "张三", "李四", "", ""])
    assert client.get(preview).context["plan"].rows[0].name == "张三"
    columns = {f"column-{place}": "" for place in range(5)} | {"column-0": "unit", "column-2": "name"}
    client.post(preview + "columns/", columns)
    assert client.get(preview, {"show": "all"}).context["plan"].rows[0].name == "李四"


def test_doubtful_columns_are_asked_about_once(client, page, organiser):
    rows = [["科室单位", "称呼", "血型"], ["水务局", "张三", "A"]]
    columns = upload(client, page, *rows)
    assert columns.endswith("/columns/")
    shown = client.get(columns)
    assert [field.label for field in shown.context["form"]] == ["科室单位", "称呼", "血型"]
    assert client.post(columns, {"column-0": "unit", "column-1": "", "column-2": ""}).status_code == 422
    assert client.post(columns, {"column-0": "name", "column-1": "name", "column-2": ""}).status_code == 422
    answer = client.post(columns, {"column-0": "unit", "column-1": "name", "column-2": ""})
    assert [row.name for row in client.get(answer.url).context["page"]] == ["张三"]
    assert dict(RememberedHead.objects.values_list("head", "column")) == {
        "科室单位": "unit",
        "称呼": "name",
        "血型": "",
    }
    assert "/columns/" not in upload(client, page, *rows)


def test_a_list_without_heads_says_whom_it_would_leave_out(client, page):
    words = "Row 1 was taken for the heads"
    bare = upload(client, page, ["财政局", "张三", "局长"], ["教育局", "李四", "科长"])
    assert words in client.get(bare).content.decode()
    doubtful = upload(client, page, ["单位", "姓名", "血型"], ["教育局", "李四", "A"])
    assert words not in client.get(doubtful).content.decode()


def test_what_is_no_list_is_said_at_the_field(client, page):
    for file in (file_of(["甲"]), SimpleUploadedFile("a.pdf", b"%PDF"), SimpleUploadedFile("a.xlsx", b"x")):
        answer = client.post(page, {"file": file})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])
    assert client.post(page).status_code == 422
    assert RollImport.objects.count() == 0


def test_the_site_changed_after_the_look(client, page, bureau):
    preview = upload(client, page, HEADS, ["水务局", "张三", "0012", "局长", "138"])
    digest = client.get(preview).context["plan"].digest
    UserFactory.create(name="张三", staff_number="0012", unit=bureau, phone="999", post="局长")
    answer = client.post(preview, {"digest": digest})
    assert (Participant.objects.count(), len(told(answer))) == (0, 1)
    shown = client.get(answer.url)
    assert [(change.old, change.new) for change in shown.context["page"][0].changes] == [
        ("", "局长"),
        ("999", "138"),
    ]
    confirm(client, preview)
    assert Participant.objects.get().person.phone == "138"


@pytest.mark.parametrize("digest", ["", "x", None])
def test_a_plan_that_was_not_looked_at_is_not_done(client, page, digest):
    preview = upload(client, page, HEADS, ["水务局", "张三"])
    client.post(preview, {} if digest is None else {"digest": digest})
    assert Participant.objects.count() == 0


def test_confirming_twice_does_it_once(client, page):
    preview = upload(client, page, HEADS, ["水务局", "张三"])
    digest = client.get(preview).context["plan"].digest
    for _ in range(2):
        client.post(preview, {"digest": digest})
    assert (Participant.objects.count(), Event.objects.count()) == (1, 1)


def test_refused_rows_come_back_with_their_reasons_before_and_after(client, page):
    preview = upload(client, page, ["序号", *HEADS], ["1", *ROWS[0]], ["2", "财政局", "", "=1", "@x", "-5"])
    refused = preview + "refused/"
    before = rows_of(client.get(refused))
    confirm(client, preview)
    after = rows_of(client.get(refused))
    assert before == after
    assert before[0] == ["序号", *HEADS, "行号", "未导入原因"]
    (row,) = before[1:]
    assert (row[:7], bool(row[7])) == (["2", "财政局", "", "", "@x", "-5", "3"], True)
    assert load_workbook(BytesIO(client.get(refused).content)).worksheets[0]["E2"].data_type == "s"


def test_refused_rows_are_corrected_and_imported(client, page):
    preview = upload(client, page, HEADS, ["水务局", "", "0012"])
    corrected = client.get(preview + "refused/").content
    book = load_workbook(BytesIO(corrected))
    book.worksheets[0]["B2"] = "张三"
    stream = BytesIO()
    book.save(stream)
    answer = client.post(page, {"file": SimpleUploadedFile("a.xlsx", stream.getvalue())})
    confirm(client, answer.url)
    assert Participant.objects.get().person.name == "张三"


def test_what_is_exported_is_imported_back_unchanged(client, page, cycle, county, bureau, organiser):
    gao = UserFactory.create(username="gao", name="=高远", unit=county)
    strange = {
        "duties": "供水\n排水  与-节水",
        "category": "@乙",
        "reason": "—",
        "due": "2027-01-09",
        "due_reason": "+1",
    }
    people = [
        UserFactory.create(name="张三", unit=bureau, phone="138 0000", staff_number="00１2", post="调走后的职务"),
        UserFactory.create(name="张三", unit=bureau, email="z@x.cn"),
        UserFactory.create(name="阿布都·热合曼", unit=bureau),
        UserFactory.create(name="走了", unit=bureau, is_active=False),
        organiser,
    ]
    for person in people:
        row = Participant.objects.create(cycle=cycle, person=person, unit=bureau, post="局长", **strange)
        StageReviewer.objects.create(stage=cycle.stages.get(), participant=row, reviewer=gao)
    Participant.objects.create(
        cycle=cycle, person=people[0], unit=county, post="", state="seconded", since="2026-03-08"
    )
    Participant.objects.create(cycle=cycle, person=people[0], unit=bureau, post="", until="2026-03-07")
    people[1].assistances.create(assistant=people[2])
    exported = client.get(reverse("roll_export", args=[cycle.pk])).content
    answer = client.post(page, {"file": SimpleUploadedFile("a.xlsx", exported)})
    plan = client.get(answer.url).context["plan"]
    assert [(row.kind, row.changes, row.problems, row.warnings) for row in plan.rows] == [("unchanged", [], [], [])] * 7
    assert plan.is_empty
    before = list(Participant.objects.order_by("pk").values()), list(User.objects.order_by("pk").values())
    confirm(client, answer.url)
    assert (list(Participant.objects.order_by("pk").values()), list(User.objects.order_by("pk").values())) == before


def test_an_organiser_of_a_part_exports_only_it(visit, cycle, bureau, county, elsewhere):
    deputy = UserFactory.create(unit=bureau)
    bureau.organisers.add(deputy)
    for unit, name in ((bureau, "张三"), (county, "秘人")):
        Participant.objects.create(cycle=cycle, person=UserFactory.create(name=name, unit=unit), unit=unit)
    rows = rows_of(visit(deputy).get(reverse("roll_export", args=[cycle.pk])))
    assert [row[1] for row in rows] == ["姓名", "张三"]


def test_nobody_opens_the_list_of_another(client, page, visit, county):
    preview = upload(client, page, HEADS, ["水务局", "张三"])
    colleague = UserFactory.create(unit=county)
    county.organisers.add(colleague)
    for address in (preview, preview + "columns/", preview + "refused/"):
        assert visit(colleague).get(address).status_code == 404
    assert visit(colleague).post(preview, {"digest": ""}).status_code == 404


def test_who_no_longer_organises_can_confirm_nothing(client, page, county, organiser):
    preview = upload(client, page, HEADS, ["水务局", "张三"])
    digest = client.get(preview).context["plan"].digest
    county.organisers.remove(organiser)
    assert client.post(preview, {"digest": digest}).status_code == 404
    assert Participant.objects.count() == 0


def test_a_closed_round_takes_no_list(client, page, cycle):
    cycle.closed_at = cycle.opened_at
    cycle.save()
    answer = client.post(page, {"file": file_of(HEADS, ["水务局", "张三"])})
    assert (answer.url, RollImport.objects.count()) == (page, 0)


def test_an_empty_roll_exports_the_form_to_fill_in(client, cycle):
    (heads,) = rows_of(client.get(reverse("roll_export", args=[cycle.pk])))
    assert heads[:4] == ["单位", "姓名", "工号", "职务"]


def test_hostile_words_do_no_harm(client, page):
    preview = upload(client, page, HEADS, ["水务局", "<script>alert(1)</script>", "<b>", "", "1"])
    content = client.get(preview).content.decode()
    assert "<script>alert(1)" not in content
    assert "&lt;script&gt;" in content


@pytest.mark.parametrize("rows", [1, 300])
def test_how_often_a_page_asks(client, page, django_assert_num_queries, rows):
    """The same for one row and for hundreds."""
    preview = upload(client, page, HEADS, *([f"局{n}", f"张{n}", str(n), "", ""] for n in range(rows)))
    further = preview + "?show=all"
    for address, queries in ((page, 6), (preview, 8), (further, 8), (preview + "columns/", 8)):
        with django_assert_num_queries(queries):
            client.get(address)


# A long list, in the background


@pytest.fixture
def asked(client, page, settings, monkeypatch):
    """The address of a list that was confirmed, and what confirms it once more."""
    preview = upload(client, page, HEADS, ROWS[0], ["财政局", "李四", "0013", "科长", ""])
    settings.DOCUMENT_PROCESSES = 1
    monkeypatch.setattr(roll_import, "AT_ONCE", 1)
    digest = client.get(preview).context["plan"].digest
    answer = client.post(preview, {"digest": digest})
    assert (answer.url, told(answer)) == (preview, [])
    return preview, digest


def names():
    return sorted(Participant.objects.values_list("person__name", flat=True))


def work():
    while work_once(at=MOMENT):
        pass


def test_a_long_list_is_imported_after_the_answer_and_the_page_says_so(client, asked):
    preview, digest = asked
    waiting = client.get(preview)
    assert (waiting["Refresh"], "The list is being imported" in waiting.content.decode(), names()) == ("3", True, [])
    client.post(preview, {"digest": digest})
    assert Batch.objects.count() == 1
    work()
    done = client.get(preview)
    assert (names(), "Refresh" in done, done.context["roll_import"].outcome["rows"]) == (["张三", "李四"], False, 2)
    assert client.post(preview, {"digest": digest}).context["roll_import"] == done.context["roll_import"]
    assert Event.objects.get(verb="roll_imported").actor.name == "唐雅"


def test_it_stands_in_no_list_of_what_was_done_to_many(client, asked, cycle):
    assert list(client.get(reverse("batches", args=[cycle.pk])).context["page"]) == []
    assert client.get(reverse("batch", args=[cycle.pk, Batch.objects.get().pk])).status_code == 404


def test_what_changed_meanwhile_is_looked_at_again_and_nothing_is_written(client, asked, bureau):
    preview, digest = asked
    UserFactory.create(name="别人", staff_number="0013", unit=bureau)
    work()
    shown = client.get(preview)
    (said,) = html.fromstring(shown.content.decode()).xpath("//p[contains(@class, 'alert-danger')]")
    assert (names(), said.text_content()[:15]) == ([], "Since you looke")
    assert shown.context["plan"].digest != digest
    client.post(preview, {"digest": shown.context["plan"].digest})
    work()
    assert len(names()) == 2


def test_nothing_is_imported_for_who_may_not_any_more(asked, organiser):
    organiser.is_active = False
    organiser.save()
    work()
    assert (names(), Batch.objects.get().problem) == ([], "The list is not here any more, so nothing was imported.")


def test_nothing_is_imported_for_who_organises_the_units_no_longer(asked, organiser):
    organiser.organised_units.clear()
    work()
    assert (names(), bool(Batch.objects.get().problem)) == ([], True)


def test_a_list_that_another_one_took_the_place_of_is_not_imported(client, asked, page, settings):
    settings.DOCUMENT_PROCESSES = 0
    upload(client, page, HEADS, ["水务局", "王五", "0099", "科长", ""])
    work()
    assert (names(), Batch.objects.get().problem) == ([], "The list is not here any more, so nothing was imported.")


def test_a_worker_that_was_killed_before_it_could_say_so_imports_nothing_twice(client, asked):
    batch = Batch.objects.get()
    roll_import.finish_import(batch, at=MOMENT)
    assert (names(), batch.ended_at) == (["张三", "李四"], None)
    work()
    assert (names(), Batch.objects.get().problem, Event.objects.filter(verb="roll_imported").count()) == (
        ["张三", "李四"],
        "",
        1,
    )


# A long list, looked through in the background


@pytest.fixture
def uploaded(client, page, settings, monkeypatch):
    """The address of a list that nobody has looked through yet."""
    settings.DOCUMENT_PROCESSES = 1
    monkeypatch.setattr(roll_import, "AT_ONCE", 1)
    return upload(client, page, HEADS, ROWS[0], ["财政局", "李四", "0013", "科长", ""])


def test_what_a_long_list_would_do_is_worked_out_after_the_answer(client, uploaded):
    waiting = client.get(uploaded)
    said = "The list is being looked through" in waiting.content.decode()
    assert (waiting["Refresh"], said, RollImport.objects.get().planned) == ("3", True, None)
    work()
    shown = client.get(uploaded)
    assert ("Refresh" in shown, len(shown.context["plan"].rows), names()) == (False, 2, [])
    client.post(uploaded, {"digest": shown.context["plan"].digest})
    work()
    assert names() == ["张三", "李四"]


def test_nothing_is_imported_of_what_nobody_has_seen(client, uploaded):
    answer = client.post(uploaded, {"digest": ""})
    assert (answer.status_code, answer.url, Batch.objects.count()) == (302, uploaded, 1)
    work()
    assert names() == []


def test_what_is_refused_is_not_worked_out_by_whoever_asks_for_it_meanwhile(client, uploaded):
    for columns in ({"unit": 0}, None):  # looked through just now, or nobody has said what they are
        RollImport.objects.update(columns=columns)
        answer = client.get(uploaded + "refused/")
        assert (answer.status_code, answer.url) == (302, uploaded)
    work()


def test_other_columns_are_looked_through_anew(client, uploaded):
    work()
    columns = {"column-0": "unit", "column-1": "name", "column-2": "", "column-3": "", "column-4": ""}
    assert client.post(uploaded + "columns/", columns).url == uploaded
    assert (client.get(uploaded)["Refresh"], RollImport.objects.get().planned) == ("3", None)
    work()
    assert {row.kind for row in client.get(uploaded).context["plan"].rows} == {"created"}


def test_a_plan_with_columns_that_are_not_chosen_any_more_is_not_kept(uploaded, monkeypatch):
    plan_import = roll_import.plan_import

    def plan_and_choose_others(*given):
        RollImport.objects.update(columns={"name": 1})
        return plan_import(*given)

    monkeypatch.setattr(roll_import, "plan_import", plan_and_choose_others)
    work()
    assert RollImport.objects.get().planned is None


def test_of_a_list_that_was_taken_back_nothing_is_worked_out(client, uploaded, page, settings):
    settings.DOCUMENT_PROCESSES = 0
    upload(client, page, HEADS, ROWS[0])
    work()
    problem = Batch.objects.get().problem
    assert (problem, RollImport.objects.count()) == ("The list is not here any more, so nothing was imported.", 1)


@pytest.mark.usefixtures("asked")
def test_a_plan_that_comes_too_late_changes_no_list_that_is_imported():
    work()
    done = RollImport.objects.get()
    Batch.objects.update(ended_at=None, options={"roll_import": done.pk})
    work()
    assert (RollImport.objects.get().planned, len(names())) == (None, 2)


def test_columns_are_not_changed_under_an_import_that_is_under_way(client, asked):
    preview, _digest = asked
    columns = {"column-0": "", "column-1": "name", "column-2": "", "column-3": "", "column-4": ""}
    answer = client.post(preview + "columns/", columns)
    said = "The list is being imported as you confirmed it: its columns cannot be changed now."
    assert (answer.url, told(answer), Batch.objects.count()) == (preview, [said], 1)
    assert (RollImport.objects.get().columns["unit"], RememberedHead.objects.count()) == (0, 0)
    work()
    assert (names(), Batch.objects.get().problem) == (["张三", "李四"], "")


def test_columns_of_a_list_that_is_imported_or_gone_are_chosen_by_nobody(client, asked, cycle, organiser):
    stale = RollImport.objects.get()
    work()
    choice = {"roll_import": stale, "chosen": {1: "name"}, "by": organiser, "at": MOMENT}
    with pytest.raises(Refused, match="imported already"):
        roll_import.choose_columns(**choice)
    RollImport.objects.all().delete()
    with pytest.raises(Refused, match="not here any more"):
        roll_import.choose_columns(**choice)
    assert (Batch.objects.count(), RememberedHead.objects.count()) == (1, 0)


# A long file, read in the background


@pytest.fixture
def upload_long(client, page, settings, monkeypatch):
    """All files are long. What the background does is done in this process, without workers of its own."""
    monkeypatch.setattr(roll_import, "READ_AT_ONCE", 1)

    def post(file):
        settings.DOCUMENT_PROCESSES = 1
        address = client.post(page, {"file": file}).url
        settings.DOCUMENT_PROCESSES = 0
        return address

    return post


@pytest.fixture
def unread(upload_long):
    return upload_long(file_of(HEADS, ROWS[0], ["财政局", "李四", "0013", "科长", ""], name="名册.xlsx"))


def test_a_long_file_is_read_after_the_answer_and_the_page_says_so(client, unread):
    waiting = client.get(unread)
    said = "The list is being read" in waiting.content.decode()
    assert (waiting["Refresh"], said, RollImport.objects.get().is_read) == ("3", True, False)
    assert client.get(unread + "columns/").url == unread
    assert client.get(unread + "refused/").url == unread
    assert client.post(unread, {"digest": ""}).url == unread
    work()
    shown = client.get(unread)
    assert ("Refresh" in shown, [row.name for row in shown.context["page"]], names()) == (False, ["张三", "李四"], [])
    client.post(unread, {"digest": shown.context["plan"].digest})
    assert names() == ["张三", "李四"]


def test_doubtful_columns_of_a_long_file_are_asked_about_once_it_is_read(client, upload_long):
    preview = upload_long(file_of(["科室单位", "称呼"], ["水务局", "张三"]))
    work()
    assert client.get(preview).url == preview + "columns/"
    assert client.post(preview + "columns/", {"column-0": "unit", "column-1": "name"}).url == preview
    assert [row.name for row in client.get(preview).context["page"]] == ["张三"]


@pytest.mark.parametrize("file", [SimpleUploadedFile("a.xlsx", b"PK nothing"), SimpleUploadedFile("a.pdf", b"%PDF-")])
def test_a_long_file_that_is_no_list_is_said_on_its_page_and_not_kept(client, upload_long, file):
    file.seek(0)
    address = upload_long(file)
    work()
    shown = client.get(address)
    assert ("The list was not read" in shown.content.decode(), "Refresh" in shown) == (True, False)
    assert shown.context["problem"] == Batch.objects.get().problem != ""
    assert (bytes(RollImport.objects.get().packed), client.post(address).status_code) == (b"", 200)
    assert (names(), "choose" in shown.content.decode().lower()) == ([], True)


@pytest.mark.usefixtures("unread")
def test_nothing_is_read_for_who_was_deactivated_or_has_chosen_another_file(organiser):
    User.objects.filter(pk=organiser.pk).update(is_active=False)
    work()
    assert (RollImport.objects.get().planned, Batch.objects.get().problem != "") == (None, True)
    User.objects.filter(pk=organiser.pk).update(is_active=True)
    Batch.objects.update(ended_at=None, problem="")
    RollImport.objects.all().delete()
    work()
    assert Batch.objects.get().problem == "The list is not here any more, so nothing was imported."


def test_a_worker_that_is_killed_while_it_reads_leaves_the_file_to_the_next(client, unread, monkeypatch):
    def killed(*_given):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(roll_import, "_set_table", killed)
        with pytest.raises(KeyboardInterrupt):
            work()
    assert (RollImport.objects.get().is_read, client.get(unread)["Refresh"]) == (False, "3")
    work()
    assert [row.name for row in client.get(unread).context["page"]] == ["张三", "李四"]


def test_a_file_of_which_the_worker_dies_is_said_and_not_tried_for_ever(client, unread, monkeypatch):
    def dies(*_given):
        raise NotDone("died")

    monkeypatch.setattr(roll_import, "read_spreadsheet", dies)
    work()
    assert "broke off" in client.get(unread).context["problem"]
    assert Batch.objects.under_way().count() == 0
