"""`{% url %}`, for pages that have a hundred addresses: Django looks a name up anew for each, in seventy calls."""

from functools import cache
from typing import Any

from django import template
from django.http import HttpRequest
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode, url
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import escape
from django.utils.safestring import SafeString

register = template.Library()
_STAND_IN = 10**15  # and what is above it: stand where the numbers will


class AddressNode(URLNode):
    """An address in which only numbers differ is found out once in a process; all others as ever."""

    def render(self, context: template.Context) -> str:
        request, is_escaped = getattr(context, "request", None), context.autoescape and not self.asvar
        name, numbers = str(self.view_name.resolve(context)), [argument.resolve(context) for argument in self.args]
        prefix = None if request is None else request.META.get("SCRIPT_NAME")
        if prefix is None or self.kwargs or ":" in name or not _are_plain(numbers):
            return super().render(context)
        root = prefix, getattr(request, "urlconf", None)
        try:
            found = _shape_of(name, len(numbers), *root, is_escaped=is_escaped) % tuple(numbers)
        except NoReverseMatch:
            return super().render(context)
        if not self.asvar:
            return SafeString(found) if is_escaped else found
        context[self.asvar] = found
        return ""


def _are_plain(numbers: list[Any]) -> bool:
    """No text, and nothing that an address does not have: Django refuses it."""
    return {*map(type, numbers)} <= {int} and min(numbers, default=0) >= 0


@register.tag("url")
def address(parser: Parser, token: Token) -> AddressNode:
    node = url(parser, token)
    return AddressNode(node.view_name, node.args, node.kwargs, node.asvar)


def find_address(name: str, *numbers: int, request: HttpRequest | None = None) -> str:
    """What `reverse` says of numbers that are 0 or more. The request knows below what it stands in fewer calls."""
    prefix = None if request is None else request.META.get("SCRIPT_NAME")
    if prefix is None:
        return find_shape(name, len(numbers)) % numbers
    return _shape_of(name, len(numbers), prefix, getattr(request, "urlconf", None), is_escaped=False) % numbers


def find_shape(name: str, count: int) -> str:
    """The same with %d for each number: to fill in for many rows."""
    return _shape_of(name, count, get_script_prefix(), get_urlconf(), is_escaped=False)


@cache
def _shape_of(name: str, count: int, _root: str, _addresses: Any, *, is_escaped: bool) -> str:
    """The address with %d for each number."""
    numbers = [_STAND_IN + number for number in range(count)]
    found = reverse(name, args=numbers).replace("%", "%%")
    for number in numbers:
        found = found.replace(str(number), "%d")
    return escape(found) if is_escaped else found
