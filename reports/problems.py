"""What every refusal about a file has: a code for programs, a sentence for the person."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, ClassVar

from django.utils.functional import Promise


class Problem(Exception):
    """`code` is a key of the class's messages; str() is the sentence in the language of the request."""

    messages: ClassVar[Mapping[str, str | Promise]]

    def __init__(self, code: str, **params: object):
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return str(self.messages[self.code]) % self.params

    def __reduce__(self) -> tuple[Any, ...]:
        """It comes out of a worker process as it was raised there."""
        remade: Callable[..., Problem] = type(self)
        return partial(remade, **self.params), (self.code,)
