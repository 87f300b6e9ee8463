"""Where a request comes from."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

_HOME = 64  # bits of an IPv6 address that a provider gives; the rest is the client's to choose


def client_address(request: HttpRequest) -> str:
    """As the outermost of the trusted proxies saw it, each of which adds one entry to X-Forwarded-For at its end.

    What stands before their entries was sent by the client, and says nothing. Fewer entries than proxies: the request
    did not come through them, and the address is whoever connected. Of IPv6 the network.
    """
    connected = request.META.get("REMOTE_ADDR", "")
    entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    trusted = settings.TRUSTED_PROXIES
    seen = entries[-trusted].strip() if 0 < trusted <= len(entries) else connected
    return _normal(seen) or _normal(connected)


def _normal(text: str) -> str:
    """Empty for what is no address."""
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    if not isinstance(address, IPv6Address):
        return str(address)
    mapped = address.ipv4_mapped
    return str(mapped or ip_network((int(address), _HOME), strict=False))
