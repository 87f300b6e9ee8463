"""What is read of pypinyin's dictionaries is what the library says."""

import subprocess
import sys

from reports.prose.proofreading.readings import phrases_of, sound_of


def test_each_character_sounds_as_the_library_reads_it():
    from pypinyin import Style, lazy_pinyin  # half a second, for whoever collects the tests too

    characters = [chr(code) for code in range(0x4DFF, 0xA001)]
    assert [sound_of(one) for one in characters] == [lazy_pinyin(one, style=Style.NORMAL)[0] for one in characters]


def test_what_is_no_chinese_character_sounds_like_itself():
    assert [sound_of(one) for one in "a①，𠀀"] == list("a①，𠀀")


def test_its_phrases_are_those_of_the_library():
    from pypinyin.phrases_dict import phrases_dict

    for length in (3, 4):
        assert phrases_of(length) == [phrase for phrase in phrases_dict if len(phrase) == length]


def test_the_library_itself_is_not_loaded_by_reading_a_text():
    """It would be 50 MB in each process of the site."""
    look = "from reports.prose.proofreading.misspelt import find_misspelt as f; import sys;"
    said = f"{look} print([*f('刻苦专研业务，克苦学习')], 'pypinyin' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout == "[(2, 4, '钻研'), (7, 9, '刻苦')] False\n"
