"""验证归档包并还原其中各版本的文字。只用 Python 3.8 以上的标准库，不需要网站、数据库和网络。

python3 -I -S restore.py 归档包.zip --into 新文件夹 --seal 封存值

归档包可以是 .zip，也可以是解开后的文件夹。封存值是 manifest-sha256.txt 的 SHA-256，下载时记在网站的日志里；
不给封存值时，只能说明各文件与清单一致，不能说明清单本身未被改动。
"""

import argparse
import hashlib
import io
import json
import os
import re
import stat
import sys
import zipfile
import zlib

MANIFEST = "manifest-sha256.txt"
LARGEST = 1 << 30  # bytes, of all files together: nobody's disk or memory is to be filled by a forged package
MOST_FILES = 10_000
_LISTED = re.compile(r"([0-9a-f]{64})  (\S.*)")
_SAFE = re.compile(r"(?!\.)[A-Za-z0-9_.-]+(?:/(?!\.)[A-Za-z0-9_.-]+)*")
_BLANK = re.compile(r"【([^【】\n]{1,40})】")
_REVISION = re.compile(r"revisions/([0-9]{1,5})\.json")
_FINAL_MARKS = "。；，、：,;:."


class Damaged(Exception):
    """The package is not what was handed out."""


# What is raised of a forged ZIP or JSON too: encrypted, packed in an unknown way, nested too deep.
_FORGED = (OSError, EOFError, ValueError, LookupError, TypeError, AttributeError, RuntimeError, MemoryError, zlib.error)


class ZippedFiles:
    """The files of a ZIP, by name."""

    def __init__(self, path):
        self._zip = zipfile.ZipFile(path)
        self.sizes: dict[str, int] = {}
        for info in self._zip.infolist():
            if info.is_dir():
                continue
            kind = stat.S_IFMT(info.external_attr >> 16)
            if info.filename in self.sizes or info.flag_bits & 1 or kind not in (0, stat.S_IFREG):
                raise Damaged("重名、加密或不是普通文件：" + ascii(info.filename))
            self.sizes[info.filename] = info.file_size

    def read(self, name):
        return self._zip.read(name)  # no more than the size that was judged, and with its checksum


class UnpackedFiles:
    """The files of a folder, by name."""

    def __init__(self, path):
        self._path = path
        self.sizes: dict[str, int] = {}
        for folder, folders, names in os.walk(path):
            for name in folders + names:
                full = os.path.join(folder, name)
                about = os.lstat(full)
                if stat.S_ISREG(about.st_mode):
                    self.sizes[os.path.relpath(full, path).replace(os.sep, "/")] = about.st_size
                elif not stat.S_ISDIR(about.st_mode):
                    raise Damaged("不是普通文件：" + ascii(full))

    def read(self, name):
        with open(os.path.join(self._path, *name.split("/")), "rb") as file:
            return file.read(self.sizes[name] + 1)


def check_package(files, seal=""):
    """The number of files that are as the manifest says. Raises Damaged where one is not."""
    _check_names(files.sizes)
    if MANIFEST not in files.sizes:
        raise Damaged("缺少清单 " + MANIFEST)
    manifest = files.read(MANIFEST)
    if seal and hashlib.sha256(manifest).hexdigest() != seal.strip().lower():
        raise Damaged("清单与封存值不符：清单或封存值不是下载时的那一个")
    listed = _read_manifest(manifest.decode("utf-8"))
    missing, added = listed.keys() - files.sizes.keys(), files.sizes.keys() - listed.keys() - {MANIFEST}
    if missing or added:
        raise Damaged("缺少：{}；清单外多出：{}".format("、".join(sorted(missing)), "、".join(sorted(added))))
    changed = [name for name in sorted(listed) if hashlib.sha256(files.read(name)).hexdigest() != listed[name]]
    if changed:
        raise Damaged("内容已被改动：" + "、".join(changed))
    return len(listed)


def _check_names(sizes):
    unsafe = [name for name in sizes if not _SAFE.fullmatch(name)]
    if unsafe:
        raise Damaged("不能接受的文件名：" + "、".join(map(ascii, unsafe[:5])))
    if len({name.lower() for name in sizes}) < len(sizes):
        raise Damaged("有只差大小写的文件名")
    if len(sizes) > MOST_FILES or sum(sizes.values()) > LARGEST:
        raise Damaged("归档包过大")


