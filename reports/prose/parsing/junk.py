"""What a copied text carries that its author did not write: paywall marks, page furniture, markup."""

import html
import re
from collections.abc import Iterator

from .result import Removed

_TAGS = (
    "a|abbr|article|b|big|blockquote|body|br|center|code|div|em|font|footer|form|h[1-6]|head|header|hr|html|i|img|"
    "input|li|link|main|meta|nav|o:p|ol|p|pre|s|script|section|small|span|strong|style|sub|sup|table|tbody|td|tfoot|"
    "th|thead|tr|u|ul"
)
_BREAKING_TAG = re.compile(r"</?(?:article|blockquote|br|div|h[1-6]|hr|li|ol|p|section|table|tr|ul)\b", re.IGNORECASE)
_PAGE_NUMBER = (
    r"第[ \t]*\d{1,4}[ \t]*页[ \t]*[,，/]?[ \t]*(?:[（(]?共[ \t]*\d{1,4}[ \t]*页[）)]?)?"
    r"|[-—–－][ \t]*\d{1,4}[ \t]*[-—–－]"
    r"|[Pp]age[ \t]*\d{1,4}(?:[ \t]*of[ \t]*\d{1,4})?"
    r"|\d{1,4}[ \t]*/[ \t]*\d{1,4}"
)
_BLANK_LINE_END = r"[ \t\u3000\r]*$"
_EMOJI = r"\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u2604\u2607-\u2767\u2795-\u27bf\u2b50\u2b55\ufe0f\u20e3"
_SOURCE = "(?:来源|作者|发布时间|发布日期|浏览次数|浏览量)"
_BUTTON = "(?:点击下载|打印本页|关闭窗口|返回顶部|分享到)"
_PATTERNS = tuple(
    re.compile(pattern, re.MULTILINE | re.IGNORECASE)
    for pattern in (
        r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f]+",
        r"##[a-z]{2,20}##",
        r"\[/?(?:next|pre)page\]",
        r"[（(][上下][转接]第[^（()）\n]{1,10}版[^（()）\n]{0,10}[）)]",
        r"[（(\[]?阅读全部[^（()）\n]{0,20}登录[！!。]?[）)\]]?",
        r"[…·.]{0,12}此处(?:隐藏|省略)[ \t]*\d{0,9}[ \t]*个?字[…·.]{0,12}",
        r"[（(【\[]?试读(?:已)?结束[^\n（）【】]{0,30}[）)】\]]?",
        r"^[ \t\u3000]*[【\[（(]?篇[一二三四五六七八九十\d]{1,3}[】\]）)]?[ \t]*(?:[：:]|$)",
        r"^[ \t\u3000]*[【\[（(]?第[ \t]*[一二三四五六七八九十\d]{1,3}[ \t]*篇[】\]）)]?[ \t]*(?:[：:]|$)",
        rf"^[ \t\u3000]*(?:{_PAGE_NUMBER}){_BLANK_LINE_END}",
        r"<!--[^\n]{0,500}?-->",
        rf"</?(?:{_TAGS})(?:\s[^<>]{{0,300}})?/?>",
        r"&(?:[a-z]{2,8}|#\d{1,6}|#x[0-9a-f]{1,5});",
        r"^[ \t\u3000]*#{1,6}(?=[ \t\u3000]|[^#\s\x00-\x7f])[ \t\u3000]*",
        r"^[ \t]*>[ \t]?",
        rf"^[ \t]*(?:-[ \t]*){{3,20}}{_BLANK_LINE_END}",
        rf"^[ \t]*[*＊=~]{{5,200}}{_BLANK_LINE_END}",
        rf"[{_EMOJI}]+[ \t]?",
        r"^[ \t\u3000]*首页[ \t\u3000]*[>＞»›][^\n。]{1,60}$",
        rf"^[ \t\u3000]*{_SOURCE}[：:](?=[^\n]*(?:作者|发布|浏览|点击))[^\n。]{{1,120}}$",
        r"^[ \t\u3000]*[【\[]?字体[：:][ \t]*大[ \t]*中[ \t]*小[】\]]?[ \t]*$",
        rf"^[ \t\u3000]*(?:{_BUTTON}[^\n。，：\t \u3000]{{0,12}}[ \t\u3000]*){{1,6}}$",
        r"^[ \t\u3000]*(?:相关(?:文章|阅读|链接)|推荐阅读|[上下]一篇)[：:][\s\S]{0,400}\Z",
        rf"^[ \t]*`{{3,9}}\w{{0,12}}{_BLANK_LINE_END}",
        r"^[ \t\u3000]{0,8}[*+•●■◆▪·-][ \t]+(?=\S)",
    )
)
_EMPHASIS = re.compile(r"\*\*(?=[^\s*])([^*\n]{1,200})(?<=\S)\*\*(?!\*)")
_LEAST_LEAD = 4  # characters; concealed names are shorter
_LEAD_BEGINS = re.compile(r"(?:^|\n)[ \t]*(?:\d{1,2}[.、]|[-*+])?[ \t]*$")
_MARKDOWN = re.compile(r"^[ ]{0,3}#{1,6} \S|^[ ]{0,3}\|?[ ]*:?-{3,}:?[ ]*\|", re.MULTILINE)
_SLANTED = re.compile(
    r"(?<![*A-Za-z0-9_])([*_]{1,3})(?=[^\s*_])([^*_\n，。；、]{1,40})(?<=[^\s*_])(\1)(?![*A-Za-z0-9_])|(`)[^`\n]{1,60}(`)"
)
_TABLE_ROW = re.compile(r"^[ \t]*\|([^\n]*)\|[ \t\r]*$", re.MULTILINE)
_TABLE_RULE = re.compile(r"^[ \t]*\|?(?:[ ]*:?-{3,}:?[ ]*\|?)+[ \t\r]*$\n?", re.MULTILINE)
_NOTE_HEADING = re.compile(r"^[ \t\u3000]*(【)(?:内容)?(?:提要|摘要|概要|导读|概述|前言|引言)(】)", re.MULTILINE)
_BRACKETED_HEADING = re.compile(
    r"^[ \t\u3000]*(【)(?:第?[一二三四五六七八九十]{1,3}[、.，]|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.、])"
    r"[^【】\n]{1,60}(】)"
    r"[ \t\u3000\r]*$",
    re.MULTILINE,
)
_NAME_OR_UNIT_FOLLOWS = re.compile(
    r"[省市县区州盟旗镇乡村局厅委办科处部]|街道|社区|公司|集团|学校|学院|医院|同志|支部|党[委组支]|"
    r"[个条项件名人次户家批场期份年月日元％%亩吨]|[万亿][元人吨亩平]"
)
_NO_NAME = re.compile(
    r"乡村|市场|区域|部署|办[法理]|处[理置]|科[学技]|村[民级]|部门|人[民才大员]|条例|项目|年[轻度]|家[庭]|日常|名[称单]"
)


