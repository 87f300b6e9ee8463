"""A report as a Word document on the page of GB/T 9704-2012; which reading of it is used: see `page`."""

from .rendering import write_word

__all__ = ["write_word"]
