"""What stands around the sections of a report: title, byline, salutation above; closing, signature, date below."""

import re
from dataclasses import dataclass, field

from .markers import leads_with_marker

_TITLE_WORD = re.compile(r"(?:报告|述职|汇报|总结|材料|发言|讲话|提纲|自述)(?:[（(][^（）()\n]{1,12}[）)])?$")
_REPORT_WORD = re.compile(r"报告|述职|汇报|总结|述廉|述责|述法")
_SENTENCE = re.compile(r"[。；！？，,;]")
_GREETED = (
    "各位|尊敬的|敬爱的|同志们|同事们|领导|代表|委员|评委|考核组|组织部|党委|党组|市委|县委|区委|省委|公司|主席团|"
    "主持人|大家"
)
_SALUTATION_LINE = re.compile(
    rf"(?![^\n]{{0,40}}(?:如下|汇报|报告|述职))(?=[^：:！!\n]{{0,40}}(?:{_GREETED}))[^。；：:\n]{{2,40}}[：:！!，,]$"
)
_ADDRESS_LINE = re.compile(r"[^。；，,：:\n]{2,30}[：:]$")
_NO_ADDRESS = re.compile(r"如下|报告|汇报|情况|方面|内容|时间|地点|单位|职务|姓名|附件|目录")
_SALUTATION_RUN_IN = re.compile(
    r"(?:尊敬的|敬爱的|各位)[^。；：:，！!\n]{1,40}[：:]|(?:同志们|各位领导、同志们)[：:！!]"
)
_TITLE_RUN_IN = re.compile(
    r"[^。；：:，！!？\n]{2,48}?(?:报告|总结|汇报)[ \u3000]*"
    r"(?=尊敬的|敬爱的|各位|同志们|根据|按照|现将|我是|我叫|本人|一年来|[一1][、.]|（一）|第一，|首先|"
    r"[^。；，\n]{2,20}[ \u3000][\u4e00-\u9fff]{2,3}(?:20\d\d年|今年|本人))"
)
_YEAR = r"(?:\d{4}|[二〇零○一九]{4}|(?:20)?[\dXxＸ*×＊_＿○ ]{1,4}|【[^】\n]{0,20}】)"
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[Xx*×＊_＿ ]{1,8}|【[^】\n]{0,20}】)"
_SPACE = r"[ \u3000]{0,4}"
_WORDED_DATE = rf"{_YEAR}{_SPACE}年{_SPACE}{_NUMBER}{_SPACE}月(?:{_SPACE}{_NUMBER}{_SPACE}[日号])?"
_DATE = rf"{_WORDED_DATE}|\d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}}"
_DATE_LINE = re.compile(rf"[（(]?({_DATE})[）)]?")
_DATE_AT_END = re.compile(rf"(?:^|[ \t\u3000：:。！!）\u4e00-\u9fffXx*×])[ \t\u3000]*({_DATE})$")
_SIGNED = re.compile(
    r"(?:述职人|述职者|汇报人|报告人|述廉人|姓名|单位|职务|述职单位|报告单位|日期|时间|述职日期|述职时间)(?:签名|签字|姓名)?"
    r"[ \u3000]{0,8}[：:]"
)
_SIGNED_AT_END = re.compile(
    r"(?<=[。！!])[ \u3000]*((?:述职人|述职者|汇报人|报告人)(?:签名|签字|姓名)?"
    r"[ \u3000]{0,8}[：:][^。，；！？\n]{1,40})$"
)
_CLOSING = (
    r"特此(?:报告|汇报|述职)|(?:以上|上述)(?:报告|汇报|述职|是|为|内容|情况|就是)|(?:我|本人)的?(?:述职|汇报|报告|发言)[^。！\n]{0,12}(?:到此|到这|完毕|结束|如此)|"
    r"(?:我|本人)?就?先?(?:述职|汇报|报告|说)到(?:此|这)|"
    r"(?:述职|汇报|报告|发言)(?:到此)?(?:完毕|结束)|谢谢|感谢(?:大家|各位|聆听|倾听)|请(?:予以?|各位|大家|领导|组织|同志)|不[当妥足]之处|敬请|恳请|如有不[当妥]|"
    r"欢迎(?:大家|各位|领导|同志)|此致|敬礼|报告人：|望(?:各位|领导|大家)"
)
_CLOSING_PARAGRAPH = re.compile(rf"(?:最后，|总之，)?(?:{_CLOSING})")
_CLOSING_TAIL = re.compile(rf"(?<=[。！])[ \u3000]*(?:(?:{_CLOSING})[^。！？\n]{{0,60}}[。！]?[ \u3000]*){{1,4}}$")
_CLOSING_LENGTH = 120
_BYLINE_LENGTH = 48
_TITLE_LENGTH = 60
_TITLE_LINES = 3
_TITLE_ENDS = (["报告"], ["总结"], ["汇报"])  # …年度述职 / 报告, as a page broke it
_SUMMARY_LINES = 8


