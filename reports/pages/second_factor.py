"""What the page shows on which an app is set up."""

from dataclasses import dataclass

import segno
from django.conf import settings
from django.utils.translation import gettext as _

from ..models import SecondFactor

_GROUP = 4


@dataclass(frozen=True, slots=True)
class AppSetUp:
    picture: str  # an address that holds it
    typed: str  # for who cannot photograph it


def site_name() -> str:
    """As an app and a device show it."""
    return settings.OFFICE["name"] or _("Duty reports")


def app_set_up(factor: SecondFactor) -> AppSetUp:
    issuer = site_name()
    secret = factor.secret
    groups = (secret[start : start + _GROUP] for start in range(0, len(secret), _GROUP))
    return AppSetUp(segno.make(factor.uri(issuer)).svg_data_uri(scale=5), " ".join(groups))
