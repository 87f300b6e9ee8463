"""Placing a thousand comments of one section again after an edit."""

from collections.abc import Iterator
from random import Random
from time import perf_counter

from bench import against_aim, milliseconds, print_table
from reports.prose.anchoring.reanchor import AnchoredPassage, anchor_passage, reanchor

AIM = 200
TIMES = 10
LENGTH, COMMENTS = 10_000, 1_000
HEADER = ("edit of 10,000 characters with 1,000 comments", "median ms", "95 % ms", "aim ms", "")
CHARACTERS = "我们坚持以人民为中心，深入推进各项工作。开展调研走访群众解决问题"


def main() -> None:
    """The same text and edits in every run."""
    print_table("Placing comments again", HEADER, rows())


def rows() -> Iterator[list[str]]:
    random = Random(4)  # noqa: S311 - nothing secret
    text = _write(random)
    starts = [random.randrange(LENGTH - 40) for _ in range(COMMENTS)]
    marks = [anchor_passage(text, start, start + random.randint(4, 30)) for start in starts]
    edits = {
        "one sentence put in": f"{text[: LENGTH // 2]}新增一句。{text[LENGTH // 2 :]}",
        "thirty places changed": _change(text, random),
        "all written anew": _write(random),
    }
    for name, changed in edits.items():
        seconds = [_time(marks, text, changed) for _ in range(TIMES)]
        yield [name, *milliseconds(seconds), *against_aim(seconds, AIM)]


def _write(random: Random) -> str:
    return "".join(random.choices(CHARACTERS, k=LENGTH))


def _change(text: str, random: Random) -> str:
    for _ in range(30):
        start = random.randrange(len(text) - 60)
        text = text[:start] + random.choice(["", "改", "新增内容若干，"]) + text[start + random.randrange(40) :]
    return text


def _time(marks: list[AnchoredPassage], old: str, new: str) -> float:
    begun = perf_counter()
    reanchor(marks, old, new)
    return perf_counter() - begun
