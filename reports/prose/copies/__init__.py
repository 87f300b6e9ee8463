"""What one text has from another, whatever dates, figures, names and meetings were changed."""

from .comparison import CopiedPassage, TextCompared, compare
from .masking import mask
from .winnowing import fingerprint

__all__ = ["CopiedPassage", "TextCompared", "compare", "fingerprint", "mask"]
