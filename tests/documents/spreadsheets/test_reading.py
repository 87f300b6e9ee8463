import re
import zipfile
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook

from reports.documents.spreadsheets import UnreadableSpreadsheet, limits, read_table
from reports.documents.spreadsheets.cells import NO_VALUE

from .building import HEADS, KNOWN, PEOPLE, repacked, saved, sheet_xml, text_of, with_strings, xlsx


def rows_of(name, data):
    return [list(row.cells) for row in read_table(name, data, KNOWN).rows]


def code_of(name, data):
    with pytest.raises(UnreadableSpreadsheet) as caught:
        read_table(name, data, KNOWN)
    assert "%" not in str(caught.value)
    return caught.value.code


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"], ids=str
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_texts_in_every_encoding(encoding, delimiter):
    assert rows_of("名册.csv", text_of(HEADS, *PEOPLE, delimiter=delimiter).encode(encoding)) == PEOPLE


def test_utf_16_be_with_its_mark():
    assert rows_of("a.csv", b"\xfe\xff" + text_of(HEADS, *PEOPLE).encode("utf-16-be")) == PEOPLE


def test_rare_characters_of_gb18030():
    assert rows_of("a.csv", text_of(HEADS, ["财政局", "䶮㑇", "1"]).encode("gb18030")) == [["财政局", "䶮㑇", "1"]]


def test_excels_line_that_names_the_delimiter_and_its_guard_around_numbers():
    text = 'sep=;\r\n单位;姓名;工号\r\n"财政局; 国库科";张三;="0012"\r\n'
    assert rows_of("a.csv", text.encode("utf-8-sig")) == [["财政局; 国库科", "张三", "0012"]]


def test_a_formula_in_a_text_has_no_value():
    assert rows_of("a.csv", text_of(HEADS, ["财政局", "张三", "=A1&1"]).encode()) == [["财政局", "张三", NO_VALUE]]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"  \r\n ", "empty"),
        (b"PK\x03\x04rest", "not_csv"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "not_csv"),
        (bytes(range(1, 32)) * 50, "not_csv"),
        (text_of(HEADS, *PEOPLE * 100).encode().replace("李".encode(), b"\xe6\x9d", 1), "encoding"),
        (b"\xff\xfe\x41", "encoding"),
        ("单位,姓名\n".encode(), "no_rows"),
        (text_of(["单位", "姓名"], ["合计", "3"]).encode(), "no_rows"),
        (b"1,2\n3,4\n", "no_heads"),
        (('单位,姓名\n"财政局,张三\n' + "教育局,李四\n" * 9000).encode(), "quotes"),
        ('单位,姓名\n"财政局,张三\n教育局,李四\n'.encode(), "quotes"),
        ('单位,姓名\n财政局,"张三'.encode(), "quotes"),
        (f"单位,姓名\n财政局,{'甲' * (limits.MAX_CELL + 1)}\n".encode(), "long_cell"),
        (text_of(HEADS, ["财政局", "张三", *[""] * limits.MAX_COLUMNS, "x"]).encode(), "too_wide"),
    ],
)
def test_what_is_no_list_is_refused_in_words(data, code):
    assert code_of("a.csv", data) == code


@pytest.mark.parametrize("name", ["a.xls", "a.et"])
def test_old_formats_are_named(name):
    assert code_of(name, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600) == "old_excel"


