"""Contents built from ordinary Chinese prose, for tests of what is written and read back."""

from hypothesis import strategies as st

from reports.prose.content import FigureContent, Numbering, ReportContent, SectionContent, SectionKind
from reports.prose.numbering import chinese_number, number_sections

_HEADINGS = ("坚持政治引领，把准方向", "聚焦主责主业，服务大局", "狠抓项目建设", "夯实基层基础", "从严管党治党")
_NAMED = {
    SectionKind.PROBLEMS: "存在的问题",
    SectionKind.CAUSES: "原因分析",
    SectionKind.NEXT_STEPS: "下一步打算",
}
_LEADS = {  # by which a section without a heading is known
    SectionKind.PROBLEMS: "在总结工作的同时，我也认识到自身还存在一些不足。",
    SectionKind.CAUSES: "究其原因，主要是学习抓得不够紧。",
    SectionKind.NEXT_STEPS: "下一步，我将认真落实各项部署。",
}
_FORMS = ("", "（{chinese}）加强第{chinese}方面学习。{prose}", "（{chinese}）加强学习\n{prose}")
_CLAUSES = (
    "全面推进各项任务",
    "走访群众【走访户数】户",
    "举办培训【培训场次】场",
    "做到“两手抓”",
    "修订《工作规则》",
    "压实各级责任",
)
_TITLES = ("2026年度述职报告", "清河区水利局党组书记、局长2026年度履行全面从严治党主体责任述职报告")
_clause = st.sampled_from(_CLAUSES)
_sentence = st.lists(_clause, min_size=2, max_size=4).map(lambda clauses: "，".join(clauses) + "。")
_prose = st.lists(_sentence, min_size=1, max_size=3).map("".join)


@st.composite
def bodies(draw, lead="", *, listed=True):
    """Prose, then perhaps numbered paragraphs: （一）加强学习。… or with （一）加强学习 on a line of its own."""
    form = draw(st.sampled_from(_FORMS)) if listed else ""
    items = [form.format(chinese=chinese_number(number), prose=draw(_prose)) for number in (1, 2)] if form else []
    return "\n".join([lead + draw(_prose), *draw(st.lists(_prose, max_size=1)), *items])


@st.composite
def contents(draw, numberings=(Numbering.RUN_IN, Numbering.HEADED)):
    """Reports with an opening, two to four duties, perhaps problems, causes and next steps, and a closing."""
    numbering = draw(st.sampled_from(numberings))
    duties = draw(st.lists(st.sampled_from(_HEADINGS), min_size=2, max_size=4, unique=True))
    others = [kind for kind in _NAMED if draw(st.booleans())]
    kinds = [SectionKind.OPENING, *(SectionKind.DUTY for _ in duties), *others, SectionKind.CLOSING]
    sections = [
        _section(draw, kind, numeral, numbering, duties)
        for kind, numeral in zip(kinds, number_sections(kinds, numbering), strict=True)
    ]
    value = draw(st.sampled_from(("", "120")))
    return ReportContent(
        title=draw(st.sampled_from(_TITLES)),
        unit="清河区水利局",
        post="党组书记、局长",
        name=draw(st.sampled_from(("林晓峰", "方若岚"))),
        date=draw(st.sampled_from(("", "2026年11月22日"))),
        salutation=draw(st.sampled_from(("", "各位领导、同志们：", "区委组织部："))),
        numbering=numbering,
        sections=tuple(sections),
        figures=(FigureContent("走访户数", "number", "户", value), FigureContent("培训场次", "number", "场", "")),
    )


def _section(draw, kind, numeral, numbering, duties):
    if kind == SectionKind.OPENING:
        return SectionContent(kind, "", "", "一年来，我认真履行职责。现将履职情况报告如下。")
    if kind == SectionKind.CLOSING:
        return SectionContent(kind, "", "", "特此报告，请予评议。")
    # （一） that stands in the last of 第一，第二，… alone is read as the outer series: it may well be.
    listed = numbering == Numbering.HEADED or numeral == "第一"
    if kind == SectionKind.DUTY:
        return SectionContent(kind, numeral, duties.pop(0), draw(bodies(listed=listed)))
    if numbering == Numbering.RUN_IN:
        return SectionContent(kind, numeral, "", draw(bodies(_LEADS[kind], listed=listed)))
    return SectionContent(kind, numeral, _NAMED[kind], draw(bodies()))


def parts_of(content):
    """What reading the printed content must give: title, salutation, opening, sections, date, numbering."""
    filled = [(s.kind, s.numeral, content.filled(s.heading), content.filled(s.body)) for s in content.sections]
    return (content.title, content.salutation, filled[0][3], filled[1:], content.date, content.numbering)


def parts_read(reading):
    sections = [(s.kind, s.numeral, s.heading, s.body) for s in reading.sections]
    return (reading.title, reading.salutation, reading.opening, sections, reading.date, reading.numbering)


def labels_of(content):
    """The blanks that are left open, in reading order."""
    text = content.filled("\n".join(section.body for section in content.sections))
    return list(dict.fromkeys(_labels(text)))


def _labels(text):
    return [part.partition("】")[0] for part in text.split("【")[1:]]
