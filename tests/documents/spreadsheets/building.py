"""Spreadsheets as people and programs write them, and as nobody should."""

import csv
import io
import re
import zipfile

from openpyxl import Workbook

KNOWN = {
    "unit": ["单位", "部门"],
    "name": ["姓名"],
    "number": ["工号", "人员编号"],
    "post": ["职务"],
    "since": ["起始"],
    "until": ["截止"],
}
HEADS = ["单位", "姓名", "工号"]
PEOPLE = [["财政局", "张三", "0012"], ["教育局", "李四", "0013"]]


def xlsx(*rows, change=None):
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    if change:
        change(sheet)
    return saved(book)


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def text_of(*rows, delimiter=","):
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue()


def repacked(data, **changes):
    """The .xlsx with what a function makes of an entry's text; __ in a name stands for / and _xml for .xml"""
    new = {name.replace("__", "/").replace("_xml", ".xml"): change for name, change in changes.items()}
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in old.namelist():
            content = old.read(name)
            archive.writestr(name, new.pop(name)(content.decode()) if name in new else content)
        for name, change in new.items():
            archive.writestr(name, change(""))
    return stream.getvalue()


def sheet_xml(rows):
    """A workbook whose sheet has exactly these rows of XML."""
    return repacked(
        xlsx(HEADS), xl__worksheets__sheet1_xml=lambda old: re.sub("(?s)<sheetData>.*</sheetData>", rows, old)
    )


def with_strings(rows, *items):
    """The same with a table of strings, as Excel itself writes it."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    named = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    table = f'<sst xmlns="{namespace}">{"".join(f"<si>{item}</si>" for item in items)}</sst>'
    return repacked(
        sheet_xml(rows),
        **{"[Content_Types]_xml": lambda old: old.replace("</Types>", named)},
        xl__sharedStrings_xml=lambda _old: table,
    )
