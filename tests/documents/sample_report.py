"""A complete report of about 2,000 characters, written for the tests."""

from dataclasses import replace

from reports.text.content import FigureContent, Numbering, ReportContent, SectionContent

_OPENING = (
    "2025年，我坚持以习近平新时代中国特色社会主义思想为指导，深入学习贯彻党的二十届三中全会精神，认真履行“第一责任人”职责，"
    "团结带领全局干部职工，围绕“十四五”规划收官，抓重点、补短板、强弱项，各项工作取得新的成效。现将履职情况报告如下，请予评议。"
)
_DUTIES = (
    (
        "坚持政治引领，在学深悟透上持续用力",
        "把学习贯彻党的创新理论作为首要政治任务，全年组织中心组集体学习12次、专题研讨8场，撰写心得体会36篇（其中优秀9篇）。落实“第一议题”"
        "制度，及时传达上级会议精神45项；修订《党组工作规则》《“三重一大”决策制度实施办法》等制度17项。与张镕、李喆、王祎、赵堃、孙玥、周䶮"
        "等同志谈心谈话【谈话】人次——既谈工作，也谈思想……干部职工的精气神明显提振。\n"
        "一年来，先后到6个乡镇、23个村（社区）宣讲31场，受众4200余人次；在“学习强国”平台、“干部网络学院”累计学习186学时。",
    ),
    (
        "聚焦主责主业，在服务发展上担当作为",
        "全年完成固定资产投资【投资】亿元，同比增长8.6％，高于全市平均水平1.3个百分点；保障重点项目用地3850亩，处置批而未供土地1260亩，"
        "闲置土地处置率达到98.75%。建成GIS一张图平台和PostgreSQL数据库各1个，入库数据1234567条，“一网通办”事项由42项增加到117项，"
        "平均办理时限由15个工作日压缩到4.5个工作日。推行“容缺受理+告知承诺”，让企业少跑腿、数据多跑路，全年为企业减免费用2300多万元。\n"
        "（一）夯实耕地保护。全面推行“田长制”，落实耕地保有量68.3万亩，新建高标准农田2.1万亩，整改违法占用耕地问题43个，整改率为100％。\n"
        "（二）优化营商环境。开展“上门问需、助企纾困”行动，走访企业260家，收集问题174个，办结168个，办结率为96.6％。",
    ),
    (
        "强化资源保障，在守牢底线上久久为功",
        "编制完成国土空间总体规划，划定“三区三线”；开展地质灾害隐患排查5轮次，治理隐患点38处，转移群众1560人，连续7年实现零伤亡。"
        "完成造林绿化3.2万亩、矿山生态修复860公顷，森林覆盖率提高到61.4％；空气质量优良天数比例为92.3%，较上年上升2.8个百分点。"
        "办理人大代表建议、政协提案27件，满意率、基本满意率合计100%；受理群众来信来访312件，按期办结率、群众满意率分别为100％、98.2％。",
    ),
    (
        "从严管党治党，在正风肃纪上一严到底",
        "严格执行中央八项规定精神，持续为基层减负，全局性会议、文件数量同比分别下降12%和15%，“三公”经费支出减少38.6万元。"
        "开展廉政谈话98人次，组织旁听庭审、参观警示教育基地6次，运用“第一种形态”批评教育干部11人次，给予组织处理3人。"
        "新发展党员25名，整顿软弱涣散党组织2个；选派驻村第一书记14名，走访慰问困难党员860户，协调解决急难愁盼问题195件。",
    ),
)
_PROBLEMS = (
    "在总结工作的同时，我也清醒地认识到自身还存在一些差距和不足：一是理论学习还不够深入系统，联系实际、指导实践还不够紧密；"
    "二是改革创新的力度还需加大，对AI、大数据等新技术的运用还停留在“看得懂”的阶段；三是抓基层、打基础的办法还不够多，对年轻干部的传帮带还不够经常。"
)
_NEXT_STEPS = (
    "下一步，我将认真贯彻落实上级决策部署，在学懂弄通上下功夫，带头读原著、学原文、悟原理；在攻坚克难上见真章，力争2026年固定资产投资增长10%以上、"
    "亩均效益提高5个百分点；在联系群众上走在前，每季度到联系点不少于2次，每次蹲点调研不少于3天，用干部的“辛苦指数”换取群众的“幸福指数”。"
)


def write_report(numbering: str = Numbering.RUN_IN, **changes) -> ReportContent:
    """The report with run-in topic sentences (第一，…) or headings (一、…); `changes` replace its fields."""
    head = "第" if numbering == Numbering.RUN_IN else ""
    duties = [
        SectionContent("duty", f"{head}{numeral}", heading, body)
        for numeral, (heading, body) in zip("一二三四", _DUTIES, strict=True)
    ]
    content = ReportContent(
        title="某某市自然资源和规划局党组书记、局长2025年度抓基层党建工作述职报告",
        unit="某某市自然资源和规划局",
        post="党组书记、局长",
        name="张镕生",
        date="2026年1月5日",
        salutation="各位领导、同志们：",
        numbering=numbering,
        sections=(
            SectionContent("opening", "", "", _OPENING),
            *duties,
            SectionContent("problems", "", "", _PROBLEMS),
            SectionContent("next_steps", "", "", _NEXT_STEPS),
            SectionContent("closing", "", "", "特此报告，请予评议。"),
        ),
        figures=(
            FigureContent("投资", "number", "亿元", "123.45", "市统计局", "110.2"),
            FigureContent("谈话", "number", "人次", "126", "机关党委", "98"),
        ),
    )
    return replace(content, **changes)


def short_report(body: str = "一年来，各项工作平稳有序。", **changes) -> ReportContent:
    """A report of one section."""
    content = ReportContent(
        title="述职报告",
        unit="某某局",
        post="局长",
        name="张三",
        sections=(SectionContent("duty", "", "", body),),
    )
    return replace(content, **changes)
