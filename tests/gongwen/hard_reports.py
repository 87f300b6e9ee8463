"""Reports that are hard to set, made up from a seed: the same ones every time."""

import random
from collections.abc import Iterator

from reports.prose.content import AttachmentContent, FigureContent, Numbering, ReportContent, SectionContent
from reports.prose.numbering import chinese_number

_CLAUSES = (
    "全面推进各项任务",
    "走访群众1286户次",
    "举办“一把手”讲党课12场",
    "修订《清河区河湖长制工作规则（试行）》",
    "完成投资3.6亿元",
    "同比增长12.5%",
    "压实各级河长责任",
    "治理水土流失面积18.7平方公里",
    "做到“四不两直”",
    "对照GB/T 9704逐项检查",
    "新建改建泵站7座（其中大型2座）",
    "群众满意度达98.6%",
    "与祎堃、喆玥等同志谈心谈话",
    "整改销号率100%",
    "用好12345热线",
    "落实“三重一大”集体决策制度",
    "在2026年6月底前完成主体工程",
    "把好事办好、实事办实",
)
_HEADINGS = (
    "坚持政治引领，把准前进方向",
    "聚焦主责主业，服务发展大局",
    "夯实基层基础",
    "从严管党治党，营造风清气正的政治生态和干事创业的良好氛围",
    "抓好“十四五”规划收官",
    "持续改进工作作风，切实解决群众急难愁盼问题，不断增强人民群众的获得感、幸福感、安全感",
)
_UNITS = (
    "清河区水利局",
    "某某市某某区自然资源和规划局国土空间规划科",
    "县委办公室",
    "某某省某某市生态环境保护综合行政执法支队机动车污染防治大队",
)
_POSTS = (
    "党组书记、局长",
    "科长",
    "副主任（主持工作）",
    "党委副书记、副局长、一级调研员，兼任河长制办公室常务副主任",
)
_NAMES = (
    "林晓峰",
    "欧阳若岚",
    "阿卜杜热西提·买买提",
    "王堃",
    "李祎喆",
)
_TITLES = (
    "2026年度述职报告",
    "清河区水利局党组书记、局长2026年度履行全面从严治党主体责任述职报告",
    "述职述廉报告",
    "2026年述责述廉述法报告",
    "关于2026年度履职情况的报告",
)
_SALUTATIONS = ("", "各位领导、同志们：", "区委组织部：", "尊敬的各位领导、各位代表，同志们：")
_DATES = ("", "2026年1月5日", "2026年11月22日")
_NUMBERINGS = (Numbering.RUN_IN, Numbering.HEADED, Numbering.NONE)


def hard_reports(count: int, seed: int = 9704) -> Iterator[ReportContent]:
    for number in range(count):
        yield _Hand(random.Random(f"{seed}/{number}")).report()  # noqa: S311 - no secret


class _Hand:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def report(self) -> ReportContent:
        pick, numbering = self.chance.choice, self.chance.choice(_NUMBERINGS)
        return ReportContent(
            title=pick(_TITLES), unit=pick(_UNITS), post=pick(_POSTS), name=pick(_NAMES), date=pick(_DATES),
            salutation=pick(_SALUTATIONS), numbering=numbering, sections=tuple(self.sections(numbering)),
            figures=(FigureContent("走访户数", "number", "户", "120"),), attachments=tuple(self.attachments()),
        )  # fmt: skip

    def sections(self, numbering: Numbering) -> Iterator[SectionContent]:
        yield SectionContent("opening", "", "", f"{self.sentence()}现将一年来的履职情况报告如下。")
        for number in range(1, self.chance.randint(2, 6)):
            numeral = {Numbering.RUN_IN: f"第{chinese_number(number)}", Numbering.HEADED: chinese_number(number)}
            yield SectionContent(
                "duty", numeral.get(numbering, ""), self.chance.choice(_HEADINGS), self.body(numbering)
            )
        yield SectionContent("closing", "", "", "特此报告，请予评议。")

    def body(self, numbering: Numbering) -> str:
        """Prose, then perhaps a series in one of its forms: headings, headings that run in, items of one line."""
        label = self.chance.choice(
            ("（{chinese}）", "{number}.") if numbering == Numbering.HEADED else ("（{chinese}）",)
        )
        form = self.chance.choice(("", "{label}{heading}\n{prose}", "{label}{heading}。{prose}", "{label}{clause}；"))
        series = [
            form.format(label=label.format(chinese=chinese_number(number), number=number), heading="抓好学习教育",
                        prose=self.prose(), clause=self.chance.choice(_CLAUSES))
            for number in range(1, self.chance.randint(2, 5)) if form
        ]  # fmt: skip
        return "\n".join([*(self.prose() for _ in range(self.chance.randint(1, 3))), *series])

    def prose(self) -> str:
        return "".join(self.sentence() for _ in range(self.chance.randint(1, 9)))

    def sentence(self) -> str:
        return "，".join(self.chance.choices(_CLAUSES, k=self.chance.randint(1, 6))) + "。"

    def attachments(self) -> Iterator[AttachmentContent]:
        for _ in range(self.chance.choice((0, 0, 0, 1, 2, 3))):
            yield AttachmentContent(self.chance.choice(_HEADINGS), self.chance.choice(("", self.prose())))
