"""What a password may not be made of, beside what Django's own rules say."""

import re
from collections.abc import Iterator
from itertools import islice, product

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .user import User

_ROWS = ["1234567890", "!@#$%^&*()", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz"]
_COLUMNS = ["1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik,", "9ol.", "0p;/"]
_WALKS = [walk for row in [*_ROWS, *_COLUMNS] for walk in (row, row[::-1])]
_WALK = 3  # keys that make one
_DATE = re.compile(r"(19|20)\d\d(0?[1-9]|1[0-2])?([0-2]?\d|3[01])?")
_SAME = re.compile(r"(.)\1{2,}")
# The demonstration's, which every copy of this site comes with, and what lists of stolen passwords begin with.
_WORDS = re.compile(
    "yunxi|demo|passw[o0]rd|p@ssw[o0]rd|mima|admin|root|test|guest|user|login|welcome|letmein|iloveyou|woaini|"
    "1314|520|zhongguo|china|beijing|zuzhibu|ganbu|shuzhi|baogao|nihao|changeme|secret"
)
_JUDGED = 200  # characters: a longer one has others before that, or is one of these again and again
_OTHERS = 5  # different letters and figures that must remain
_READINGS = 64  # of a name with characters that are read in several ways
_SHORTEST = 4  # characters of a Latin word or a number that count; of Chinese half as many say as much


class Argon2Hasher(Argon2PasswordHasher):
    """Measured in docs/decisions/0059-sign-in.md. The memory is of each thread that signs somebody in."""

    time_cost = 4
    memory_cost = 19 * 1024  # KiB
    parallelism = 1


class OwnWordsValidator:
    """Django's validator compares whole names; this one finds a staff number or a unit inside the password too, and
    names as they are typed: in pinyin.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        typed = password.casefold()
        bare = "".join(character for character in typed if character.isalnum())
        if user and any(word in typed or word in bare for word in _own_words(user)):
            raise ValidationError(self.get_help_text(), code="password_of_own_words")

    def get_help_text(self) -> str:
        return _("Your password can’t contain your name, sign-in name, unit, post, numbers or e-mail address.")


class LikelyValidator:
    """Refuses what is made of rows of keys, years, repetitions and the words that everybody tries first."""

    def validate(self, password: str, user: User | None = None) -> None:
        if len({*_without_likely(password[:_JUDGED].casefold())}) < _OTHERS:
            raise ValidationError(self.get_help_text(), code="password_likely")

    def get_help_text(self) -> str:
        return _(
            "Others try this first: rows of keys, years, repetitions and common words. Join several words that have "
            "nothing to do with each other."
        )


def _without_likely(password: str) -> Iterator[str]:
    """The letters and figures that remain."""
    rest = _SAME.sub(" ", _DATE.sub(" ", _WORDS.sub(" ", password)))
    while rest:
        length = max(_walk_length(rest), 1)
        if length < _WALK and rest[0].isalnum():
            yield from rest[:length]
        rest = rest[length:]


def _walk_length(text: str) -> int:
    """How many keys in a row it begins with, counted to the longest; fewer than a walk count as one."""
    lengths = (length for walk in _WALKS for length in range(_WALK, len(walk) + 1) if text[:length] in walk)
    return max((length for length in lengths if length <= len(text)), default=1)


def _own_words(user: User) -> Iterator[str]:
    told = [user.username, user.name, user.staff_number, user.phone, user.email.partition("@")[0]]
    told += [user.unit.name, user.post] if user.unit else [user.post]
    spelt = (word for text in (user.name, *told[5:]) if not text.isascii() for word in _in_pinyin(text))
    for word in (*told, *spelt):
        if len(word) >= (_SHORTEST if word.isascii() else _SHORTEST // 2):
            yield word.casefold()


def _in_pinyin(text: str) -> Iterator[str]:
    """Without tones, in every reading, the surname of one or two characters first or last; ü as v and as u."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 - half a second, and 20 MB that only who sets a password needs

    readings = pinyin(text, heteronym=True, style=Style.NORMAL)
    for syllables in islice(product(*readings), _READINGS):
        for first in range(min(3, len(syllables))):
            word = "".join(syllables[first:] + syllables[:first])
            yield from {word, word.replace("v", "u")}
