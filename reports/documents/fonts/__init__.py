"""The faces of the page standard: which file on this site serves for each, and what its characters measure."""

from .faces import Face, Faces, Role
from .finding import FontError, find_faces

__all__ = ["Face", "Faces", "FontError", "Role", "find_faces"]
