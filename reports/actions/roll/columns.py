"""What the columns of a roll are called, and which column of a file is which."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import pgettext_lazy

from ...documents.spreadsheets import fold_head
from ...documents.spreadsheets.matching import match_heads


class RollColumn(StrEnum):
    """In the order in which they are exported."""

    UNIT = "unit"
    NAME = "name"
    STAFF_NUMBER = "staff_number"
    POST = "post"
    DUTIES = "duties"
    CATEGORY = "category"
    USERNAME = "username"
    PHONE = "phone"
    EMAIL = "email"
    ASSISTANT = "assistant"
    REVIEWER = "reviewer"
    SINCE = "since"
    UNTIL = "until"
    STATE = "state"
    REASON = "reason"
    DUE = "due"
    DUE_REASON = "due_reason"


# The head under which a column is exported, then those under which offices have it.
HEADS: dict[RollColumn, list[str]] = {
    RollColumn.UNIT: [
        "单位",
        "部门",
        "单位/部门",
        "所在单位",
        "工作单位",
        "单位名称",
        "所属单位",
        "所在部门",
        "单位部门",
        "部门单位",
        "科室",
        "unit",
    ],
    RollColumn.NAME: ["姓名", "述职人", "人员姓名", "干部姓名", "名字", "name"],
    RollColumn.STAFF_NUMBER: [
        "工号",
        "人员编号",
        "员工编号",
        "职工编号",
        "职工号",
        "员工号",
        "干部编号",
        "人员编码",
        "staff_number",
    ],
    RollColumn.POST: ["职务", "现任职务", "职务名称", "现任职务名称", "岗位", "职位", "post"],
    RollColumn.DUTIES: ["分管工作", "分管", "工作分工", "分工", "主要职责", "分管领域", "分管工作内容", "duties"],
    RollColumn.CATEGORY: ["类别", "人员类别", "干部类别", "category"],
    RollColumn.USERNAME: ["登录名", "用户名", "账号", "帐号", "登录账号", "username"],
    RollColumn.PHONE: ["手机", "手机号", "手机号码", "联系电话", "电话", "联系方式", "移动电话", "phone"],
    RollColumn.EMAIL: ["邮箱", "电子邮箱", "电子邮件", "邮件", "email", "e-mail"],
    RollColumn.ASSISTANT: ["代填人", "代填", "填报助手", "代办人", "assistant"],
    RollColumn.REVIEWER: ["审阅人", "审核人", "审阅", "审阅领导", "reviewer"],
    RollColumn.SINCE: ["起始", "起始日期", "开始日期", "任职时间", "任职起始", "任职日期", "起", "开始", "since"],
    RollColumn.UNTIL: ["截止", "截止日期", "结束日期", "任职截止", "止", "结束", "离任时间", "until"],
    RollColumn.STATE: ["状态", "述职状态", "人员状态", "是否述职", "state"],
    RollColumn.REASON: ["备注", "说明", "原因", "事由", "remark"],
    RollColumn.DUE: ["报送期限", "个人期限", "单独期限", "due"],
    RollColumn.DUE_REASON: ["期限说明", "延期原因", "延期理由"],
}
WIDTHS = {RollColumn.UNIT: 28, RollColumn.DUTIES: 40, RollColumn.POST: 20, RollColumn.EMAIL: 24, RollColumn.REASON: 24}
NOT_READ = ("序号", "行号", "编号顺序", "未导入原因")  # nothing is asked about them
LABELS = {
    RollColumn.UNIT: pgettext_lazy("column of a roll", "unit"),
    RollColumn.NAME: pgettext_lazy("column of a roll", "name"),
    RollColumn.STAFF_NUMBER: pgettext_lazy("column of a roll", "staff number"),
    RollColumn.POST: pgettext_lazy("column of a roll", "post"),
    RollColumn.DUTIES: pgettext_lazy("column of a roll", "duties"),
    RollColumn.CATEGORY: pgettext_lazy("column of a roll", "category"),
    RollColumn.USERNAME: pgettext_lazy("column of a roll", "sign-in name"),
    RollColumn.PHONE: pgettext_lazy("column of a roll", "phone"),
    RollColumn.EMAIL: pgettext_lazy("column of a roll", "e-mail"),
    RollColumn.ASSISTANT: pgettext_lazy("column of a roll", "assistant"),
    RollColumn.REVIEWER: pgettext_lazy("column of a roll", "reviewer"),
    RollColumn.SINCE: pgettext_lazy("column of a roll", "from"),
    RollColumn.UNTIL: pgettext_lazy("column of a roll", "to"),
    RollColumn.STATE: pgettext_lazy("column of a roll", "state"),
    RollColumn.REASON: pgettext_lazy("column of a roll", "remark"),
    RollColumn.DUE: pgettext_lazy("column of a roll", "own due day"),
    RollColumn.DUE_REASON: pgettext_lazy("column of a roll", "reason for the own due day"),
}
KNOWN_HEADS: dict[str, list[str]] = {column.value: heads for column, heads in HEADS.items()}
_BY_HEAD: dict[str, str] = {fold_head(head): column for column, heads in HEADS.items() for head in heads}
_NOT_READ = {fold_head(head) for head in NOT_READ}

Columns = dict[RollColumn, int]  # the place of each in a row, from 0


class MatchedColumns(NamedTuple):
    """`doubtful`: the places of heads that are not known, with what they could be, or None."""

    columns: Columns
    doubtful: dict[int, RollColumn | None]


def match_columns(heads: Sequence[str], remembered: Mapping[str, str]) -> MatchedColumns:
    """`remembered`: by the folded head what somebody said that it is; empty for none of ours."""
    matched = match_heads(heads, _BY_HEAD, remembered=remembered, not_read=_NOT_READ)
    columns = {RollColumn(name): place for name, place in matched.columns.items()}
    return MatchedColumns(
        columns, {place: RollColumn(name) if name else None for place, name in matched.doubtful.items()}
    )
