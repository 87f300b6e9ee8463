"""Labels for blanks that stand for words: a name, a place, a title."""

import re

from .phrases import join, noun_after, plain, shorten, trim

_PERSON = re.compile(
    r"^(?:同志|同学|老师|医生|先生|女士|书记|副?主任|副?局长|副?[省市县区镇乡村部厅处科所站院校会]长|总经理|董事长|主席|常委(?!会))"
)
_PERSON_BEFORE = re.compile(
    r"(?:书记|主任|[局省市县区镇乡村部厅处科所站院校会组队行]长|总经理|经理|董事长|主席|常委|同志|干事|科员|教师|姓名|我叫|我是|"
    r"述职人|汇报人|报告人|签名|签字|部长)[：:]?[ \u3000]*$"
)
_SIGNED = re.compile(r"(?:述职人|汇报人|报告人|述职者)[：:]?[ \u3000]*$")
_POST = re.compile(r"(?:担任|现任|历任|兼任|任|职务)[：:]?$")
_ASKED = re.compile(r"(单位|部门|职务|姓名|地点|地址|名称|主题|内容)[：:]?[ \u3000]*$")
_PLACE = re.compile(r"^(?:高质量发展|经济|社会|改革|全域|全面振兴|乡村振兴|振兴|发展)")
_OBJECT = re.compile(r"(?:疏解|转移|帮扶|协作|支援|援建|对接)$")
_ISSUER = re.compile(r"(?:清单|职责|事项|要点|方案|意见|办法|规定|细则|通知|规划|计划|制度汇编)$")
_COMMITTEE = re.compile(r"^委(?![员托派])")
_BODY = re.compile(r"[^《》，。]{0,10}?(?:领导小组|委员会|常委会|办公室|专班|指挥部|联席会议)")
_LIST_END = re.compile(
    r"^(?:[”’》]?[、和][“‘《]?\ufffc[”’》]?)*等(?:[\d一二两三四五六七八九十]{1,4}[个家名项所位])?"
)  # 在*、*等14个项目
_AREA = re.compile(
    r"(?:[省市县州旗镇乡村]|区(?!域)|街道|社区|中学|小学|大学|学院|学校|医院|公司|集团|银行|局)(?![场民级容政务部面]|振兴|经济|乡)"
)
_FILE_END = re.compile(r"^[^《》\n]{0,60}》")


def name_text(lead: str, before: str, after: str) -> str:
    """`lead` is the clause before the blank; the words on both sides have U+FFFC for other blanks."""
    if person := _name_person(lead, before, after):
        return person
    if _COMMITTEE.match(after):
        return "党委名称"
    if area := _AREA.match(after):
        return f"{area[0]}名称"
    if before.endswith("《") and _FILE_END.match(after):
        return _name_issuer(after)
    return _name_by_noun(lead, after)


def _name_person(lead: str, before: str, after: str) -> str:
    if _SIGNED.search(before):
        return "述职人姓名"
    if title := _PERSON.match(after):
        rank = shorten(trim(re.split(r"[、和与及]|同志", lead)[-1]), 8)
        return f"{rank if title[0] == '同志' and rank else title[0]}姓名"
    if _PERSON_BEFORE.search(before) and not noun_after(after):
        return f"{shorten(trim(_ASKED.sub('', plain(lead))), 8)}姓名"
    return ""


def _name_issuer(after: str) -> str:
    """《*党的建设工作领导小组工作要点》: whose document it is."""
    if body := _BODY.match(after):
        return f"{body[0]}名称"
    return f"{shorten(after[: after.index('》')], 12)}单位"


def _name_by_noun(lead: str, after: str) -> str:
    after = _LIST_END.sub("", after.lstrip("”’》）"))
    if place := _PLACE.match(after):
        return f"{place[0]}地区"
    noun = plain(noun_after(after))
    if not noun:
        return _name_by_lead(lead)
    if _OBJECT.search(noun):
        return f"{noun}对象"
    if _ISSUER.search(noun):
        return f"{noun}单位"
    if after[len(noun) :].startswith("\ufffc"):  # 储备*项目*个: a number of them follows
        return f"{shorten(trim(lead), 4) if len(noun) < 3 else ''}{noun}类别"
    return f"{noun}名称"


def _name_by_lead(lead: str) -> str:
    """Nothing names the blank after it: 担任*, 单位：*."""
    if asked := _ASKED.search(lead):
        return asked[1]
    if _POST.search(lead):
        return f"{shorten(trim(_POST.sub('', lead)), 8)}职务"
    return join(shorten(trim(lead), 10), "内容")
