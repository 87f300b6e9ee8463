"""The checks, by what of the page they look at."""
