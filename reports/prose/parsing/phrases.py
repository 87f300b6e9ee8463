"""Cutting the words around a blank down to the phrase that names it.

No word list of the language is at hand; the verbs of duty reports and the full stops and particles between them
are enough to find where a phrase begins.
"""

import re
from functools import lru_cache

from ..counting import HAN

_NOT_A_WORD = re.compile(rf"[^{HAN}A-Za-z0-9]+")
_VERBS = (
    "专题研究|排查|解决|查找|制定|整改|推进|深入|开展|梳理|减少|清理|上报|发现|接访|接待|化解|督办|完成|实现|承接|落地|"
    "储备|聚焦|清零|拆迁|研究|坚持|推动|召开|组织|举办|培训|发展|新建|改建|扩建|新增|建成|建设|投入|发放|救助|走访|慰问|"
    "帮扶|帮助|协调|办理|办结|查处|查办|立案|处分|受理|审议|审查|审批|修订|出台|印发|下发|报送|撰写|发表|参加|参与|"
    "检查|督查|调研|约谈|谈话|谈心|引进|签约|争取|筹集|安排|打造|创建|培育|培养|选派|选拔|提拔|任用|调整|配备|招录|"
    "招聘|吸纳|转化|脱贫|搬迁|改造|修建|修缮|硬化|绿化|治理|关停|取缔|拆除|收缴|追回|挽回|节约|压减|压缩|下降|增长|"
    "增加|提高|提升|上升|降低|达到|突破|超过|覆盖|惠及|服务|处理|处置|处罚|移交|移送|通报|问责|批评|诫勉|提醒|警示|"
    "宣讲|宣传|学习|交流|讲授|编发|编印|制作|播放|张贴|悬挂|推送|发布|刊发|采用|收集|征集|采纳|答复|回复|落实|推广|"
    "应用|获得|荣获|取得|获评|评选|评为|表彰|奖励|确定|明确|建立|设立|成立|组建|命名|认定|验收|申报|批复|上缴|缴纳|"
    "征收|补助|补贴|报销|支付|支出|拨付|到位|使用|执行|加强|强化|突出|抓好|做好|做到|担任|叫停|签订|签署|参观|"
    "观摩|巡察|巡查|巡视|抽查|核查|复查|检测|监测|监督|考核|评议|测评|评估|审计|销号|办成|兴办|奠定|打下|提供|送去|送上|赠送|结案|任职|从事|围绕|促进|保障|维护|巩固|筑牢|夯实|严格|"
    "优化|拓展|激发|凝聚|树立|增强|健全|完善|构建|输送|转移|就业|"
    "入户|下沉|驻村|包联|结对|联系|对接|洽谈|实施|开工|竣工|投产|投用|达成|形成|产生|带动|拉动|吸引|接收|收到|"
    "批准|同意|通过|否决|讨论|保持|稳定|旅游接待|排名|位居|位列|进一步|出新|举行|开设|开办|配置|安装|更换|采购|"
    "发出|发送|查看|查阅|主持|主讲|带领|指导|负责|分管|依法|预计|累计|先后"
)
_VERB = re.compile(_VERBS)
_VERB_END = re.compile(rf"(?:{_VERBS})$")
_LEADING = re.compile(
    r"^(?:截至[^，]{0,8}?(?:底|日|末|前|年|度)|[今去本当]年(?:以来|来|内|度)?|年(?:内|初|底前|底|度)|全年|一年来|近年来|今年|上半年|"
    r"下半年|\d{4}[至到~～—–-]\d{4}年度?|\d{4}年度?|\d{1,2}月\d{1,2}日(?:[至到~～—–-](?:\d{1,2}月)?\d{1,2}日)?|"
    r"目前|其中|同时|并且?|且|也|还|又|均|都|已经(?=.{3})|"
    r"共计?|总共|合计|累计|先后|分别|陆续|预计|将|现有|"
    r"现|与[^，]{1,8}?相比|较?[上去]年同期|针对|通过|对|为|在(?![校职编岗册建读任线])|以|把|由|从|向|让|使|和|及|以及|与|或|即|如|等|的|了|着|是|有|到(?![位会岗账])|"
    r"于|我们?|本人|\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|全[省市县区镇乡村局校院州旗](?=.{3}))"
)
_WEAK_TRAILING = re.compile(
    r"(?:共计?|合计|累计|总计|分别|约为?|近|超过?|突破|达到?|高达|多达|已达|(?:提高|提升|增加|下降|降低|减少|增长)?[至到]|为|是|有|了|仅|计|"
    r"(?<=.{4})(?:实现|完成)|稳定在|保持在|控制在|维持在|每人每[年月日]|人均每[年月日]|(?<![惠涉])及|[的、和与或在以将把由从向对给让使第等]|不低于|不少于|"
    r"至少|最高|最多|平均每[年月日天]|全部|均|每[年月日天周])$"
)
_WEAK_VERB = re.compile(r"^(?:制定了?|出台了?|实现|查找|完成|取得了?|有|拥有|共有|明确了?|做到|确保|保持)(?=.{4})")
_BOUNDARY = re.compile(rf"(?<=[的等了将在从对把为、])|(?={_VERBS})")
_STOP_AFTER = re.compile(
    r"^(?:以[上下内来外前后]|左右|之[多内间]|大关|[的和及与或、，等]|全部|均|都|已|被|分别|同比|参加|到|在|为|是|有|将|向|对|不|未|没|比|较|"
    r"高于|低于|上(?!级|市)|下(?!级|属)|中(?![学心国央层共小])|内)"
)
_AFTER_END = re.compile(rf"(?=等|逐|精神|已|将|全部|均|被|以上|左右|的|{_VERBS})")


