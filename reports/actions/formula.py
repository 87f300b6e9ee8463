"""Why a formula has no value, in words for the person who chose it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..ledgers.formula import FormulaRefused

_MESSAGES: dict[str, Promise | str] = {
    "missing": _("“%(label)s” has no value yet."),
    "missing_last_year": _("There is no value of last year for “%(label)s”. Write it where the figure is described."),
    "number": _("“%(label)s” is no number: %(text)s."),
    "zero": _("“%(label)s” is zero: nothing can be divided by it."),
    "negative": _("“%(label)s” is negative: there is no honest ％ of it."),
    "falls": _("It has fallen by %(value)s, not risen. Choose the other word, and look at the verb in the text."),
    "rises": _("It has risen by %(value)s, not fallen. Choose the other word, and look at the verb in the text."),
    "large": _("The numbers are too large for a report."),
    "units": _("“%(label)s” is in %(unit)s, the other in %(other_unit)s. Convert one of them first."),
    "points": _("百分点 are the difference of two figures in ％. Choose rise or fall in ％ for other figures."),
    "in_points": _("The result is in 百分点, but the figure is said to be in %(unit)s."),
    "percent_of_percent": _("A figure in ％ rises and falls by 百分点. Choose 百分点."),
    "factor_in_percent": _("“%(label)s” is in ％: nothing is multiplied or divided by it. Choose the share, or a sum."),
    "no_percent": _("The result is no %(unit)s. For ％ choose the share, rise or fall; for 百分点 two figures in ％."),
    "money_twice": _("Money is not multiplied by money. Choose other figures."),
    "no_money": _("The result is in %(unit)s, but none of the figures is an amount of money."),
    "quotient": _("%(unit)s are not divided by %(other_unit)s. Convert one of them first."),
    "times": _(
        "Two figures of one unit make a quotient in 倍 or without a unit, but the figure is said to be in %(unit)s."
    ),
    "quotient_unit": _("The result is in %(unit)s, but the figure is said to be in %(other_unit)s."),
    "percent": _("The result is in ％, but the figure is said to be in %(unit)s."),
}


def explain_formula(problem: FormulaRefused) -> str:
    return str(_MESSAGES[problem.code]) % problem.params
