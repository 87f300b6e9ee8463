"""Small right files to spoil, one of each kind that some door takes, and two that none does."""

from io import BytesIO
from zipfile import ZipFile

import docx
import openpyxl
import pikepdf
from PIL import Image


def seeds() -> dict[str, bytes]:
    """By the ending of their names."""
    made = {name: BytesIO() for name in ("docx", "xlsx", "pdf", "png", "jpg", "zip")}
    document = docx.Document()
    document.add_paragraph("述职报告")
    document.add_paragraph("一、抓学习。全年走访12次。")
    document.save(made["docx"])
    workbook = openpyxl.Workbook()
    workbook.active.append(["姓名", "单位", "职务", "名称", "数值"])
    workbook.active.append(["林晓", "水利局", "局长", "管网长度", "12"])
    workbook.save(made["xlsx"])
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(made["pdf"])
    Image.new("RGB", (30, 30), "red").save(made["png"], "PNG")
    Image.new("RGB", (30, 30), "red").save(made["jpg"], "JPEG")
    with ZipFile(made["zip"], "w") as packed:
        packed.writestr("../../x.txt", "0" * 1_000_000)
    plain = {"csv": "姓名,单位\n林晓,水利局\n".encode("gb18030"), "txt": "述职报告\n一、抓学习。".encode()}
    return {name: data.getvalue() for name, data in made.items()} | plain
