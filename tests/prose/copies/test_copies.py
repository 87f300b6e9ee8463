import re
from pathlib import Path

from reports.prose.copies import TextCompared, compare, fingerprint, mask
from reports.prose.copies.winnowing import SURE, winnow

CORPUS = Path(__file__).parents[1] / "proofreading" / "corpus"
TEXTS = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob("clean-*.txt"))]
COPIED = "牵头改造北干渠十二处险工险段，组织群众清淤疏浚四十天，下游两个村的灌溉用水有了保障。"


def share(text, other, exempt=()):
    return compare(TextCompared(text), TextCompared(other), [TextCompared(one) for one in exempt])[0]


def test_changed_dates_and_figures_hide_nothing():
    changed = re.sub(r"\d+", lambda number: str(int(number[0]) + 7), TEXTS[0])
    assert share(changed, TEXTS[0]) == 100


def test_neither_does_another_order_of_paragraphs_and_clauses():
    assert share("\n".join(reversed(TEXTS[0].splitlines())), TEXTS[0]) == 100
    clauses = COPIED.rstrip("。").split("，")
    assert share("，".join(reversed(clauses)) + "。", COPIED) == 100


def test_neither_do_names_of_people_places_and_meetings():
    text = "学习党的二十届三中全会精神以后，李向东同志带队到石桥村逐户听取对供水收费的看法，当场答复。"
    other = "学习党的二十大精神以后，王海同志带队到柳林村逐户听取对供水收费的看法，当场答复。"
    assert share(text, other) == 100


def test_nor_names_that_are_told():
    text, other = TextCompared(f"清水局{COPIED}", ("清水局",)), TextCompared(f"丰山管理所{COPIED}", ("丰山管理所",))
    assert text.sentences[0].words == other.sentences[0].words


def test_two_reports_of_one_round_that_are_their_authors_own():
    assert [share(one, other) for one in TEXTS for other in TEXTS if one is not other] == [0, 0]


def test_passages_are_places_in_both_texts():
    text, other = f"自己的话在前面写了这么一句而已。{COPIED}", f"{COPIED}\n别的话跟在后面。"
    found, (passage,) = compare(TextCompared(text), TextCompared(other))
    assert (text[passage.start : passage.end], other[passage.other_start : passage.other_end]) == (COPIED, COPIED)
    assert 0 < found < 100


def test_sentences_that_follow_one_another_are_one_passage():
    _share, passages = compare(TextCompared(TEXTS[0]), TextCompared(TEXTS[0]))
    assert [(passage.start, passage.end) for passage in passages] == [
        (passage.other_start, passage.other_end) for passage in passages
    ]
    assert len(passages) < len(TextCompared(TEXTS[0]).sentences)


def test_the_sample_is_nobodys_own():
    assert share(COPIED, COPIED, [COPIED]) == 0


def test_set_phrases_are_left_out():
    phrase = "坚持以习近平新时代中国特色社会主义思想为指导，增强“四个意识”、坚定“四个自信”、做到“两个维护”。"
    assert (share(phrase, phrase), mask(phrase).words) == (0, "")


def test_texts_of_nothing_are_answered():
    assert [share(text, text) for text in ("", "一", "（", "1" * 50, "𠀀" * 3, "\ud800" * 40)] == [0, 0, 0, 0, 0, 0]


def test_what_two_texts_have_in_common_is_found_where_it_is_long_enough():
    """The promise of winnowing, at every place where it may begin."""
    common = "牵头改造北干渠险工险段组织群众清淤疏浚"
    assert len(common) == SURE
    for at in range(len(TEXTS[1]) - 500):
        words = mask(TEXTS[1][at : at + 60]).words
        assert fingerprint(words + common) & fingerprint(common + words[::-1])


def test_places_of_fingerprints_are_in_order_and_each_is_once():
    places = [place for place, _hashed in winnow(mask(TEXTS[0]).words)]
    assert places == sorted(set(places))


def test_fingerprints_are_the_same_on_every_machine():
    assert fingerprint("牵头改造北干渠险") == {124098059}
