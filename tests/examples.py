"""How many examples Hypothesis tries of a property that has a number of its own."""

from hypothesis import settings


def examples(count: int) -> settings:
    """So many, and in another profile as much more or fewer as it says of the usual hundred."""
    return settings(max_examples=count * settings.default.max_examples // 100)
