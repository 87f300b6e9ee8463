"""The description of an archive package, with the element names of DA/T 48-2009 and the metadata of DA/T 46-2009.

What the site does not know (档号, 保管期限, 密级) is left to the archive: no element is made up.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from django.utils.timezone import localtime

from reports.gongwen.word.paragraphs import visible
from reports.prose.content import ReportContent

_NAMESPACE = "http://www.saac.gov.cn/standards/ERM/encapsulation"
_FORMATS = {"pdf": "PDF/A-3a", "docx": "Office Open XML", "txt": "纯文本 UTF-8", "json": "JSON UTF-8"}
_FORMATS |= {"py": "Python 源程序"}


@dataclass(frozen=True, slots=True)
class PackagedFile:
    path: str
    data: bytes
    title: str
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class PackagedAct:
    """A row of the log: what was done (`verb`, in words `says`), by whom and when. Two people of one name differ in
    their `person` number.
    """

    verb: str
    says: str
    by: str
    person: int
    at: datetime

    def to_dict(self) -> dict[str, str]:
        return {"verb": self.verb, "says": self.says, "by": self.by, "at": localtime(self.at).isoformat()}


def write_eep(
    files: Sequence[PackagedFile],
    acts: Sequence[PackagedAct],
    content: ReportContent,
    number: str,
    year: int,
    at: datetime,
) -> bytes:
    root = Element("电子文件封装包", {"xmlns": _NAMESPACE})
    _add(root, "封装包格式描述", "参照DA/T 48-2009《基于XML的电子文件封装规范》：数据不内嵌，是同一包内的文件")
    _add(root, "版本", "2009")
    signed = SubElement(root, "被签名对象", {"eep版本": "2009"})
    _add(signed, "封装包类型", "原始型")
    _add(signed, "封装包类型描述", "本封装包包含电子文件数据及其元数据，原始封装，未经修改")
    _add(signed, "封装包创建时间", localtime(at).isoformat(timespec="seconds"))
    _add(signed, "封装包创建单位", content.unit)
    held = SubElement(signed, "封装内容")
    _add_record(SubElement(SubElement(held, "文件实体块"), "文件实体"), files, content, number, year)
    _add_acts(SubElement(held, "业务实体块"), acts, number)
    _add_people(SubElement(held, "机构人员实体块"), acts, content)
    indent(root)
    return tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _add_record(record: Element, files: Sequence[PackagedFile], content: ReportContent, number: str, year: int) -> None:
    _add(record, "聚合层次", "文件")
    _add_all(record, "来源", {"立档单位名称": content.unit})
    _add(record, "电子文件号", number)
    _add_all(record, "档号", {"年度": str(year)})
    about = {"题名": content.title, "责任者": content.name, "日期": content.date, "文种": "述职报告"}
    _add_all(record, "内容描述", about)
    _add_all(record, "形式特征", {"文件组合类型": "组合文件", "语种": "汉语", "稿本": "正本"})
    data = SubElement(record, "文件数据")
    for place, file in enumerate(files, start=1):
        _add_file(SubElement(data, "文档"), file, place)


def _add_file(document: Element, file: PackagedFile, place: int) -> None:
    _add(document, "文档标识符", f"文档{place}")
    _add(document, "文档序号", str(place))
    _add(document, "文档主从声明", "主文档" if file.is_main else "附属文档")
    _add(document, "题名", file.title)
    coded = SubElement(
        SubElement(document, "文档数据", {"文档数据ID": f"修改0-文档{place}-文档数据1"}),
        "编码",
        {"编码ID": f"修改0-文档{place}-文档数据1-编码1"},
    )
    kind = _FORMATS[file.path.rpartition(".")[2]]
    _add_all(coded, "电子属性", {"格式信息": kind, "计算机文件名": file.path, "计算机文件大小": str(len(file.data))})
    _add(coded, "编码描述", "数据是同一包内以计算机文件名为名的文件，未经编码；此处是其SHA-256")
    _add(coded, "反编码关键字", "SHA-256")
    _add(coded, "编码数据", sha256(file.data).hexdigest())


def _add_acts(block: Element, acts: Sequence[PackagedAct], number: str) -> None:
    for place, act in enumerate(acts, start=1):
        said = {"业务标识符": f"业务{place}", "机构人员标识符": f"人员{act.person}", "文件标识符": number}
        said |= {"业务状态": "历史行为", "业务行为": act.says, "行为时间": localtime(act.at).isoformat()}
        _add_all(block, "业务实体", said)


def _add_people(block: Element, acts: Iterable[PackagedAct], content: ReportContent) -> None:
    """The author, then who acted."""
    author = {"机构人员标识符": "述职人", "机构人员类型": "个人", "机构人员名称": content.name}
    _add_all(block, "机构人员实体", author | {"个人职位": content.post})
    for person, name in {act.person: act.by for act in acts}.items():
        said = {"机构人员标识符": f"人员{person}", "机构人员类型": "个人", "机构人员名称": name}
        _add_all(block, "机构人员实体", said)


def _add_all(parent: Element, name: str, values: dict[str, Any]) -> None:
    part = SubElement(parent, name)
    for key, value in values.items():
        _add(part, key, value)


def _add(parent: Element, name: str, text: str) -> None:
    if text:
        SubElement(parent, name).text = visible(text)
