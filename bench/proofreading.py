"""The checks on the words: a report of usual length, and the largest of the shapes that cost most."""

from collections.abc import Iterator
from time import process_time

from bench import ROOT, against_aim, milliseconds, print_table
from reports.prose.proofreading import CheckedText, ListedDocument, ListedKind, ListedWord, WordList, proofread

HEADER = ("text", "characters", "median ms", "95 % ms", "aim ms", "")
CORPUS = ROOT / "tests" / "prose" / "proofreading" / "corpus"
WORDS = WordList.of([ListedWord(kind, f"词{number}") for kind in ListedKind for number in range(250)])
DOCUMENTS = [ListedDocument(f"第{number}号农村供水管理办法", f"云政发〔2026〕{number}号") for number in range(1, 2_001)]
NASTY = (
    "3处林场、1处湖、",
    "分别1元、",
    "2026年将要",
    "招录辅警45名。",
    "《中国共产党纪律处分条列》",
    "由1个增加到2个，新增3个，",
    "（甲、乙、丙）五个",
    "十八次18次",
    "好地的",
    "其中1个。",
    "检查药店12家。21家药店合格。",
    "【待补充】",
    "12345，",
    "一是二是",
    "一、\n二、\n",
    "2025年3月至2025年1月，",
    "龘",
    "W",
    "😀",
    "甲\t乙\t1\n",
    "\n",
    "印发《农村供水管理的办法》（云政发〔2025〕3号）。",
    "云政发〔2026〕",
    "*某",
    "（）【】“*某X＿？待补充",
    "1）",
    "六个方面：",
    "由1增加到2，",
    "发现问题1个，解决2个，",
    "水渠",
    "、水",
    " ",
    ".",
    "3个",
    "①",
    "其中1个、",
    "1）",
    "《",
    "“‘",
    "%",
    "一是",
)


def main() -> None:
    print_table("Checking the words", HEADER, rows())


def rows() -> Iterator[list[str]]:
    clean = "".join(path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob("clean-*.txt")))
    yield _measure("two reports", clean[:2_300], 20, 30)
    for shape in (clean, *NASTY):
        name = "two reports, again and again" if shape == clean else repr(shape)
        yield _measure(name, (shape * 200_000)[:200_000], 3, 3_000)


def _measure(name: str, text: str, times: int, aim: float) -> list[str]:
    seconds = [_time(text) for _ in range(times)]
    return [name, str(len(text)), *milliseconds(seconds), *against_aim(seconds, aim)]


def _time(text: str) -> float:
    """Of the processor: what others do on the machine is no part of it."""
    begun = process_time()
    proofread(CheckedText(text, 2026, is_filled=True, last_years=text, words=WORDS, documents=DOCUMENTS))
    return process_time() - begun
