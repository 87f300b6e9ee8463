"""How many examples Hypothesis tries of a property that has a number of its own."""

from hypothesis import settings


def examples(count: int, **others) -> settings:
    """So many, and in another profile as much more or fewer as it says of the usual hundred; never fewer than three."""
    return settings(max_examples=max(3, count * settings.default.max_examples // 100), **others)
