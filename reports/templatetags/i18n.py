"""Django's library of the same name, in whose place this one is loaded: a page has hundreds of constant texts, and
Django looks for each anew, in eighty calls.
"""

from django import template
from django.template.base import FilterExpression, Node, Parser, Token
from django.templatetags.i18n import TranslateNode, do_translate
from django.templatetags.i18n import register as django_library
from django.utils.translation.trans_real import catalog

register = template.Library()
register.tags.update(django_library.tags)
register.filters.update(django_library.filters)


class ConstantText(Node):
    """What is the same each time is found once in each catalogue; a catalogue that is read anew is another one."""

    def __init__(self, node: TranslateNode) -> None:
        self._node = node
        self._found: dict[object, str] = {}

    def render(self, context: template.Context) -> str:
        active = catalog()
        if active not in self._found:
            self._found[active] = self._node.render(context)
        return self._found[active]


@register.tag("trans")
@register.tag("translate")
def translate(parser: Parser, token: Token) -> Node:
    node = do_translate(parser, token)
    return ConstantText(node) if _is_constant(node) else node


def _is_constant(node: TranslateNode) -> bool:
    """Not where the text comes from a variable, is changed by a filter or goes into a variable."""
    text, said_of = node.filter_expression, node.message_context
    is_plain = isinstance(text, FilterExpression) and getattr(text.var, "lookups", ()) is None and not text.filters
    has_plain_context = said_of is None or (not said_of.is_var and not said_of.filters)
    return is_plain and has_plain_context and not node.noop and not node.asvar
