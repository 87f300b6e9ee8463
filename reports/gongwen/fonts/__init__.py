"""The faces of the page standard: which file on this site serves for each, and what its characters measure."""

from .discovery import FontError, find_faces, named_fonts
from .faces import FontFace, FontFaces, FontRole

__all__ = ["FontError", "FontFace", "FontFaces", "FontRole", "find_faces", "named_fonts"]
