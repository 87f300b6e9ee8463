"""Every template compiles: a misspelt tag or filter is found here and not by a reader of a rare page. How templates,
style sheets and code are laid out, where no tool of its own says it.
"""

import re

import cssbeautifier
import pytest
from django.conf import settings
from django.template import Context, Template, TemplateSyntaxError, engines
from django.template.loader import get_template

BASE = settings.BASE_DIR
FOLDER = BASE / "templates"
TEMPLATES = sorted(FOLDER.rglob("*.*"))
STYLE_SHEETS = sorted((BASE / "static" / "css").glob("*.css"))
SCRIPTS = sorted((BASE / "static" / "js").rglob("*.js"))
LARGEST_SPACE = 3  # rem
LONGEST = 120
OURS = ("reports", "reportsite", "tests", "scripts", "bench")
CODE = [path for name in OURS for path in sorted((BASE / name).rglob("*.py")) if path.parent.name != "migrations"]
OPENING = re.compile(r"\{% (?:extends|load|block|if|for|with|ifchanged|include|unspaced|unspaced_from_here) ")


def problem(name):
    """Why the template cannot be used; empty if it can."""
    try:
        return "" if get_template(name).template.name == name else "another template has its name"
    except TemplateSyntaxError as error:
        return str(error)


def test_every_template_compiles():
    names = [str(path.relative_to(FOLDER)) for path in TEMPLATES]
    assert {name: problem(name) for name in names} == dict.fromkeys(names, "")


def numbered(path, is_wrong):
    """Where in the file a line is wrong."""
    lines = path.read_text().splitlines()
    return [f"{path.relative_to(BASE)}:{number}" for number, line in enumerate(lines, start=1) if is_wrong(line)]


def test_no_line_is_over_120_characters():
    files = [*TEMPLATES, *STYLE_SHEETS, *SCRIPTS, *CODE]
    assert [place for path in files for place in numbered(path, lambda line: len(line) > LONGEST)] == []


def holds_two_blocks(line):
    """Whether two block tags open on the line; in an attribute's value they may."""
    return len(OPENING.findall(re.sub('="[^"]*"', "", line))) > 1


def test_one_block_tag_a_line():
    assert [place for path in FOLDER.rglob("*.html") for place in numbered(path, holds_two_blocks)] == []


@pytest.mark.parametrize("path", STYLE_SHEETS, ids=lambda path: path.name)
def test_style_sheets_are_laid_out(path):
    """As `make format` leaves them."""
    options = cssbeautifier.default_options()
    options.indent_size, options.end_with_newline, options.space_around_combinator = 2, True, True
    assert cssbeautifier.beautify(path.read_text(), options) == path.read_text()


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("\n  <b>{{ han }}</b>\n  {{ han }}\n", "<b>甲 乙</b>甲 乙"),
        ("<b>\n  {{ han }}\n</b>", "<b>甲 乙</b>"),
        ('{{ han }}{{ " " }}\n{{ han }}', "甲 乙 甲 乙"),
        ("<b\n  {% if han %}\n id=1\n {% endif %}\n class=x>{{ han }}</b>", "<b\n  \n id=1\n \n class=x>甲 乙</b>"),
        ("<b>\n {{ space }} \n</b>", "<b>\u3000\n</b>"),
        (
            "{% for word in han %}\n {% if word == ' ' %}\n  -\n {% else %}\n {{ word }} \n{% endif %}\n{% endfor %}",
            "甲-乙",
        ),
        ("<b>one two</b>\n<i>\u3000三</i>", "<b>one two</b><i>\u3000三</i>"),
    ],
)
def test_unspaced_leaves_out_the_white_space_of_the_template_alone(source, shown):
    template = Template("{% unspaced %}" + source + "{% endunspaced %}", engine=engines["django"].engine)
    assert template.render(Context({"han": "甲 乙", "space": "\u3000\n"})) == shown


def test_unspaced_from_here_leaves_nothing_beside_what_is_included_amid_a_line():
    engine = engines["django"].engine
    word = Template("{% unspaced_from_here %}\n{% load i18n %}\n<b>\n{{ han }}\n</b>\n", engine=engine)
    line = Template("{% unspaced %}\n{{ han }}\n{% include word %}\n{{ han }}\n{% endunspaced %}", engine=engine)
    assert line.render(Context({"han": "甲 乙", "word": word})) == "甲 乙<b>甲 乙</b>甲 乙"


def test_sentences_are_closed_up_in_chinese_alone():
    template = Template("{% filter closed_up %}{{ one }}\n  {{ two }} <b>三。</b>{% endfilter %}")
    assert template.render(Context({"one": "一。", "two": "二！"})) == "一。二！<b>三。</b>"
    assert template.render(Context({"one": "One.", "two": "<Two>."})) == "One.\n  &lt;Two&gt;. <b>三。</b>"


def test_unspaced_must_end():
    with pytest.raises(TemplateSyntaxError, match="endunspaced"):
        Template("{% unspaced %}<b>", engine=engines["django"].engine)


def test_type_and_space_keep_to_their_scales():
    """The custom properties at the top of base.css. In em a size is that of the words around it."""
    space = re.compile(r"^ *(?:margin|padding|gap|row-gap|column-gap)[a-z-]*: (.*)")
    size = re.compile(r"^ *font(?:-size)?: (.*)")

    def is_off(line):
        spaces, sizes = space.match(line), size.match(line)
        lengths = re.findall(r"(\d*\.?\d+)rem", spaces[1]) if spaces else []
        return any(0 < float(one) <= LARGEST_SPACE for one in lengths) or bool(sizes and "rem" in sizes[1])

    sheets = [path for path in STYLE_SHEETS if path.name != "large_print.css"]
    assert [place for path in sheets for place in numbered(path, is_off)] == []
    scale = re.findall(r"--(?:space|size)-\w+: (\S+);", (BASE / "static/css/base.css").read_text())
    assert len(scale) == 17


def test_an_arrow_back_with_the_name_of_a_report_alone_leads_to_the_report():
    """Where it leads to the reading page it says so."""
    wrong = []
    for path in TEMPLATES:
        links = re.findall(r"<a\s[^>]*>\s*←[^<]*</a>", path.read_text())
        named = [link for link in links if re.search(r"← \{\{ report\.title \}\}", link)]
        wrong += [f"{path.name}: {link}" for link in named if "{% url 'report' report.pk %}" not in link]
        read = [link for link in links if "'read'" in link or "read_address" in link]
        wrong += [f"{path.name}: {link}" for link in read if '"Read the whole text"' not in link]
    assert wrong == []
