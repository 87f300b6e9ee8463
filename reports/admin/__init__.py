"""The administrator's pages: units, people, outlines, cycles. Who reviews what is the organisers' business.

Reports, their sections, figures, revisions and the log are not registered: administrators do not see the reports.
"""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from .cycles import CycleAdmin
from .outlines import OutlineAdmin
from .people import PersonAdmin
from .units import UnitAdmin

__all__ = ["CycleAdmin", "OutlineAdmin", "PersonAdmin", "UnitAdmin"]

admin.site.site_header = _("Duty reports: administration")
admin.site.site_title = _("Duty reports")
admin.site.index_title = _("Accounts and settings")
