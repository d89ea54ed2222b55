"""What an OpenRosa client sends, made by hand; the real one is driven in test_openrosa_engine.py."""

from __future__ import annotations

import io
from base64 import b64encode
from datetime import UTC, datetime
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from cast import GACHA, Person
from urtuu.interfaces.gateways import keys, offering
from urtuu.interfaces.gateways.openrosa import xform

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
VISIT = {"grid": "near", "met": "met", "card_left": "yes", "label": "第三家"}
NEED = {
    "grid": "near",
    "topic": "water",
    "heading": "机井不出水",
    "said": "宝音说井干了三天",
    "place_gacha": GACHA,
}


class Program:
    """Another project's program with a person's key."""

    def __init__(self, person: Person, lang: str = "zh-CN") -> None:
        self.person, self.secret = person, keys.make(person.staff, "平板", NOW)
        told = b64encode(f"{person.staff.username}:{self.secret}".encode()).decode()
        self.client = Client(headers={"authorization": f"Basic {told}", "accept-language": lang})

    def get(self, path: str) -> HttpResponse:
        return self.client.get(f"/gateways/openrosa/{path}")  # type: ignore[return-value]

    def hand_in(self, xml: bytes, more: bool = False, **pictures: bytes) -> HttpResponse:
        """One request; pictures by name with an underscore for the dot."""
        files = {name.replace("_jpg", ".jpg"): body for name, body in pictures.items()}
        parts = {
            name: SimpleUploadedFile(name, body)
            for name, body in {"xml_submission_file": xml, **files}.items()
        }
        flag = {"*isIncomplete*": "yes"} if more else {}
        return self.client.post("/gateways/openrosa/submission", {**parts, **flag})  # type: ignore[return-value]


def instance(form_id: str, said: dict[str, str], ident: str = "", version: str = "") -> bytes:
    """A filled form."""
    form = offering.form_of(form_id)
    named = version or (xform.version_of(form) if form else "")
    answers = "".join(f"<{name}>{text}</{name}>" for name, text in said.items())
    return (
        f'<data xmlns:orx="http://openrosa.org/xforms" id="{form_id}" version="{named}">{answers}'
        f"<orx:meta><orx:instanceID>{ident or f'uuid:{uuid4()}'}</orx:instanceID></orx:meta></data>"
    ).encode()


def photograph(tone: int = 90) -> bytes:
    """A photograph with a place in it, as cameras write it."""
    out, told = io.BytesIO(), Image.Exif()
    told[0x010F] = "CAMERA-OF-BATAAR"
    told.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (2400, 1200), (tone, 60, 30)).save(out, "JPEG", exif=told)
    return out.getvalue()
