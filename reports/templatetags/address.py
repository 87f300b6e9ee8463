"""`{% url %}`, for pages that have a hundred addresses: Django looks a name up anew for each, in seventy calls."""

from functools import cache
from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode, url
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape

register = template.Library()
_STAND_IN = 10**15  # and what is above it: stand where the numbers will


class AddressNode(URLNode):
    """An address in which only numbers differ is found out once in a process; all others as ever."""

    def render(self, context: template.Context) -> str:
        name, numbers = str(self.view_name.resolve(context)), [argument.resolve(context) for argument in self.args]
        if self.kwargs or ":" in name or any(type(number) is not int or number < 0 for number in numbers):
            return super().render(context)
        try:
            found = find_address(name, *numbers)
        except NoReverseMatch:
            return super().render(context)
        if not self.asvar:
            return conditional_escape(found) if context.autoescape else found
        context[self.asvar] = found
        return ""


@register.tag("url")
def address(parser: Parser, token: Token) -> AddressNode:
    node = url(parser, token)
    return AddressNode(node.view_name, node.args, node.kwargs, node.asvar)


def find_address(name: str, *numbers: int) -> str:
    """What `reverse` says of numbers that are 0 or more."""
    return _shape_of(name, len(numbers), get_script_prefix(), get_urlconf()) % numbers


@cache
def _shape_of(name: str, count: int, _prefix: str, _addresses: Any) -> str:
    """The address with %d for each number."""
    numbers = [_STAND_IN + number for number in range(count)]
    found = reverse(name, args=numbers).replace("%", "%%")
    for number in numbers:
        found = found.replace(str(number), "%d")
    return found
