"""Where Django's own form of a Chinese date is not the usual one."""

MONTH_DAY_FORMAT = "n月j日"  # Django's begins January with a nought: 01月1日
