"""Signing in with the account that the office gives its people, in a directory (LDAP) or at a provider (OIDC)."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

_HERE = {"127.0.0.1", "::1", "localhost"}
_NEEDS = "LDAP_SERVER is set, so install what docs/production.md names under 'Accounts of the office'"


def ldap(env: Env) -> dict[str, Any]:
    """Settings of django-auth-ldap; none where LDAP_SERVER is not set."""
    server = env.str("LDAP_SERVER", default="")
    if not server:
        return {"LDAP_SERVER": ""}
    place = urlsplit(server)
    if place.scheme not in {"ldap", "ldaps"} or not place.hostname:
        raise ImproperlyConfigured("LDAP_SERVER is no address of a directory: ldaps://directory.example.org")
    return {
        "LDAP_SERVER": server,
        "AUTH_LDAP_SERVER_URI": server,
        "AUTH_LDAP_START_TLS": place.scheme == "ldap" and place.hostname not in _HERE,
        "AUTH_LDAP_CONNECTION_OPTIONS": _connection(env),
        "AUTH_LDAP_NO_NEW_USERS": True,
        "AUTH_LDAP_ALWAYS_UPDATE_USER": False,
        "AUTH_LDAP_AUTHORIZE_ALL_USERS": False,
        **_names(env),
    }


def _names(env: Env) -> dict[str, Any]:
    """How a sign-in name leads to an entry: by what its address is made of, or by a search."""
    template, base = env.str("LDAP_USER_DN", default=""), env.str("LDAP_SEARCH_BASE", default="")
    if bool(template) == bool(base) or (template and "%(user)s" not in template):
        raise ImproperlyConfigured("Set LDAP_USER_DN, with %(user)s in it, or LDAP_SEARCH_BASE, and not both")
    if template:
        return {"AUTH_LDAP_USER_DN_TEMPLATE": template, "AUTH_LDAP_USER_SEARCH": None}
    ldap, config = _library()
    wanted = env.str("LDAP_SEARCH_FILTER", default="(sAMAccountName=%(user)s)")
    return {
        "AUTH_LDAP_USER_DN_TEMPLATE": None,
        "AUTH_LDAP_USER_SEARCH": config.LDAPSearch(base, ldap.SCOPE_SUBTREE, wanted),
        "AUTH_LDAP_BIND_DN": env.str("LDAP_BIND_DN", default=""),
        "AUTH_LDAP_BIND_PASSWORD": env.str("LDAP_BIND_PASSWORD", default=""),
    }


def _connection(env: Env) -> dict[int, Any]:
    """The directory's certificate is always looked at."""
    ldap, _config = _library()
    seconds, authority = env.int("LDAP_SECONDS", default=5), env.str("LDAP_CA_FILE", default="")
    options = {
        ldap.OPT_NETWORK_TIMEOUT: seconds,
        ldap.OPT_TIMEOUT: seconds,
        ldap.OPT_REFERRALS: 0,
        ldap.OPT_X_TLS_REQUIRE_CERT: ldap.OPT_X_TLS_DEMAND,
    }
    if authority:
        options[ldap.OPT_X_TLS_CACERTFILE] = authority
    return options | {ldap.OPT_X_TLS_NEWCTX: 0}  # the last, or what stands before it is not used


def _library() -> tuple[Any, Any]:
    """Made of C at installation, and so only where it is used."""
    try:
        import ldap  # noqa: PLC0415
        from django_auth_ldap import config  # noqa: PLC0415
    except ImportError as error:
        raise ImproperlyConfigured(f"{_NEEDS} ({error})") from error
    return ldap, config


def oidc(env: Env) -> dict[str, Any]:
    """Empty without OIDC_ISSUER."""
    issuer = env.str("OIDC_ISSUER", default="")
    place = urlsplit(issuer)
    if issuer and not (place.scheme == "https" or (place.scheme == "http" and place.hostname in _HERE)):
        raise ImproperlyConfigured("OIDC_ISSUER begins with https://")
    given = {
        "client_id": env.str("OIDC_CLIENT_ID", default=""),
        "client_secret": env.str("OIDC_CLIENT_SECRET", default=""),
        "scopes": env.str("OIDC_SCOPES", default="openid profile"),
        "name_claim": env.str("OIDC_NAME_CLAIM", default="preferred_username"),
        "label": env.str("OIDC_LABEL", default=""),
        "seconds": env.int("OIDC_SECONDS", default=5),
    }
    if issuer and not (given["client_id"] and given["client_secret"]):
        raise ImproperlyConfigured("OIDC_ISSUER is set, so set OIDC_CLIENT_ID and OIDC_CLIENT_SECRET too")
    return {"OIDC": {"issuer": issuer, **given} if issuer else {}}
