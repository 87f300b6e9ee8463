import pytest

from reports.prose.parsing.naming import BlankContext, name_blanks


def labels(text, **options):
    return [blank.label for blank in name_blanks([BlankContext(text, **options)])[1]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("生产总值*亿元，增长*％；居民收入*元，增长*％", ["生产总值", "生产总值增长", "居民收入", "居民收入增长"]),
        ("领导接访*人次，督办*件", ["领导接访人次", "督办件数"]),
        ("接待群众*批*人次", ["接待群众批次", "接待群众人次"]),
        ("县委书记*同志到会", ["县委书记姓名"]),
        ("*名网格员深入到户", ["网格员人数"]),
        ("腾退*户，*万平方米", ["腾退", "腾退面积"]),
        ("储备*项目*个", ["储备项目类别", "储备项目"]),
        ("已经整改*个、长期推进*，", ["已经整改个数", "长期推进个数"]),
        ("规上企业产值达到*亿元", ["规上企业产值"]),
        ("低保标准提高至每人每月*元和*元", ["低保标准", "低保标准2"]),
        ("在*、*等3个重点项目", ["重点项目名称", "重点项目名称2"]),
        ("以*次全会精神为指导", ["全会届次"]),
        ("截至*年三季度", ["三季度年份"]),
        ("自20XX年X月X日任现职以来", ["任现职日期"]),
        ("在某市工作", ["市名称"]),
        ("处理凭证 *** 张，退税 ** 笔", ["处理凭证", "退税"]),
        ("辖*个行政村、*个社区", ["辖行政村", "社区个数"]),
        ("资产负债率*％，较年初下降*个百分点", ["资产负债率", "资产负债率较年初下降"]),
        ("产值（亿元）\t10\tXX", ["产值"]),
    ],
)
def test_labels_from_context(text, expected):
    assert labels(text) == expected


def test_same_words_in_two_places_get_two_labels():
    text = "落地项目*个，投资额*亿元，储备项目*个，投资额*亿元"
    assert labels(text) == ["落地项目", "落地项目投资额", "储备项目", "储备项目投资额"]


def test_a_label_of_a_person_is_kept_and_not_given_again():
    text = "支持企业【发放贷款】家。后来，支持农户*户，发放贷款*元，再【发放贷款】家"
    (filled,), blanks = name_blanks([BlankContext(text)])
    assert [blank.label for blank in blanks] == ["发放贷款", "支持农户", "支持农户发放贷款"]
    assert filled == (
        "支持企业【发放贷款】家。后来，支持农户【支持农户】户，发放贷款【支持农户发放贷款】元，再【发放贷款】家"
    )


def test_kind_unit_section_and_context():
    blank = name_blanks([BlankContext("开头。全年化解信访问题*件，督办*件。", section=3)])[1][0]
    assert (blank.kind, blank.unit, blank.section) == ("number", "件", 3)
    assert blank.context == "全年化解信访问题【化解信访问题】件，督办＿＿件"


def test_sibling_without_a_unit_counts_the_same():
    blanks = name_blanks([BlankContext("整改*个、长期推进*，完成")])[1]
    assert [(blank.kind, blank.unit) for blank in blanks] == [("number", "个"), ("number", "个")]
