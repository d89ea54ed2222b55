"""What cannot stand on paper is left out of what is said: control characters and halves of letters."""

from __future__ import annotations

import unicodedata


def printable(text: str) -> str:
    """The text without them; line ends and tabs stay, and so does a letter no font may know."""
    return "".join(letter for letter in text if letter in "\n\t" or not _unprintable(letter))


def _unprintable(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Cs"} or letter in "\ufeff\ufffe\uffff"