def test_other_files():
    assert code_of("a.pdf", b"%PDF-1.7") == "extension"
    assert code_of("a.xlsx", b"%PDF-1.7") == "not_xlsx"
    assert code_of("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600) == "old_excel"
    assert code_of("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1E\0n\0c\0r\0y\0p\0t\0") == "encrypted"
    assert code_of("a.xlsx", xlsx(HEADS, *PEOPLE)[:700]) == "broken"
    assert code_of("a.xlsx", xlsx()) == "empty"


def test_title_rows_blank_rows_totals_remarks_and_repeated_heads():
    rows = [
        ["云溪县2026年述职人员名册"],
        ["填报单位：组织部", None, "2026年3月"],
        [],
        ["单 位", "*姓名（必填）", "人员编号："],
        PEOPLE[0],
        [None, None, None],
        ["小计", None, 1],
        ["单 位", "*姓名（必填）", "人员编号："],
        PEOPLE[1],
        ["合 计", 2],
        ["注：以编制为准"],
    ]
    table = read_table("a.xlsx", xlsx(*rows), KNOWN)
    assert (table.head_row, table.passed_over) == (4, (7, 8, 10, 11))
    assert [(row.number, list(row.cells)) for row in table.rows] == [(5, PEOPLE[0]), (9, PEOPLE[1])]


def test_cells_merged_downward_count_in_each_row_and_across_nowhere():
    rows = [["名册"], HEADS, ["财政局", "张三", "1"], [None, "李四", "2"], ["二、乡镇"], ["石桥乡", "王五", "3"]]

    def merge(sheet):
        for ref in ("A1:C1", "A3:A4", "A5:C5"):
            sheet.merge_cells(ref)

    expected = [["财政局", "张三", "1"], ["财政局", "李四", "2"], ["石桥乡", "王五", "3"]]
    assert rows_of("a.xlsx", xlsx(*rows, change=merge)) == expected


def test_heads_over_two_rows():
    rows = [["单位", "姓名", "任期", None], [None, None, "起始", "截止"], ["财政局", "张三", "2026.1", "2026.9"]]

    def merge(sheet):
        for ref in ("A1:A2", "B1:B2", "C1:D1"):
            sheet.merge_cells(ref)

    table = read_table("a.xlsx", xlsx(*rows, change=merge), KNOWN)
    assert (table.heads, table.rows[0].cells) == (("单位", "姓名", "起始", "截止"), tuple(rows[2]))


@pytest.mark.parametrize(
    ("second", "heads"),
    [
        ([None, None, "起始", "截止"], ("单位", "姓名", "起始", "截止")),
        ([None, None, "起始", "截止", "职务"], ("单位", "姓名", "起始", "截止", "职务")),
        (["单位", "姓名", "起始", "截止"], ("单位", "姓名", "起始", "截止")),
        ([None, "起始", "起始"], ("单位", "姓名", "任期")),
        ([None, "李四", "起始"], ("单位", "姓名", "任期")),
    ],
)
def test_a_second_row_of_heads_is_one_though_nothing_is_merged(second, heads):
    """Where one head comes twice, or a word is none, it is a row like any other."""
    rows = [["单位", "姓名", "任期"], second, ["财政局", "张三", "2026.1"]]
    table = read_table("a.xlsx", xlsx(*rows), KNOWN)
    is_head = "任期" not in heads
    assert (table.heads, [row.cells[1] for row in table.rows][-1], len(table.rows)) == (heads, "张三", 2 - is_head)


def test_heads_merged_over_two_rows_are_no_person():
    def merge(sheet):
        for column in "ABC":
            sheet.merge_cells(f"{column}1:{column}2")

    assert rows_of("a.xlsx", xlsx(HEADS, [], *PEOPLE, change=merge)) == PEOPLE


def test_heads_that_nobody_knows_are_found_all_the_same():
    table = read_table("a.xlsx", xlsx(["科室", "称呼"], ["财政局", "张三"]), KNOWN)
    assert (table.heads, len(table.rows)) == (("科室", "称呼"), 1)


def test_of_several_sheets_the_one_with_the_list_is_read_and_hidden_ones_are_not():
    book = Workbook()
    book.worksheets[0].append(["填表说明"])
    for title, number in (("名册", "1"), ("隐藏", "2")):
        sheet = book.create_sheet(title)
        sheet.append([*HEADS, "职务"] if title == "隐藏" else HEADS)
        sheet.append(["财政局", "张三", number])
    book["隐藏"].sheet_state = "hidden"
    table = read_table("a.xlsx", saved(book), KNOWN)
    assert (table.sheet, table.other_sheets, table.rows[0].cells[2]) == ("名册", ("Sheet",), "1")


def test_what_is_hidden_is_read_and_said():
    def hide(sheet):
        sheet.row_dimensions[2].hidden = True
        sheet.row_dimensions[4].hidden = True  # an empty one
        sheet.column_dimensions["C"].hidden = True
        sheet.column_dimensions.group("E", "XFD", hidden=True)

    data = xlsx(HEADS, *PEOPLE, change=hide)
    table = read_table("a.xlsx", data, KNOWN)
    assert [list(row.cells) for row in table.rows] == PEOPLE
    assert (table.hidden_rows, table.hidden_columns) == ((2,), ("工号",))


def test_nothing_is_said_to_be_hidden_where_nothing_is():
    table = read_table("a.xlsx", xlsx(HEADS, *PEOPLE), KNOWN)
    assert (table.hidden_rows, table.hidden_columns) == ((), ())


def test_a_share_is_read_as_it_looks():
    """35.7% is stored as 0.357: read so, it would be wrong by two digits."""
    codes = ["0%", "0.00%", "0.0%", '0.0"%"', "0\\%", "General"]

    def format_cells(sheet):
        for place, code in enumerate(codes):
            sheet.cell(2, 4 + place).number_format = code

    row = ["财政局", "张三", "0012", 0.357, 1, -0.052, 35.7, 12, 0.357]
    (read,) = rows_of("a.xlsx", xlsx([*HEADS, *"甲乙丙丁戊己"], row, change=format_cells))
    assert read[3:] == ["35.7%", "100%", "-5.2%", "35.7", "12", "0.357"]


def test_numbers_and_days_as_they_look():
    def format_cells(sheet):
        sheet["C2"].number_format = "000000"
        sheet["D2"].number_format = 'yyyy"年"m"月"d"日"'

    row = ["财政局", 13800000000, 12, 46089, datetime(2026, 3, 8), 2.50, True, date(2026, 3, 8), "００１２"]
    (read,) = rows_of("a.xlsx", xlsx([*HEADS, *"甲乙丙丁戊己"], row, change=format_cells))
    assert read == [
        "财政局",
        "13800000000",
        "000012",
        "2026-03-08",
        "2026-03-08",
        "2.5",
        "是",
        "2026-03-08",
        "００１２",
    ]


def test_a_formula_is_its_stored_result_and_without_one_it_has_no_value():
    cells = (
        '<c r="A2"><f>1</f><v>7</v></c><c r="B2" t="str"><f>B9</f><v>张三</v></c><c r="C2"><f>C9</f></c>'
        '<c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="E2" t="inlineStr"><is><t>=1+1</t></is></c>'
    )
    heads = "".join(f'<c t="inlineStr"><is><t>{head}</t></is></c>' for head in ("单位", "姓名", "工号", "职务", "起始"))
    data = sheet_xml(f"<sheetData><row>{heads}</row><row>{cells}</row></sheetData>")
    assert rows_of("a.xlsx", data) == [["7", "张三", NO_VALUE, NO_VALUE, "=1+1"]]


def test_invisible_characters_and_signs_for_nothing():
    row = ["财政局\u200b", " 张\u3000三\n", "—"]
    assert rows_of("a.xlsx", xlsx(HEADS, row)) == [["财政局", "张 三", ""]]


def test_strings_are_read_from_their_table_without_fonts_and_phonetic_guides():
    strings = [f"<t>{head}</t>" for head in HEADS] + [
        "<t>财政局</t>",
        '<r><rPr><b/></rPr><t>张</t></r><r><t>三</t></r><rPh sb="0" eb="1"><t>zhang</t></rPh>',
    ]
    cells = [f'<c t="s"><v>{number}</v></c>' for number in range(5)]
    xml = f"<row>{''.join(cells[:3])}</row><row>{''.join(cells[3:])}</row>"
    assert rows_of("a.xlsx", with_strings(f"<sheetData>{xml}</sheetData>", *strings)) == [["财政局", "张三", ""]]


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("财政局_x000D_", "财政局"),
        ("财_x000d__x000A_政", "财 政"),
        ("_x0000_财_x0007_政", "财政"),
        ("_x005F_x000D_", "_x000D_"),
        ("_x4E00_", "_x4E00_"),
        ("_xD800_", "_xD800_"),
        ("a_x00_", "a_x00_"),
    ],
)
def test_what_xml_may_not_hold_is_written_otherwise_and_read_back(stored, read):
    cell = f'<c r="A2" t="inlineStr"><is><t>{stored}</t></is></c><c r="B2" t="str"><v>{stored}</v></c>'
    heads = "".join(
        f'<c r="{place}1" t="inlineStr"><is><t>{head}</t></is></c>' for place, head in zip("AB", HEADS, strict=False)
    )
    rows = f'<sheetData><row r="1">{heads}</row><row r="2">{cell}</row></sheetData>'
    [row] = read_table("表.xlsx", sheet_xml(rows), KNOWN).rows
    assert row.cells == (read, read)


