"""The package that the archive keeps, verified and restored by the script inside it, on a Python without the site."""

import hashlib
import json
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from defusedxml import ElementTree

from reports.documents.archive_package import (
    MANIFEST,
    ArchivePackage,
    PackagedAct,
    PackagedRevision,
    restore,
    seal_of,
    write_package,
)
from reports.prose.content import AttachmentContent, FigureContent, ReportContent, SectionContent
from reports.prose.plain import print_plain

from ..gongwen.hard_reports import hard_reports

AT = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
SPECIFICATION = "{http://www.saac.gov.cn/standards/ERM/encapsulation}"
CONTENT = ReportContent(
    title="2026年度述职报告",
    unit="水务局",
    post="局长",
    name="林晓",
    date="2026年11月22日",
    salutation="各位领导：",
    numbering="run_in",
    sections=(
        SectionContent("opening", "", "", "现将履职情况报告如下。"),
        SectionContent(
            "duty", "第一", "抓供水", "铺设管网【管网长度】公里，【通水日】通水，【未填】处在建【 】。\n再一段。"
        ),
        SectionContent("problems", "一", "存在的问题", "学习不够【管网长度】。"),
    ),
    figures=(
        FigureContent("管网长度", "number", "公里", "31.5"),
        FigureContent("通水日", "date", "", "2026-06-01"),
        FigureContent("未填", "number", "处", ""),
    ),
    attachments=(AttachmentContent("工程清单。", "第一行【不是空】\n第二行"), AttachmentContent("照片")),
)


def package(content=CONTENT, **changes):
    revision = PackagedRevision(2, "审定", "林晓", AT, content)
    first = replace(revision, number=1, milestone="提交", content=replace(content, title="第一稿"))
    made = ArchivePackage(
        number="2026-7",
        year=2026,
        published=revision,
        pdfs=(b"%PDF-1", b"%PDF-2"),
        word=b"PK word",
        revisions=(first, revision),
        opinions=({"says": "同意"},),
        acts=(
            PackagedAct("submitted", "提交了报告", "林晓", 3, AT),
            PackagedAct("published", "印发了报告", "林晓", 9, AT + timedelta(days=1)),
        ),
        made_at=AT,
    )
    return write_package(replace(made, **changes))


def members(data):
    with ZipFile(BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def zipped(files):
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(ZipInfo(name) if isinstance(name, str) else name, data)
    return stream.getvalue()


def listed_anew(files):
    """With a manifest of these files, as a forger would write it."""
    others = {name: data for name, data in files.items() if name != MANIFEST}
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(others.items()))
    return others | {MANIFEST: sums.encode()}


@pytest.fixture
def run(tmp_path):
    """The script of an undamaged package, as a program of a Python that knows nothing but its standard library."""
    script = tmp_path / "restore.py"
    script.write_bytes(members(package())["restore.py"])

    def run(source, *arguments):
        if isinstance(source, bytes):
            path = tmp_path / "given.zip"
            path.write_bytes(source)
            source = path
        command = [sys.executable, "-I", "-S", script, source, *arguments]
        return subprocess.run(  # noqa: S603 - written here
            command, capture_output=True, text=True, encoding="utf-8", cwd=tmp_path, check=False
        )

    return run


def texts_in(folder):
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def test_the_script_is_short_and_of_the_standard_library():
    """`-S` leaves out what is installed; that it asks for nothing of ours shows in every test below."""
    assert len(Path(restore.__file__).read_text().splitlines()) <= 200
    assert members(package())["restore.py"] == Path(restore.__file__).read_bytes()


def test_the_texts_are_restored(run, tmp_path):
    data = package()
    done = run(data, "--into", "out", "--seal", seal_of(data))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"12 个文件与清单一致，2 个版本的文字可以还原。\n封存值 {seal_of(data)}，与所给的一致\n"
    assert texts_in(tmp_path / "out") == {
        "版本1.txt": print_plain(replace(CONTENT, title="第一稿")),
        "版本2.txt": print_plain(CONTENT),
    }
    assert "铺设管网31.5公里，2026年6月1日通水，【未填】处在建【 】。" in print_plain(CONTENT)


