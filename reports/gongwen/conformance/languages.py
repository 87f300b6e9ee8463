"""How a file names its language (BCP 47)."""

_TRADITIONAL = {"tw", "hk", "mo", "hant"}


def is_simplified_chinese(name: str) -> bool:
    language, *parts = name.lower().split("-")
    return language == "zh" and not _TRADITIONAL & set(parts)