def test_a_sheet_of_strict_open_xml():
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    transitional = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    data = repacked(xlsx(HEADS, PEOPLE[0]), xl__worksheets__sheet1_xml=lambda old: old.replace(transitional, strict))
    assert rows_of("a.xlsx", data) == [PEOPLE[0]]


# What somebody builds to hold the site up


def bomb(size):
    filler = "<row>" + " " * size + "</row>"
    return sheet_xml(f"<sheetData>{filler}</sheetData>")


def test_a_zip_bomb():
    assert code_of("a.xlsx", bomb(3_000_000)) == "bomb"


def test_an_archive_inside_the_limit_of_each_entry_but_not_of_all():
    stream = BytesIO(xlsx(HEADS, *PEOPLE))
    with zipfile.ZipFile(stream, "a") as archive:
        for number in range(limits.MAX_SHEETS * 100):
            archive.writestr(f"xl/{number}.xml", "<a/>")
    assert code_of("a.xlsx", stream.getvalue()) == "bomb"


def test_entities():
    doctype = '<!DOCTYPE a [<!ENTITY b "bbbb">]>'
    for part in ("xl__worksheets__sheet1_xml", "xl__workbook_xml", "xl__sharedStrings_xml"):
        data = repacked(xlsx(HEADS, PEOPLE[0]), **{part: lambda old: doctype + re.sub(r"<\?xml.*?\?>", "", old)})
        assert code_of("a.xlsx", data) == "entities"