def test_a_package_that_was_unpacked(run, tmp_path):
    folder = tmp_path / "unpacked"
    ZipFile(BytesIO(package())).extractall(folder)
    done = run(folder, "--into", "out")
    assert (done.returncode, sorted(texts_in(tmp_path / "out"))) == (0, ["版本1.txt", "版本2.txt"])
    (folder / "revisions/1.json").write_text("{}")
    (folder / "更多.txt").write_text("")
    assert run(folder).stderr == "未通过：不能接受的文件名：'\\u66f4\\u591a.txt'\n"
    (folder / "更多.txt").unlink()
    assert run(folder).stderr == "未通过：内容已被改动：revisions/1.json\n"
    (folder / "revisions/1.json").unlink()
    (folder / "revisions/1.json").symlink_to("/etc/hostname")
    assert run(folder).stderr.startswith("未通过：不是普通文件：")


@pytest.mark.parametrize("content", [*hard_reports(12, seed=16)], ids=range(12))
def test_what_is_restored_is_what_the_site_prints(content):
    """For hard texts, in the same process: the rules for words are written twice, and this holds them together."""
    files = members(package(content))
    revision = json.loads(files["revisions/2.json"])
    assert restore.print_text(revision["content"], revision["printed"]) == print_plain(content)


def test_the_manifest_is_one_that_sha256sum_reads(tmp_path):
    ZipFile(BytesIO(package())).extractall(tmp_path)
    command = ["/usr/bin/sha256sum", "--check", "--strict", "--quiet", MANIFEST]
    done = subprocess.run(command, cwd=tmp_path, check=False)  # noqa: S603 - written here
    assert done.returncode == 0


def test_the_same_package_is_the_same_bytes():
    assert package() == package()
    assert seal_of(package()) != seal_of(package(made_at=AT + timedelta(seconds=2)))


# How a package is damaged, and what the script says.
def without(name):
    return lambda files: {key: data for key, data in files.items() if key != name}


def changed(name, data):
    return lambda files: files | {name: data}


def added(name, data=b"x"):
    return lambda files: listed_anew(files | {name: data})


def linked(files):
    info = ZipInfo("document/final-3.pdf")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return {**listed_anew(files | {"document/final-3.pdf": b"/etc/passwd"}), info: b"/etc/passwd"}


def forged_words(files):
    revision = json.loads(files["revisions/2.json"])
    revision["content"]["title"] = "伪造"
    return listed_anew(files | {"revisions/2.json": json.dumps(revision).encode()})


def published_otherwise(field):
    """What the package says was published differs from its version in one field, and is listed as it is now."""

    def forge(files):
        content = json.loads(files["source/report.json"]) | {field: "伪造"}
        return listed_anew(files | {"source/report.json": json.dumps(content).encode()})

    return forge


NO_VERSION = "印发的内容或文字不是其中任何一个版本的：source/report.json、source/report.txt"


DAMAGED = {
    "changed": (changed("source/report.txt", b"x"), "内容已被改动：source/report.txt"),
    "missing": (without("document/final-1.pdf"), "缺少：document/final-1.pdf；清单外多出："),
    "added": (lambda files: files | {"more.txt": b"x"}, "缺少：；清单外多出：more.txt"),
    "no manifest": (without(MANIFEST), f"缺少清单 {MANIFEST}"),
    "empty manifest": (changed(MANIFEST, b""), "清单的格式不对"),
    "another manifest": (changed(MANIFEST, b"abc  restore.py\n"), "清单的格式不对"),
    "listed twice": (lambda files: files | {MANIFEST: files[MANIFEST] * 2}, "清单的格式不对"),
    "up": (added("../out.txt"), "不能接受的文件名：'../out.txt'"),
    "up inside": (added("source/../../out.txt"), "不能接受的文件名：'source/../../out.txt'"),
    "absolute": (added("/etc/out.txt"), "不能接受的文件名：'/etc/out.txt'"),
    "drive": (added("C:out.txt"), "不能接受的文件名：'C:out.txt'"),
    "backslash": (added("source\\out.txt"), "不能接受的文件名：'source\\\\out.txt'"),
    "hidden": (added("source/.out"), "不能接受的文件名：'source/.out'"),
    "newline": (added("a\nb"), "不能接受的文件名：'a\\nb'"),
    "only case": (added("SOURCE/report.txt"), "有只差大小写的文件名"),
    "forged words": (forged_words, "版本内容与其 SHA-256 不符：revisions/2.json"),
    **{
        f"published with another {field}": (published_otherwise(field), NO_VERSION)
        for field in ("title", "unit", "post", "name", "date", "salutation")
    },
    "published words": (lambda files: added("source/report.txt", files["source/report.txt"] + b"x")(files), NO_VERSION),
    "published: no JSON": (added("source/report.json", b"{"), "Expecting property name"),
    "nothing published": (lambda files: listed_anew(without("source/report.json")(files)), '"There is no item named'),
    "no JSON": (added("revisions/3.json", b"{"), "Expecting property name"),
    "other JSON": (added("revisions/3.json", b"[]"), "list indices must be"),
    "deep JSON": (added("revisions/3.json", b"[" * 100_000), "maximum recursion depth"),
}


