"""What the StrEnums of prose are called in choices, and where one of their values is shown."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..ledgers.binding import Measure, Operator
from ..ledgers.columns import ColumnType, ItemState
from ..ledgers.formula import Operation
from ..prose.anchoring.anchor import PlacementState
from ..prose.content import BylineStyle, Numbering, SectionKind
from ..prose.figures import FigureKind
from ..prose.reconciliation import Contradiction
from ..prose.rounding import RoundingMethod

_LABELS: Mapping[type[StrEnum], Mapping[StrEnum, Promise | str]] = {
    BylineStyle: {
        BylineStyle.TITLE: _("under the title"),
        BylineStyle.END: _("signature and date at the end"),
        BylineStyle.BOTH: _("both"),
    },
    Numbering: {
        Numbering.RUN_IN: _("第一，… topic sentences that run into the paragraph"),
        Numbering.HEADED: _("一、… headings on a line of their own"),
        Numbering.NONE: _("not numbered"),
    },
    SectionKind: {
        SectionKind.OPENING: _("Opening"),
        SectionKind.DUTY: _("Duty"),
        SectionKind.PROBLEMS: _("Problems"),
        SectionKind.CAUSES: _("Causes"),
        SectionKind.NEXT_STEPS: _("Next steps"),
        SectionKind.CLOSING: _("Closing"),
    },
    FigureKind: {
        FigureKind.NUMBER: _("Number"),
        FigureKind.TEXT: _("Text"),
        FigureKind.DATE: _("Date"),
    },
    RoundingMethod: {
        RoundingMethod.HALF_UP: _("a half is rounded up (四舍五入)"),
        RoundingMethod.HALF_EVEN: _("a half to the even digit (四舍六入五成双, GB/T 8170)"),
        RoundingMethod.DOWN: _("further digits are cut off"),
    },
    ColumnType: {
        ColumnType.DATE: _("day"),
        ColumnType.TEXT: pgettext_lazy("type of a column", "text"),
        ColumnType.WHOLE: _("whole number"),
        ColumnType.DECIMAL: _("number with decimals"),
        ColumnType.CHOICE: _("choice"),
        ColumnType.PERSON: _("person"),
        ColumnType.UNIT: _("unit of the organisation"),
        ColumnType.REFERENCE: _("number of another row"),
    },
    Operation: {
        Operation.SUM: _("sum: first ＋ second ＋ …"),
        Operation.DIFFERENCE: _("difference: first － second"),
        Operation.PRODUCT: _("product: first × second × …"),
        Operation.QUOTIENT: _("quotient: first ÷ second"),
        Operation.SHARE: _("share: first of second, in ％"),
        Operation.RISE: _("how much the first is more than the second, in ％"),
        Operation.FALL: _("how much the first is less than the second, in ％"),
        Operation.POINTS_UP: _("how much the first is more than the second, in 百分点"),
        Operation.POINTS_DOWN: _("how much the first is less than the second, in 百分点"),
    },
    ItemState: {
        ItemState.OPEN: pgettext_lazy("of an item in a ledger", "open"),
        ItemState.DONE: pgettext_lazy("of an item in a ledger", "done"),
        ItemState.LONG_TERM: pgettext_lazy("of an item in a ledger", "long-term"),
    },
    Measure: {
        Measure.COUNT: _("the number of rows"),
        Measure.SUM: _("the sum of a column"),
        Measure.LARGEST: _("the largest value of a column"),
        Measure.DISTINCT: _("how many different values a column has"),
    },
    Operator: {
        Operator.IS: _("is"),
        Operator.CONTAINS: _("contains"),
        Operator.AT_LEAST: _("is at least"),
        Operator.AT_MOST: _("is at most"),
    },
    Contradiction: {
        Contradiction.SAME_NAME: _("different values of one thing"),
        Contradiction.PARTS: _("total and parts"),
        Contradiction.LEDGER: _("report and ledger"),
        Contradiction.LAST_YEAR: _("sudden change since last year"),
    },
    PlacementState: {
        PlacementState.PLACED: pgettext_lazy("of a comment's passage", "in place"),
        PlacementState.MOVED: pgettext_lazy("of a comment's passage", "the words have changed"),
        PlacementState.LOST: pgettext_lazy("of a comment's passage", "the words are gone"),
    },
}


def choices_of(enum: type[StrEnum]) -> list[tuple[str, Promise | str]]:
    """For a field of a model or a form, in the order of the enum."""
    return [(member.value, _LABELS[enum][member]) for member in enum]


def values_of(enum: type[StrEnum]) -> list[str]:
    """Plain strings, for constraints and migrations."""
    return [member.value for member in enum]
