"""Pictures from other programs: drawn anew, so that place, camera and time within them stay outside."""

from __future__ import annotations

import io
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

LONGEST_SIDE = 1600
"""Pixels, as the field app keeps them."""
MOST_PIXELS = 60_000_000
"""Beyond this a picture is a bomb, not a picture."""
QUALITY = 80


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept."""

    body: bytes

    @property
    def digest(self) -> str:
        """Its SHA-256 in hexadecimal."""
        return sha256(self.body).hexdigest()

    def told(self) -> dict[str, Any]:
        """As an entry names it."""
        return {"sha256": self.digest, "size": len(self.body), "mime": "image/jpeg"}


def drawn_anew(body: bytes) -> Picture | None:
    """The picture as JPEG, at most 1,600 pixels a side, upright, without metadata. Nothing: it is none."""
    try:
        with Image.open(io.BytesIO(body), formats=("JPEG", "PNG", "WEBP")) as seen:
            if seen.width * seen.height > MOST_PIXELS:
                return None
            upright = ImageOps.exif_transpose(seen).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Picture(out.getvalue())