def remove_junk(text: str) -> tuple[str, tuple[Removed, ...]]:
    """The author's text, and what was taken out of it. An entity or a tag that broke a line leaves its character."""
    spans = _merge(sorted(_junk_spans(text)))
    kept, position = [], 0
    for start, end in spans:
        kept += [text[position:start], _stand_in(text[start:end])]
        position = end
    kept.append(text[position:])
    clean = "".join(kept)
    if _MARKDOWN.search(text):
        clean = _TABLE_ROW.sub(lambda row: "\t".join(cell.strip() for cell in row[1].split("|")), clean)
    return clean, tuple(Removed(text[start:end], start) for start, end in spans)


def _junk_spans(text: str) -> list[tuple[int, int]]:
    spans = [match.span() for pattern in _PATTERNS for match in pattern.finditer(text)]
    for match in _EMPHASIS.finditer(text):
        if _is_emphasis(match, text):
            spans += [(match.start(), match.start() + 2), (match.end() - 2, match.end())]
    if _MARKDOWN.search(text):
        spans += _markdown_spans(text)
    for match in (*_BRACKETED_HEADING.finditer(text), *_NOTE_HEADING.finditer(text)):
        spans += [match.span(1), match.span(2)]
    return [(start, end) for start, end in spans if start < end]


def _markdown_spans(text: str) -> Iterator[tuple[int, int]]:
    """What only a text with other signs of Markdown means by a single mark, and the rule below a table's head."""
    for match in _SLANTED.finditer(text):
        is_amount = match[2] and re.fullmatch(r"\d[\d.,]*[％%]?", match[2])
        if (
            match[1]
            and not is_amount
            and (_names_something(match[2]) or _names_something(text[match.end() : match.end() + 2]))
        ):
            continue  # concealed: *县*镇, *个*户
        yield from (match.span(group) for group in (1, 3, 4, 5) if match[group])
    for match in _TABLE_RULE.finditer(text):
        yield match.span()


def _is_emphasis(match: re.Match[str], text: str) -> bool:
    """Whether a ** pair is Markdown, and not two concealed names (在**、**等地，**县和**市)."""
    words = match[1]
    if match.start() and text[match.start() - 1] == "*":
        return False
    if sum(character.isalnum() for character in words) < 2:
        return False
    after = text[match.end() : match.end() + 2]
    if len(words) >= _LEAST_LEAD and after[:1] in {"：", ":"} and _LEAD_BEGINS.search(text[: match.start()][-12:]):
        return True  # 1. **市容整治**：…
    return not (_names_something(words[:2]) or _names_something(after))


def _names_something(words: str) -> bool:
    return bool(_NAME_OR_UNIT_FOLLOWS.match(words)) and not _NO_NAME.match(words)


def _merge(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _stand_in(junk: str) -> str:
    if junk == "】":
        return "："
    if junk.startswith("&"):
        return html.unescape(junk).replace("\xa0", " ")
    return "\n" if _BREAKING_TAG.match(junk) else ""
