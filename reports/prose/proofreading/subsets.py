"""What is known as a part by its words: 检查药店85家，发现问题药店98家. Plain words are in `data/wholes.csv`."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from .data import read_rows
from .parts import COMPARED, Counted, digits_of
from .registry import Span


def find_by_words(text: str, counts: Sequence[Counted]) -> Iterator[Span]:
    """检查药店85家，发现问题药店98家: some words are said of what others have counted."""
    for number, whole in enumerate(counts):
        words = _words_of(text, whole)
        said = () if "其中" in words else _said_of(words)
        if not said:
            continue
        for one in counts[number + 1 : number + 4]:
            words = _words_of(text, one)
            is_part = any(part.search(words) for part in said) and not COMPARED.search(_LEAST.sub("", words))
            if is_part and one.unit in {whole.unit, ""} and one.number > whole.number:
                yield Span(one.start, one.end, "", {"whole": text[whole.start : whole.end]})


_LEAST = re.compile("(?<=[科专历级岁])(?:及?以[上下])")  # 本科以上学历


def _words_of(text: str, one: Counted) -> str:
    return text[one.start : digits_of(one)]


_PAIRS = [
    (re.compile(of), re.compile(part))
    for of, part in (
        (
            "(?:抽查|检查|核查|清查|巡查|排查|走访|抽检|抽中)(?!出)",
            "查处|查实|发现|违规|问题|整改|不?合格|不?达标|入户|约谈",
        ),
        ("应(?:参保|收|到|缴|参加|参训|还|办)", "实(?:际|收|到|缴|参|还|办)"),
        ("(?:发出|发放|下发)(?:[^，]{0,6}(?:问卷|表|卷|票))?$|(?:问卷|测评表)发[出放]", "收回|回收|交回"),
        ("毕业生", "升学|升入|考入|就业|考取|录取"),
        ("预算", "执行|支出|使用"),
        ("排查|摸排|确定|列管|在册|登记", "落实|稳控|管控|见面|纳入|帮扶|签订|建档|走访|稳定"),
        (
            "教职工|教职员工|职工(?!之家)|干部职工|在编人员|在岗人员|医务人员",
            "专任教师|教师|党员|女职工|医生|医师|护士|专业技术人员",
        ),
        ("党员", "女党员|预备党员|流动党员|老党员|农民党员|参加|参学"),
        ("在校学生|在校生|(?<!毕业)学生", "住宿生|寄宿生|留守|住校|参加"),
        ("应届|考生|报名", "上线|录取|参考"),
        ("常住人口|户籍人口|总人口|全村人口", "劳动力|老年人|老人|外出|脱贫|低保|务工"),
        (
            "(?:收到|接到|受理|承办|交办|来信|来电|接听)",
            "^[，、；（(]?(?:已|共|实际|全部|按[时期])*(?:办复|答复|回复|回信|回电|办结|受理|转办|立案)",
        ),
        ("入驻|签约|引进|落户", "投产|开工|达产"),
        (
            "(?:全[县市区镇乡村局园校]|园区|辖区|现有|共有|拥有)[^，]{0,4}企业$",
            "^，?(?:规上|规模以上|上市|高新|外资|龙头|停产)[^，]{0,6}企业$",
        ),
        ("参考|报考|应考", "上线|录取|合格"),
        (
            "(?:人员|干部|教师|职工|员工|民警|医生|护士)$",
            "^[，、；（(]?(?:其中)?(?:高级职称|中级职称|副高|正高|硕士|博士|本科|研究生|党员)",
        ),
        ("储备土地|收储土地", "出让|供应"),
        ("征集|收集|征求", "展出|展览|采纳|采用|选用|入选|获奖"),
        ("(?:发出|制发|发送|提出|送达)[^，]{0,10}(?:建议|函|通知书|意见书)$", "回复|采纳|整改|落实|反馈"),
        ("体检|筛查|普查|检测|采样|送检|化验", "异常|阳性|确诊|检出|不合格|超标"),
        ("报名|招募|应聘|参训", "上岗|录用|结业|入选|录取|合格|取证|持证"),
    )
]


@lru_cache(maxsize=1_024)
def _said_of(words: str) -> list[re.Pattern[str]]:
    """The words by which a number is known as a part of the one that these words count."""
    return [] if COMPARED.search(words) else [part for of, part in (*_PAIRS, *_listed_pairs()) if of.search(words)]


@cache
def _listed_pairs() -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    rows = read_rows("wholes.csv")
    return [(_any_of(row["wholes"]), _any_of(row["parts"])) for row in rows]


def _any_of(words: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words.split(";"))))