def test_elements_in_elements_without_end():
    assert code_of("a.xlsx", sheet_xml("<x>" * 50_000 + "</x>" * 50_000)) == "deep"


def test_many_rows_are_refused_with_the_limit():
    row = '<row><c t="str"><v>张</v></c><c t="str"><v>{}</v></c></row>'
    text = "单位,姓名\n" + "".join(f"财政局,张{number}\n" for number in range(100_000))
    assert code_of("a.csv", text.encode()) == "too_many_rows"
    filled = "".join(row.format(number) for number in range(limits.MAX_ROWS + 200))
    assert code_of("a.xlsx", sheet_xml(f"<sheetData>{filled}</sheetData>")) == "too_many_rows"


def test_a_million_formatted_rows_without_anything_in_them_are_none():
    empty = "".join(f'<row r="{number}"><c r="A{number}" s="0"/></row>' for number in range(2, 200_000))
    heads = '<row><c t="str"><v>单位</v></c><c t="str"><v>姓名</v></c></row>'
    last = '<row r="1048576"><c t="str"><v>财政局</v></c><c t="str"><v>张三</v></c></row>'
    table = read_table("a.xlsx", sheet_xml(f"<sheetData>{heads}{empty}{last}</sheetData>"), KNOWN)
    assert [row.number for row in table.rows] == [1_048_576]


def test_one_long_text_in_thousands_of_cells():
    rows = "".join(f'<row r="{n}">{f"""<c r="A{n}" t="s"><v>0</v></c>""" * 90}</row>' for n in range(1, 1000))
    assert code_of("a.xlsx", with_strings(f"<sheetData>{rows}</sheetData>", f"<t>{'长' * 30_000}</t>")) == "bomb"


def test_a_cell_that_stands_twice_in_its_row_counts_once():
    heads = '<row r="1"><c t="str"><v>单位</v></c><c t="str"><v>姓名</v></c></row>'
    twice = '<row r="2"><c r="B2" t="str"><v>张三</v></c><c r="A2" t="str"><v>财政局</v></c><c r="B2" t="str"/></row>'
    assert rows_of("a.xlsx", sheet_xml(f"<sheetData>{heads}{twice}</sheetData>")) == [["财政局", "张三"]]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('<c r="A2" t="s"><v>999999</v></c>', "broken"),
        ('<c r="A2" t="s"><v>-x</v></c>', "broken"),
        ('<c r="A2" t="s"><v>-1</v></c>', "broken"),
        ('<c r="??"><v>1</v></c>', "broken"),
        ('<c r="A2" s="99"><v>1e999</v></c>', "1e999"),
        ('<c r="A2"><v>x</v></c>', "x"),
        ('<c r="A2" t="?"><v>x</v></c>', "x"),
        ('<c r="A2" t="s"/>', "no_rows"),
        ('<c r="ZZZZ2" t="str"><v>x</v></c>', "broken"),
        ('<c r="XFD2" t="str"><v>x</v></c>', "too_wide"),
    ],
)
def test_damaged_cells_are_read_as_they_are_or_refused_in_words(cell, expected):
    heads = '<row r="1"><c t="str"><v>单位</v></c><c t="str"><v>姓名</v></c></row>'
    data = sheet_xml(f'<sheetData>{heads}<row r="2">{cell}</row></sheetData>')
    if expected in {"broken", "too_wide", "no_rows"}:
        assert code_of("a.xlsx", data) == expected
    else:
        assert rows_of("a.xlsx", data) == [[expected, ""]]


def test_merged_ranges_without_end():
    many = "".join(f'<mergeCell ref="A{n}:A{n + 5}"/>' for n in range(1, limits.MAX_MERGED + 2))
    heads = '<row r="1"><c t="str"><v>单位</v></c><c t="str"><v>姓名</v></c></row>'
    data = sheet_xml(f"<sheetData>{heads * 2}</sheetData><mergeCells>{many}</mergeCells>")
    assert code_of("a.xlsx", data) == "bomb"


def test_a_file_that_is_too_large(monkeypatch):
    monkeypatch.setattr(limits, "MAX_BYTES", 100)
    assert code_of("a.csv", b"x" * 101) == "too_large"
