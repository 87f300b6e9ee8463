"""A person's sign-ins, each with its device in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Session

# What a browser says of itself, the particular before the general: nearly all say Chrome and Safari too.
_BROWSERS = (
    ("MicroMessenger", gettext_lazy("WeChat")),
    ("DingTalk", gettext_lazy("DingTalk")),
    ("QQBrowser", gettext_lazy("QQ Browser")),
    ("360SE", gettext_lazy("360 Browser")),
    ("360EE", gettext_lazy("360 Browser")),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("OpenHarmony", gettext_lazy("HarmonyOS")),
    ("HarmonyOS", gettext_lazy("HarmonyOS")),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class SignedInDevice:
    session: Session
    words: str
    is_this: bool


def signed_in_devices(sessions: Iterable[Session], *, sitting: str) -> list[SignedInDevice]:
    """This one first."""
    devices = [SignedInDevice(session, device_words(session.agent), session.sitting == sitting) for session in sessions]
    return sorted(devices, key=lambda device: not device.is_this)


def device_words(agent: str) -> str:
    """As a person would say it; anything may call itself anything."""
    browser, system = _named(agent, _BROWSERS), _named(agent, _SYSTEMS)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("a browser that does not say what it is")


def _named(agent: str, names: Sequence[tuple[str, object]]) -> str:
    return next((str(name) for sign, name in names if sign in agent), "")
