"""A published report as the archive keeps it (归档包): one ZIP that is understood without the site.

Why it is built so: docs/decisions/0070-archive-package.md.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.timezone import localtime

from reports.prose.content import ReportContent
from reports.prose.plain import print_plain

from .encapsulation import PackagedAct, PackagedFile, write_eep
from .restore import MANIFEST

__all__ = ["MANIFEST", "ArchivePackage", "PackagedAct", "PackagedRevision", "seal_of", "write_package"]

_README = """这是一份述职报告的归档包，脱离原网站也能读懂。

eep.xml              封装说明：元素名称按 DA/T 48-2009，元数据按 DA/T 46-2009；数据不内嵌，是同一包内的文件
document/            印发件（PDF，各次更正在内）和 Word 文档
source/              印发的文字：report.txt 供人阅读，report.json 供程序读取
revisions/           各次提交、退回、审定的版本，每个版本的内容带有 SHA-256
opinions.json        审阅意见、退回理由、批注和答复；不含等次，不含仅审阅人可见的内容
log.json             提交、审阅、审定、印发的日志
manifest-sha256.txt  各文件的 SHA-256
restore.py           验证本包并还原文字：python3 -I -S restore.py 本包 --into 新文件夹 --seal 封存值

封存值是 manifest-sha256.txt 的 SHA-256，下载时记在网站的日志里。
"""


@dataclass(frozen=True, slots=True)
class PackagedRevision:
    """A version with the milestone at which it was frozen."""

    number: int
    milestone: str
    by: str
    at: datetime
    content: ReportContent


@dataclass(frozen=True, slots=True)
class ArchivePackage:
    """What goes into it. `published` is the version that `pdfs` print, newest last: the first publication, then each
    correction.
    """

    number: str
    year: int
    published: PackagedRevision
    pdfs: tuple[bytes, ...]
    word: bytes
    revisions: tuple[PackagedRevision, ...]
    opinions: tuple[dict[str, Any], ...]
    acts: tuple[PackagedAct, ...]
    made_at: datetime


def write_package(package: ArchivePackage) -> bytes:
    """The ZIP. The same package is the same bytes."""
    files = [*_files(package)]
    eep = write_eep(files, package.acts, package.published.content, package.number, package.year, package.made_at)
    members = {file.path: file.data for file in files} | {"eep.xml": eep}
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in sorted(members.items()))
    return _zip(members | {MANIFEST: sums.encode()}, package.made_at)


def seal_of(package: bytes) -> str:
    """The SHA-256 of its manifest, and so of all that it holds."""
    with ZipFile(BytesIO(package)) as archive:
        return hashlib.sha256(archive.read(MANIFEST)).hexdigest()


def _files(package: ArchivePackage) -> Iterator[PackagedFile]:
    for number, pdf in enumerate(package.pdfs, start=1):
        title = "印发件" if number == 1 else f"印发件（更正{number - 1}）"
        yield PackagedFile(f"document/final-{number}.pdf", pdf, title, is_main=number == len(package.pdfs))
    yield PackagedFile("document/report.docx", package.word, "Word 文档")
    content = package.published.content
    yield PackagedFile("source/report.txt", print_plain(content).encode(), "印发的文字")
    yield PackagedFile("source/report.json", _to_json(content.to_dict()), "印发的内容")
    for revision in package.revisions:
        yield PackagedFile(f"revisions/{revision.number}.json", _describe(revision), f"版本{revision.number}")
    yield PackagedFile("opinions.json", _to_json(package.opinions), "意见和答复")
    yield PackagedFile("log.json", _to_json([act.to_dict() for act in package.acts]), "日志")
    yield PackagedFile("README.txt", _README.encode(), "说明")
    script = Path(__file__).with_name("restore.py").read_bytes()
    yield PackagedFile("restore.py", script, "验证和还原程序")


def _describe(revision: PackagedRevision) -> bytes:
    """With what is printed in each blank, so that the words can be restored without our rules for values."""
    content = revision.content
    labels = (label for section in content.sections for label in section.labels)
    about = {"number": revision.number, "milestone": revision.milestone, "by": revision.by}
    about |= {"at": localtime(revision.at).isoformat(), "sha256": content.sha256(), "content": content.to_dict()}
    return _to_json(about | {"printed": {label: content.value_of(label) for label in dict.fromkeys(labels)}})


def _to_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


def _zip(members: dict[str, bytes], at: datetime) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for path, data in members.items():
            info = ZipInfo(path, localtime(at).timetuple()[:6])
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, data)
    return stream.getvalue()
