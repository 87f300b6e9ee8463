"""What does not belong in a report that is handed in: marks of Markdown, and remarks to oneself."""

import re
from collections.abc import Iterator

from .registry import CheckedText, Severity, Span, register

_MARKDOWN = re.compile(
    r"^[ ]{0,3}#{1,6}[ ](?=\S)|\*\*(?=[\u4e00-\u9fffA-Za-z0-9“《])[^*\n]{1,80}\*\*|^[ ]{0,3}(?:[-+•●◆■]|"
    r"\*(?=[ ]))[ \t]*(?=[\u4e00-\u9fff])|"
    r"^[ ]{0,3}>[ ](?=\S)|`{3}\w*|`[^`\n]{1,40}`|!\[[^\[\]\n]{0,80}\]\([^()\n]{0,200}\)|"
    r"\[[^\[\]\n]{1,80}\]\([!-~]{1,200}\)|"
    r"^\|(?:[ ]?:?-{2,}:?[ ]?\|)+|^\|[^|\n]{0,80}\|[^\n]{0,200}$|^[ ]{0,3}(?:-{3,}|\*{3,}|={3,})[ ]*$|"
    r"</?[a-z][a-z0-9]{0,10}(?:[ ][!-~ ]{0,80})?/?>|~~[^~\n]{1,80}~~|"
    r"(?<![A-Za-z0-9_])__[\u4e00-\u9fff“][^_\n]{0,80}__|(?<![*\u4e00-\u9fff0-9])\*[\u4e00-\u9fff][^*\n]{0,60}"
    r"[\u4e00-\u9fff]\*(?!\*)|\$[^$\n]{1,60}\$|\[[ x]\][ ]|/\*[^\n]{0,80}?\*/|"
    r"&[a-z]{2,8};",
    re.MULTILINE,
)
_TO_MEND = (
    r"待(?:核实?|核对|补充?|定|改|查|填|确认|更新|完善|统计|商|审定)|[需要](?:再|重新|进一步)?(?:核实|核对|"
    r"补充?数?|改一?下|修改|更新|确认一下)|"
    r"再(?:核实|核对|补|改|确认|想|看)一?下?|(?:核实|确认|问|改|查|补)(?:一下|下)|还要改|要改|删掉|可删|不用写|"
    r"先放着|回头再?|暂缺|记得|别忘|"
    r"不确定|没写完|未写完|拿不准|存疑|数据不准|找\S{1,6}要|问\S{1,6}要|请\S{1,6}(?:提供|补|核|把关|定|审|看|改)|"
    r"去年的?数|"
    r"(?:领导|书记|局长|主任|办公室)(?:再)?(?:定|审|看|把关)|[\u4e00-\u9fff][？?]|核一下|再问|问问|抄自|照抄|复制|"
    r"旧稿|初稿|暂定|"
    r"暂时|还没|没给|后补|以后[改补写加]|后面[再改补写加]|(?:再|可以?|考虑)(?:展开|删|写|加|压)|字数不?|考虑(?:删|"
    r"合并|保留)|"
    r"重复[，,、]?|语气|凑数|瞎|写不下|不好写|怎么写|不知|是否(?:要|需|保留|删)|要不要|记着|换(?:一下|掉|成)|估的|"
    r"大概|差不多|"
    r"数(?:字|据)?(?:有误|不对|不准|对不上)|没核|未核"
)
_TOLD = r"(?:核|补|填|改|删|写|加|审定|把关|斟酌|润色|过目|压缩|展开|合并|确认)"
_NOTE = re.compile(
    rf"[（(【\[][^（）()【】\[\]\n“”]{{0,15}}?(?:{_TO_MEND})[^（）()【】\[\]\n“”]{{0,15}}[）)】\]]"
    rf"|(?<=[。；！？\n])[ ]*(?:备?注|批注|提示|提醒)[：:][^\n。]{{0,20}}(?:这里|此处|{_TOLD}|例子|后面)[^\n。]{{0,20}}"
    rf"|^[ ]*(?:备?注|批注|提示|提醒)[：:][^\n。]{{0,20}}(?:这里|此处|{_TOLD}|例子|后面|语气)[^\n。]{{0,20}}"
    rf"|(?:以下|下面|上面|以上|这一?|本)(?:部分|内容|段|节|块|句)(?:内容|文字)?(?:还|需|要|待|先|再|由|请|让|给|找)"
    rf"[^。；，\n]{{0,8}}{_TOLD}[^。；\n]{{0,8}}"
    rf"|这一?段[^。；，\n]{{0,6}}{_TOLD}[^。；\n]{{0,8}}|(?<![A-Za-z0-9._])@[\u4e00-\u9fff][^。；\n]{{0,30}}"
    r"|(?:^|(?<=[。；！？\n]))[ ]*(?:备注|注意|批注|提醒|修改意见)[：:][^\n。]{0,40}(?:核实|核对|补充|修改|"
    r"确认|删|改)[^\n。]{0,20}"
    r"|(?:这里|此处|这段|本段|以上数据|以下数据|这个数|这句)(?:还|需|要|待|先|再|没|未|可能|我|请|不)[^。；\n]{0,20}"
    r"|^[ ]*//[^\n]{1,60}",
    re.MULTILINE,
)


@register("markdown", Severity.SHOULD, looks_for="marks of Markdown or HTML: ##, **重点**, - ", source="custom")
def find_markdown(checked: CheckedText) -> Iterator[Span]:
    yield from (Span(*match.span()) for match in _MARKDOWN.finditer(checked.text))


@register("note", Severity.SHOULD, looks_for="a remark to oneself: （数据待核实）, （问一下办公室）", source="custom")
def find_notes(checked: CheckedText) -> Iterator[Span]:
    open_places = {holder.start for holder in checked.placeholders}
    for match in _NOTE.finditer(checked.text):
        if match.start() in open_places:
            continue
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        yield Span(start, match.end())
