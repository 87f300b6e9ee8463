"""Signing in at the office's own provider (OpenID Connect). The library looks at state, nonce, issuer, audience, expiry
and signature; which account of this site it is, is decided here. The library is loaded where a provider is set up.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

if TYPE_CHECKING:
    from authlib.integrations.django_client import DjangoOAuth2App

WAY = "OIDC"  # as the log names it


class Unanswered(Exception):
    """The provider is away, or says what is none."""


class Unproven(Exception):
    """What came back proves nobody's identity: it was begun elsewhere, is too old, or was refused there."""


def _provider() -> "DjangoOAuth2App":
    return _provider_of(**settings.OIDC)


@cache
def _provider_of(
    issuer: str, client_id: str, client_secret: str, scopes: str, seconds: int, **_others: str
) -> "DjangoOAuth2App":
    """One for each process: it keeps what the provider says of itself."""
    from authlib.integrations.django_client import OAuth  # noqa: PLC0415

    return OAuth().register(
        "office",
        client_id=client_id,
        client_secret=client_secret,
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": scopes, "code_challenge_method": "S256", "default_timeout": seconds},
    )


def lead_there(request: HttpRequest) -> HttpResponse:
    """Raises Unanswered."""
    from requests import RequestException  # noqa: PLC0415

    back = request.build_absolute_uri(reverse("oidc_back"))
    try:
        return _provider().authorize_redirect(request, back)
    except (RequestException, RuntimeError, ValueError) as error:
        raise Unanswered from error


def name_from(request: HttpRequest) -> str:
    """The sign-in name of whoever was led back here. Raises Unanswered or Unproven."""
    from authlib.integrations.base_client import OAuthError  # noqa: PLC0415
    from joserfc.errors import JoseError  # noqa: PLC0415
    from requests import RequestException  # noqa: PLC0415

    issuer = {"essential": True, "values": [settings.OIDC["issuer"]]}
    try:
        token: dict[str, Any] = _provider().authorize_access_token(request, claims_options={"iss": issuer})
        name = _name_in(token)
    except RequestException as error:
        raise Unanswered from error
    except (OAuthError, JoseError, RuntimeError, ValueError, KeyError, TypeError) as error:
        raise Unproven from error
    if not isinstance(name, str) or not name or not name.isprintable():  # PostgreSQL knows no NUL
        raise Unproven
    return name


def _name_in(token: dict[str, Any]) -> Any:
    """Many providers say in the signed token who it is, and how they are called only when they are asked for it."""
    claim, signed = settings.OIDC["name_claim"], token["userinfo"]
    if claim in signed or "userinfo_endpoint" not in _provider().load_server_metadata():
        return signed.get(claim)
    said = _provider().userinfo(token=token)
    return said.get(claim) if said.get("sub") == signed["sub"] else None


def end_there(request: HttpRequest) -> str:
    """Where the sign-in at the provider is ended, if it can be. Raises Unanswered."""
    from requests import RequestException  # noqa: PLC0415

    left = request.build_absolute_uri(reverse("sign_in"))
    try:
        return _provider().create_logout_url(left, client_id=settings.OIDC["client_id"])["url"]
    except (RequestException, RuntimeError, ValueError) as error:
        raise Unanswered from error