@lru_cache(maxsize=2048)
def plain(phrase: str) -> str:
    """The phrase without marks and spaces, fit for a label; 了 is dropped where it only marks the past."""
    return re.sub(r"(?<=[\u4e00-\u9fff]{2})(?<!为)了(?!解)", "", _NOT_A_WORD.sub("", phrase))


@lru_cache(maxsize=2048)
def trim(phrase: str) -> str:
    """The phrase without adverbs before it and the verb of measuring after it: 全年共实现产值达 → 实现产值."""
    phrase = _trim(_LEADING, phrase)
    return _trim(_WEAK_TRAILING, phrase)


def _trim(edge: re.Pattern[str], phrase: str) -> str:
    while (shorter := edge.sub("", phrase.strip(" \u3000、")).strip(" \u3000、")) and shorter != phrase:
        phrase = shorter
    return shorter


def drop_weak_verb(phrase: str) -> str:
    """制定整改措施 → 整改措施: the verb goes where the noun alone says it."""
    return _WEAK_VERB.sub("", phrase)


@lru_cache(maxsize=2048)
def shorten(phrase: str, limit: int = 12) -> str:
    """The end of a long phrase, begun at a verb or after a particle where there is one."""
    if len(plain(phrase)) <= limit:
        return plain(phrase)
    starts = (match.start() for match in _BOUNDARY.finditer(phrase))
    ends = (plain(trim(phrase[start:])) for start in starts)
    return next((end for end in ends if 3 <= len(end) <= limit), plain(trim(plain(phrase)[-limit:])))


def ends_with_verb(phrase: str) -> bool:
    return bool(_VERB_END.search(phrase))


@lru_cache(maxsize=2048)
def noun_after(after: str, limit: int = 8) -> str:
    """The noun a text begins with, up to the verb after it: 网格员深入到户 → 网格员. Empty for none."""
    run = re.match(rf"[{HAN}A-Za-z0-9]*", after)
    words = run[0] if run else ""
    if not words or _STOP_AFTER.match(words):
        return ""
    end = _AFTER_END.search(words, 1)
    return words[: end.start()][:limit] if end else words[:limit]


def join(left: str, right: str) -> str:
    """Both, written once where the end of one is the beginning of the other: 完成拆迁 + 拆迁任务 → 完成拆迁任务."""
    overlap = next((size for size in range(min(len(left), len(right)), 0, -1) if left.endswith(right[:size])), 0)
    return left + right[overlap:]
