"""Every address of the site, found in the URL configuration itself."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def url_names(patterns=None) -> Iterator[str]:
    """The name of each address, whatever it is included from; Django's admin as a whole, by its namespace."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name or str(pattern.pattern)
        elif isinstance(pattern, URLResolver) and pattern.namespace:
            yield f"{pattern.namespace}:"
        else:
            yield from url_names(pattern.url_patterns)


def names_of_a_round() -> list[str]:
    """The addresses that ask for a round and nothing else."""
    routes = get_resolver().reverse_dict
    known = (name for name in url_names() if name in routes)
    return sorted(name for name in known if [parts for _path, parts in routes[name][0]] == [["cycle_pk"]])