def _read_manifest(text):
    listed = {}
    for line in text.rstrip("\n").split("\n"):
        match = _LISTED.fullmatch(line)
        if not match or match[2] in listed:
            raise Damaged("清单的格式不对")
        listed[match[2]] = match[1]
    return listed


def restore_texts(files):
    """The text of each version by its number. Damaged is one with another SHA-256, or published words of none."""
    versions = {}
    for match in filter(None, map(_REVISION.fullmatch, files.sizes)):
        revision = json.loads(files.read(match[0]).decode("utf-8"))
        content = revision["content"]
        canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        if hashlib.sha256(canonical.encode("utf-8")).hexdigest() != revision["sha256"]:
            raise Damaged("版本内容与其 SHA-256 不符：" + match[0])
        versions[int(match[1])] = content, print_text(content, revision["printed"])
    source, printed = (files.read("source/report." + ending).decode("utf-8") for ending in ("json", "txt"))
    if (json.loads(source), printed) not in versions.values():
        raise Damaged("印发的内容或文字不是其中任何一个版本的：source/report.json、source/report.txt")
    return {number: text for number, (_content, text) in versions.items()}


def print_text(content, printed):
    """`printed` has the value that stands in each blank."""
    lines = [content["title"], (content["unit"] + content["post"] + " " + content["name"]).strip()]
    lines.append(content["salutation"])
    for section in content["sections"]:
        lines += _print_section(section, printed)
    attachments = content.get("attachments", [])
    lines += _print_note(attachments)
    lines.append(content["date"])
    for number, attachment in enumerate(attachments, start=1):
        if attachment["body"].strip():
            mark = f"附件{number}" if len(attachments) > 1 else "附件"
            lines += [mark, attachment["title"], *attachment["body"].split("\n")]
    return "\n".join(line for line in lines if line) + "\n"


def _print_section(section, printed):
    heading, body, numeral = _fill(section["heading"], printed), _fill(section["body"], printed), section["numeral"]
    if heading and numeral.startswith("第"):
        return f"{numeral}，{heading}。{body}".split("\n")
    return ([(numeral + "、" if numeral else "") + heading] if heading else []) + body.split("\n")


def _print_note(attachments):
    titles = [attachment["title"].strip().rstrip(_FINAL_MARKS) for attachment in attachments]
    if len(titles) < 2:
        return ["附件：" + title for title in titles]
    return ["{}{}. {}".format("" if number > 1 else "附件：", number, title) for number, title in enumerate(titles, 1)]


def _fill(text, printed):
    def value(blank):
        label = blank[1].strip()
        return (printed.get(label) or "【" + label + "】") if label else blank[0]

    return _BLANK.sub(value, text)


def write_texts(texts, folder):
    """Into a new folder: nothing that is there is ever overwritten."""
    os.makedirs(folder)
    for number in sorted(texts):
        with open(os.path.join(folder, f"版本{number}.txt"), "x", encoding="utf-8", newline="\n") as file:
            file.write(texts[number])


def main(arguments):
    parser = argparse.ArgumentParser(description="验证归档包，还原其中各版本的文字")
    parser.add_argument("package", help="归档包：.zip 文件或解开后的文件夹")
    parser.add_argument("--into", help="把各版本的文字写进这个新文件夹；不给时只验证")
    parser.add_argument("--seal", default="", help="封存值：下载时网站日志所记的 SHA-256")
    asked = parser.parse_args(arguments)
    try:
        files = (UnpackedFiles if os.path.isdir(asked.package) else ZippedFiles)(asked.package)
        count = check_package(files, asked.seal)
        texts = restore_texts(files)
        if asked.into:
            write_texts(texts, asked.into)
    except (Damaged, zipfile.BadZipFile, *_FORGED) as error:
        return f"未通过：{str(error) or type(error).__name__}"
    seal = hashlib.sha256(files.read(MANIFEST)).hexdigest()
    sys.stdout.write(f"{count} 个文件与清单一致，{len(texts)} 个版本的文字可以还原。\n")
    sys.stdout.write(f"封存值 {seal}{'，与所给的一致' if asked.seal else '（请与网站日志核对）'}\n")
    return 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(main(sys.argv[1:]))
