import pytest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from reports.forms.markup import fill

HTML = '<p title="{title}">{words}</p>'


@pytest.mark.parametrize(
    "value",
    [
        "",
        "面向乡镇发文",
        "<script>",
        "</p>",
        "a & b",
        "&lt;",
        'x" onclick="y',
        "x' y",
        "{title}",
        "%s",
        0,
        None,
        gettext_lazy("Comment"),
        mark_safe("<b>甲</b>"),
    ],
)
def test_it_is_what_django_makes_of_the_same(value):
    given = {"title": "甲", "words": value}
    assert fill(HTML, **given) == format_html(HTML, **given)
    assert type(fill(HTML, **given)) is SafeString
