"""Saves at the same moment, on connections of their own."""

import threading

import pytest
from django.db import connection, transaction

from reports.actions.errors import Refused
from reports.actions.report import submit_report
from reports.actions.saved_text import FigureEdit, TextEdit
from reports.actions.section import StaleSection, save_section
from reports.models import Figure, Revision, Section
from reports.prose.content import Words

from ..factories import MOMENT, WORDS

pytestmark = pytest.mark.django_db(transaction=True)
LOADED = Words(*WORDS[2])


@pytest.fixture(autouse=True)
def emptied(transactional_db):
    """Real transactions, so that threads see each other's rows."""


def at_once(*calls):
    """What each call returned or raised, all begun at the same moment."""
    start = threading.Barrier(len(calls))
    answers = [None] * len(calls)

    def run(number, call):
        start.wait()
        try:
            answers[number] = call()
        except (StaleSection, Refused) as refused:
            answers[number] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def saving(section, by, tab, words=LOADED, **figures):
    edits = {label: FigureEdit(value, base) for label, (value, base) in figures.items()}
    edit = TextEdit(tab=tab, version=1, words=words, base=LOADED, figures=edits)
    return lambda: save_section(section=section, edit=edit, by=by, at=MOMENT)


def test_of_two_texts_exactly_one_is_stored_and_the_other_is_told(section, author, assistant):
    typed = [Words("", "作者的。"), Words("", "代填的。")]
    answers = at_once(saving(section, author, "a", typed[0]), saving(section, assistant, "b", typed[1]))
    assert sorted(type(answer).__name__ for answer in answers) == ["Section", "StaleSection"]
    won = next(number for number, answer in enumerate(answers) if isinstance(answer, Section))
    stored = Section.objects.get(pk=section.pk)
    assert (stored.body, stored.version) == (typed[won].body, 2)
    assert answers[1 - won].stored.body == typed[won].body


def test_of_two_values_for_one_blank_exactly_one_is_stored(section, author, assistant):
    answers = at_once(
        saving(section, author, "a", 管网长度=("40", "31.5")), saving(section, assistant, "b", 管网长度=("50", "31.5"))
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Section", "StaleSection"]
    won = next(number for number, answer in enumerate(answers) if isinstance(answer, Section))
    assert Figure.objects.get(label="管网长度").value == ["40", "50"][won]
    assert answers[1 - won].figures == {"管网长度": ["40", "50"][won]}


def test_values_for_different_blanks_are_both_stored(section, author, assistant):
    answers = at_once(
        saving(section, author, "a", 管网长度=("40", "31.5")),
        saving(section, assistant, "b", 承建单位=("市工程队", "县工程队")),
    )
    assert [type(answer).__name__ for answer in answers] == ["Section", "Section"]
    values = dict(Figure.objects.filter(report=section.report).values_list("label", "value"))
    assert (values["管网长度"], values["承建单位"]) == ("40", "市工程队")


def test_two_people_type_the_same_new_label(section, author, assistant):
    """In two sections, so that neither is stale: one figure comes of it."""
    other = section.report.sections.select_related("report", "outline_section").get(position=4)
    mine = saving(section, author, "a", Words("", "投资【投资额】万元。"))
    theirs = saving(other, assistant, "b", Words("", "投资【投资额】万元不够。"))
    answers = at_once(mine, theirs)
    assert [type(answer).__name__ for answer in answers] == ["Section", "Section"]
    assert Figure.objects.filter(report=section.report, label="投资额").count() == 1


def test_what_is_being_saved_is_in_the_revision_or_refused(section, author, assistant):
    """A submission waits for a save that is under way; the locked text is the submitted text."""
    last_words = Words(LOADED.heading, LOADED.body + "赶在最后写的一句。")
    answers = []

    def submit():
        try:
            answers.append(submit_report(report=section.report, by=author, at=MOMENT))
        finally:
            connection.close()

    submitting = threading.Thread(target=submit)
    with transaction.atomic():
        saving(section, assistant, "b", last_words)()
        submitting.start()
        submitting.join(timeout=0.5)
    submitting.join()
    stored = Section.objects.get(pk=section.pk)
    assert len(answers) == 1
    assert Revision.objects.get().content.sections[2].body == stored.body == last_words.body
