"""From bytes to text."""

from __future__ import annotations

from clusterpolicy.errors import InputError, Problem

LARGEST_INPUT = 64 * 1024 * 1024
"""In bytes, or in characters of text. An application of a thousand partners needs a twentieth of that."""


def text_of(source: str | bytes) -> str:
    r"""The text of the input, without a byte order mark. Raises `InputError` if it is too large or not UTF-8.

    >>> text_of(b"caff\xc3\xa8")
    'caffè'
    """
    if len(source) > LARGEST_INPUT:
        size = f"the input has {len(source)} {'characters' if isinstance(source, str) else 'bytes'}"
        raise InputError(
            Problem("input-too-large", "", f"{size}, more than {LARGEST_INPUT}", "hand in one application at a time")
        )
    try:
        text = source if isinstance(source, str) else source.decode("utf-8")
        # A text made by Python may hold halves of characters, which no file can hold.
        if isinstance(source, str) and not source.isascii():
            source.encode("utf-8")
    except UnicodeError as error:
        position = getattr(error, "start", 0)
        raise InputError(
            Problem(
                "input-not-text", "", f"the input is not UTF-8 text at position {position}", "save the file as UTF-8"
            )
        ) from None
    return text.removeprefix("\ufeff")
