"""Of which day the reminders are looked at."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .reviewer import DayField


class ReminderDayForm(forms.Form):
    day = DayField(label=_("Day"))