@pytest.mark.parametrize(("damage", "said"), DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_package_is_refused_and_nothing_is_written(run, tmp_path, damage, said):
    before = {path.name for path in tmp_path.iterdir()} | {"given.zip"}
    done = run(zipped(damage(members(package()))), "--into", "out")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"未通过：{said}")
    assert done.stderr.count("\n") == 1
    assert {path.name for path in tmp_path.iterdir()} == before


def test_a_link_and_a_name_that_comes_twice(run):
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = zipped(linked(members(package())))
    assert run(twice).stderr == "未通过：重名、加密或不是普通文件：'document/final-3.pdf'\n"


def test_a_zip_that_is_cut_or_has_another_byte(run):
    data = package()
    assert run(data[: len(data) // 2]).stderr == "未通过：File is not a zip file\n"
    place = data.index(b"source/report.txt") + 40
    broken = data[:place] + bytes([data[place] ^ 255]) + data[place + 1 :]
    done = run(broken)
    assert (done.returncode, done.stdout, done.stderr[:4]) == (1, "", "未通过：")
    assert "Traceback" not in done.stderr


def test_a_package_that_unpacks_to_more_than_a_disk_holds(run):
    """A gigabyte of zeros is a megabyte: it is refused before it is unpacked."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(MANIFEST, "")
        with archive.open("zeros.txt", "w", force_zip64=True) as member:
            for _ in range(1025):
                member.write(bytes(1 << 20))
    assert run(stream.getvalue()).stderr == "未通过：归档包过大\n"


def test_who_forges_everything_is_found_by_the_seal(run):
    data = package()
    forged = zipped(listed_anew(members(data) | {"document/final-2.pdf": b"x"}))
    assert run(forged).returncode == 0
    assert "请与网站日志核对" in run(forged).stdout
    refused = run(forged, "--seal", seal_of(data))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "未通过：清单与封存值不符：清单或封存值不是下载时的那一个\n"


def test_nothing_that_is_there_is_overwritten(run, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/版本1.txt").write_text("我的")
    assert run(package(), "--into", "out").returncode == 1
    assert texts_in(tmp_path / "out") == {"版本1.txt": "我的"}


def test_what_is_no_file(run):
    assert run("nowhere.zip").returncode == 1
    assert "Traceback" not in run("nowhere.zip").stderr


def test_the_description():
    """Every other file of the package is described, with its size and SHA-256; of the log, who did what when."""
    files = members(package())
    root = ElementTree.fromstring(files["eep.xml"])
    assert root.tag == f"{SPECIFICATION}电子文件封装包"
    (about,) = root.iter(f"{SPECIFICATION}内容描述")
    assert [part.text for part in about] == ["2026年度述职报告", "林晓", "2026年11月22日", "述职报告"]
    described = {
        coded.find(f"{SPECIFICATION}电子属性/{SPECIFICATION}计算机文件名").text: (
            coded.find(f"{SPECIFICATION}电子属性/{SPECIFICATION}计算机文件大小").text,
            coded.find(f"{SPECIFICATION}编码数据").text,
        )
        for coded in root.iter(f"{SPECIFICATION}编码")
    }
    others = {name: data for name, data in files.items() if name not in {"eep.xml", MANIFEST}}
    assert described == {name: (str(len(data)), hashlib.sha256(data).hexdigest()) for name, data in others.items()}
    acts = [[part.text for part in act] for act in root.iter(f"{SPECIFICATION}业务实体")]
    assert [act[1:2] + act[4:5] for act in acts] == [["人员3", "提交了报告"], ["人员9", "印发了报告"]]
    people = [[part.text for part in person][:3:2] for person in root.iter(f"{SPECIFICATION}机构人员实体")]
    assert people == [["述职人", "林晓"], ["人员3", "林晓"], ["人员9", "林晓"]]


def test_words_that_xml_cannot_hold():
    files = members(package(replace(CONTENT, title="题\x0b\ufffe<&>\u202e目", unit="\ufffe")))
    assert "题<&>目" in "".join(ElementTree.fromstring(files["eep.xml"]).itertext())