@dataclass(slots=True)
class Frame:
    """The parts around the body, filled while they are taken from it; `lines` is what is left, as paragraphs."""

    lines: list[str]
    title: str = ""
    salutation: str = ""
    closing: list[str] = field(default_factory=list)
    signature: list[str] = field(default_factory=list)
    date: str = ""
    left_over: list[str] = field(default_factory=list)


def take_frame(lines: list[str]) -> Frame:
    """Takes title, byline and the like from both ends of a text's paragraphs. What is in doubt stays in the body."""
    frame = Frame(lines)
    above = _take_lines_above_title(frame)
    _take_title(frame)
    _take_byline(frame)
    _take_salutation(frame)
    frame.lines[0:0] = above
    ending = _Ending(frame)
    ending.take()
    return frame


def _take_lines_above_title(frame: Frame) -> list[str]:
    """A summary that stands before the title is put after it."""
    if not frame.lines or len(frame.lines[0]) <= _TITLE_LENGTH:
        return []
    for place, line in enumerate(frame.lines[:_SUMMARY_LINES]):
        if leads_with_marker(line) or _SALUTATION_LINE.fullmatch(line) or _TITLE_RUN_IN.match(line):
            break
        if place and _is_title_line(line) and _TITLE_WORD.search(line) and _REPORT_WORD.search(line):
            above, frame.lines[:place] = frame.lines[:place], []
            return above
    return []


def _take_title(frame: Frame) -> None:
    if not frame.lines:
        return
    if run_in := _TITLE_RUN_IN.match(frame.lines[0]):
        rest = frame.lines[0][run_in.end() :].strip()
        frame.title = run_in[0].rstrip()
        frame.lines[0:1] = [rest] if rest else []
        return
    count = _title_lines(frame.lines)
    frame.title = "".join(frame.lines[:count])
    del frame.lines[:count]
    if frame.title and frame.lines and re.match(r"[—-]{1,2}[^—-]", frame.lines[0]) and _is_short(frame.lines[0]):
        frame.title += frame.lines.pop(0)


def _title_lines(lines: list[str]) -> int:
    """How many of the first lines make the title: as far as the word 报告, or one short line above a long one."""
    heads = 0
    for line in lines[:_TITLE_LINES]:
        if not _is_title_line(line):
            break
        heads += 1
        if _TITLE_WORD.search(line):
            return heads + (lines[heads : heads + 1] in _TITLE_ENDS)
    if not heads or len(lines) == 1:
        return 0
    return 1 if _REPORT_WORD.search(lines[0]) or (len(lines[0]) <= 30 and len(lines) > 2) else 0


def _is_title_line(line: str) -> bool:
    return (
        len(line) <= _TITLE_LENGTH
        and not re.search(r"[。；！？：:]$|[。；！？]|\t", line)
        and not leads_with_marker(line)
        and not _SALUTATION_LINE.fullmatch(line)
        and not _DATE_LINE.fullmatch(line)
    )


def _is_short(line: str) -> bool:
    return len(line) <= _BYLINE_LENGTH and not _SENTENCE.search(line.rstrip("，,"))


def _take_byline(frame: Frame) -> None:
    """Unit, post and name, or a date in brackets, under the title."""
    for _ in range(4):
        if not (frame.title and len(frame.lines) > 1):
            return
        line = frame.lines[0]
        if _DATE_LINE.fullmatch(line) and not frame.date:
            frame.date = frame.lines.pop(0).strip("（()）")
        elif _is_byline(line, frame.lines[1]):
            frame.signature.append(frame.lines.pop(0))
        else:
            return


def _is_byline(line: str, following: str) -> bool:
    if not _is_short(line) or leads_with_marker(line) or _SALUTATION_LINE.fullmatch(line):
        return False
    if _SIGNED.match(line):
        return True
    if line.endswith(("：", ":")) or _REPORT_WORD.search(line) or "\t" in line:
        return False
    named = re.search(r"[ \u3000]", line) or _POST.search(line) or _NAME.fullmatch(line)
    return bool(named) and (
        len(following) > len(line)
        or following.endswith("。")
        or bool(_SALUTATION_LINE.fullmatch(following))
        or _is_short(following)
    )


