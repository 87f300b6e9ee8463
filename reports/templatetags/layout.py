"""White space of templates where readers would see it: between Chinese characters a line break shows as a gap."""

import re
from typing import cast

from django import template
from django.template.base import Node, NodeList, Parser, TextNode, Token

register = template.Library()


_GAP = re.compile(r"(?<=[。！？；])\s+(?=\S)")


@register.filter(is_safe=True)
def closed_up(sentences: str) -> str:
    """Sentences that stand apart in the template: English keeps the space between them, Chinese has none."""
    return _GAP.sub("", sentences)


class Unspaced(Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> str:
        return self.nodelist.render(context)


@register.tag
def unspaced(parser: Parser, token: Token) -> Unspaced:
    """Up to `endunspaced` the template's white space beside tags, elements and values is layout and is left out.

    `{{ " " }}` is a space that stays. Values keep theirs: it is done once, when the template is compiled.
    """
    nodelist = parser.parse(("endunspaced",))
    parser.delete_first_token()
    return _unspace(nodelist)


@register.tag
def unspaced_from_here(parser: Parser, token: Token) -> Unspaced:
    """The same up to the end of the file: for what is included amid a line. First in the file, before any `load`."""
    return _unspace(parser.parse())


def _unspace(nodelist: NodeList) -> Unspaced:
    inside = False
    for node in cast("list[TextNode]", nodelist.get_nodes_by_type(TextNode)):
        node.s, inside = _without_space(node.s, inside=inside)
    return Unspaced(nodelist)


def _without_space(text: str, *, inside: bool) -> tuple[str, bool]:
    """The text, and whether it ends `inside` an HTML tag, where white space separates attributes and stays."""
    pieces = re.split("([<>])", text)
    for number, piece in enumerate(pieces):
        if piece in ("<", ">"):
            inside = piece == "<"
        elif not inside:
            pieces[number] = piece.strip(" \n\t")
    return "".join(pieces), inside
