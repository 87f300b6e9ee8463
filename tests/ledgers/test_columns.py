import pytest

from reports.ledgers.columns import ColumnType, LedgerColumn, LedgerShape, WrongShape
from reports.ledgers.ready_made import ready_made_kinds

DATE = LedgerColumn("日期", ColumnType.DATE, is_required=True)
STATE = LedgerColumn("状态", ColumnType.CHOICE, choices=("办理中", "已办结"))


def test_the_ready_made_kinds():
    assert [kind.name for kind in ready_made_kinds().values()] == [
        "接访下访",
        "调查研究",
        "会议研究",
        "问题整改",
        "检视清单",
        "制度文件",
        "文件会议和督查检查",
        "项目",
        "指标",
    ]


@pytest.mark.parametrize("slug", ready_made_kinds())
def test_as_data_a_shape_is_the_same(slug):
    shape = ready_made_kinds()[slug].shape
    assert LedgerShape.from_dict(shape.to_dict()) == shape


@pytest.mark.parametrize(
    ("why", "columns", "rest"),
    [
        ("columns", (), {"dated_by": ""}),
        ("columns", (DATE, LedgerColumn("长" * 31, ColumnType.TEXT)), {"dated_by": "日期"}),
        ("twice", (DATE, DATE), {"dated_by": "日期"}),
        ("date", (DATE, STATE), {"dated_by": "状态"}),
        ("date", (DATE,), {"dated_by": "月份"}),
        ("date", (LedgerColumn("日期", ColumnType.DATE),), {"dated_by": "日期"}),
        ("choices", (DATE, LedgerColumn("状态", ColumnType.CHOICE)), {"dated_by": "日期"}),
        ("choices", (DATE, LedgerColumn("事项", ColumnType.TEXT, choices=("甲",))), {"dated_by": "日期"}),
        ("states", (DATE, STATE), {"dated_by": "日期", "state_column": "状态", "states": {"没有": "open"}}),
        ("states", (DATE, STATE), {"dated_by": "日期", "state_column": "结果"}),
        ("people", (DATE,), {"dated_by": "日期", "closed_by": "销号人"}),
    ],
)
def test_what_contradicts_itself_is_no_shape(why, columns, rest):
    with pytest.raises(WrongShape) as refused:
        LedgerShape(columns, **rest)
    assert refused.value.args == (why,)