_NAME = re.compile(
    r"[^·]{2,3}|(?:欧阳|司马|上官|诸葛|司徒|夏侯|皇甫|尉迟|公孙|慕容|令狐|端木|东方|轩辕)..|.{1,8}·.{1,8}"
)
_POST = re.compile(
    r"书记|主任|[局省市县区镇乡村部厅处科所站院校会组队行]长|经理|董事|主席|委员|常委|委$|局$|公司$|院$|校$"
)


def _take_salutation(frame: Frame) -> None:
    if not frame.lines:
        return
    line = frame.lines[0]
    if _SALUTATION_LINE.fullmatch(line) or (
        frame.title and _ADDRESS_LINE.fullmatch(line) and not _NO_ADDRESS.search(line) and not leads_with_marker(line)
    ):
        frame.salutation = frame.lines.pop(0)
    elif run_in := _SALUTATION_RUN_IN.match(line):
        frame.salutation = run_in[0]
        frame.lines[0] = line[run_in.end() :].strip()


class _Ending:
    """Takes date, signature and closing from the end, the last first."""

    def __init__(self, frame: Frame):
        self.frame = frame
        self.signed: list[str] = []

    def take(self) -> None:
        self._take_left_over()
        self._take_dates_and_names()
        self.frame.signature += reversed(self.signed)
        self._take_closing()

    def _take_left_over(self) -> None:
        """What stands below a signature and a date: notes of a web site, a contact, attachments."""
        lines = self.frame.lines
        for count in range(1, min(6, len(lines) - 2)):
            date, name = lines[-1 - count], lines[-2 - count]
            if _DATE_LINE.fullmatch(date) and _is_short(name):
                self.frame.left_over = lines[-count:]
                del lines[-count:]
                return

    def _take_dates_and_names(self) -> None:
        lines = self.frame.lines
        dated = False
        while len(lines) > 1:
            line = lines[-1]
            if not dated and (date := _DATE_LINE.fullmatch(line)):
                dated = self._take_date(date[1])
                lines.pop()
            elif self._is_signature(line, dated=dated):
                self.signed.append(self._split_date(lines.pop()))
            else:
                break
        if lines:
            self._take_run_in()

    def _take_date(self, date: str) -> bool:
        if self.frame.date and self.frame.date != date:
            self.signed.append(self.frame.date)
        self.frame.date = date
        return True

    def _is_signature(self, line: str, *, dated: bool) -> bool:
        if len(self.signed) >= 3 or not _is_short(line) or leads_with_marker(line) or "\t" in line:
            return False
        if _SIGNED.match(line):
            return True
        if _CLOSING_PARAGRAPH.match(line) or line.endswith(("：", ":")):
            return False
        if len(line) <= 30 and (_DATE_AT_END.search(line) or dated):
            return True
        above = self.frame.lines[-2]
        ended = above.endswith(("。", "！", "！”", "。”")) or bool(_CLOSING_PARAGRAPH.match(above))
        return ended and len(line) <= 20 and bool(len(line) <= 4 or re.search(r"[ \u3000]", line) or _POST.search(line))

    def _split_date(self, line: str) -> str:
        date = _DATE_AT_END.search(line)
        if not date or self.frame.date:
            return line
        self.frame.date = date[1]
        return line[: date.start(1)].rstrip()

    def _take_run_in(self) -> None:
        """…谢谢大家！述职人：某某 2023年12月5日 at the end of the last paragraph."""
        line = self.frame.lines[-1]
        date = _DATE_AT_END.search(line[-80:])
        head = line[: len(line) - len(date[1])].rstrip() if date else line
        signed = _SIGNED_AT_END.search(head)
        if date and (signed or head.endswith(("。", "！"))) and not self.frame.date:
            self.frame.date = date[1]
            line = head
        if signed:
            self.signed.append(signed[1].strip())
            line = line[: signed.start()]
        self.frame.lines[-1] = line.rstrip()

    def _take_closing(self) -> None:
        lines, closing = self.frame.lines, self.frame.closing
        while len(lines) > 1 and len(lines[-1]) <= _CLOSING_LENGTH and _CLOSING_PARAGRAPH.match(lines[-1]):
            closing.insert(0, lines.pop())
        if lines and (tail := _CLOSING_TAIL.search(lines[-1][-300:])):
            cut = max(0, len(lines[-1]) - 300) + tail.start()
            closing.insert(0, lines[-1][cut:].strip())
            lines[-1] = lines[-1][:cut].rstrip()
