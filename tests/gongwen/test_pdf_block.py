"""What is asked of every line of a block must not look through the block each time."""

import pytest

from reports.gongwen.pdf.block import SetBlock


class Counted:
    """A line that counts how often it is read."""

    def __init__(self, text):
        self.words, self.reads = text, 0

    @property
    def text(self):
        self.reads += 1
        return self.words


@pytest.mark.parametrize(("lead", "together", "reads"), [(0, 1, 1), (3, 1, 1), (4, 2, 2), (9, 3, 3), (99, 6, 5)])
def test_a_heading_stays_with_the_first_line_that_says_more(lead, together, reads):
    lines = [Counted("四个汉字") for _ in range(5)]
    assert SetBlock("p", "paragraph", tuple(lines), lead=lead).together == together
    assert sum(line.reads for line in lines) == reads


def test_an_empty_line_is_none_of_a_heading():
    assert SetBlock("p", "paragraph", (Counted(""), Counted("四个汉字"), Counted("余")), lead=4).together == 2
