"""What the terminal a command runs in says about whoever sits before it."""

import os

ENGLISH_ENDS = ("en", "en_us", "en_gb", "c", "posix")


def terminal_language() -> str:
    """English on an English terminal, else Chinese."""
    said = (os.environ.get("LC_ALL") or os.environ.get("LANG") or "").partition(".")[0].lower()
    return "en" if said in ENGLISH_ENDS else "zh-hans"
