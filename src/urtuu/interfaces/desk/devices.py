"""The phones in reach: when heard from and what they declare; cards for new ones, and revoking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID
from xml.etree import ElementTree as ET

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from urtuu.interfaces.desk import wording
from urtuu.interfaces.desk.asking import asking, now_of, today_of
from urtuu.interfaces.desk.phone_checks import Lack, lacking
from urtuu.interfaces.desk.showing import opens, refuse, show
from urtuu.journal import lookups
from urtuu.places import accounts, offers, services
from urtuu.places.models import AccountAct, Device, Staff
from urtuu.places.rules import CARD_MINUTES
from urtuu.places.services import Refused
from urtuu.web.dates import stretch_words

SILENT_AFTER = timedelta(days=4)
SKEW_SHOWN_SECONDS = 120


@dataclass(frozen=True)
class Phone:
    """A phone in words."""

    device: Device
    person: str
    chip: dict[str, str]
    skew: str
    lacks: list[Lack]
    engine: str


@require_safe
@opens("devices")
def devices(request: HttpRequest) -> HttpResponse:
    """Every phone of the reach, and the form for a card."""
    found = offers.phones(asking(request), today_of(request))
    strange = lookups.strange(str(one.pk) for one in found)
    people = {str(one.pk): one.staff.name if one.staff else "" for one in found}
    return show(
        request,
        "desk/devices.html",
        phones=[_phone(request, one) for one in found],
        waiting=sum(one.queue_len for one in found if one.revoked_at is None),
        person={
            "id": "id_staff",
            "name": "staff",
            "label": _("For whom"),
            "type": "select",
            "value": "",
            "required": True,
            "choices": [
                ("", _("please choose")),
                *((str(one.pk), one.name) for one in offers.holders(asking(request), today_of(request))),
            ],
        },
        minutes=CARD_MINUTES,
        strange=[
            {"at": one.received_at, "who": people[one.device], "bytes": len(bytes(one.raw))}
            for one in strange
        ],
    )


def _phone(request: HttpRequest, device: Device) -> Phone:
    return Phone(
        device=device,
        person=device.staff.name if device.staff else "",
        chip=_chip(request, device),
        skew=_skew(device.clock_skew_seconds),
        lacks=lacking(device.checks),
        engine=str(device.checks.get("engine", "")),
    )


def _chip(request: HttpRequest, device: Device) -> dict[str, str]:
    now = now_of(request)
    if device.revoked_at:
        return {"text": _("revoked"), "tone": "ember", "icon": "lock"}
    if device.lease_until and device.lease_until < now:
        return {"text": _("lease over"), "tone": "ember", "icon": "lock"}
    if device.last_seen_at is None:
        return {"text": _("never heard from"), "tone": "ochre", "icon": "cloud-off"}
    if now - device.last_seen_at > SILENT_AFTER:
        days = (now - device.last_seen_at).days
        text = ngettext("silent for %(n)d day", "silent for %(n)d days", days) % {"n": days}
        return {"text": text, "tone": "ochre", "icon": "cloud-off"}
    return {"text": _("in step"), "tone": "grass", "icon": "check"}


def _skew(seconds: int) -> str:
    """How far the phone's clock is off, once it matters."""
    if abs(seconds) < SKEW_SHOWN_SECONDS:
        return ""
    said = stretch_words(timedelta(seconds=abs(seconds)), wording.code())
    return (_("%(time)s ahead") if seconds > 0 else _("%(time)s behind")) % {"time": said}


@require_POST
@opens("devices")
def card(request: HttpRequest) -> HttpResponse:
    """A new card: its code is told once, here, and printed from this page."""
    person = _holder(request)
    maker = Staff.objects.get(pk=asking(request).staff)
    now = now_of(request)
    try:
        code = services.make_card(person, maker, now)
    except Refused as refused:
        return refuse(request, refused.sentence)
    accounts.note(AccountAct.CARD, person, maker, now)
    until = now + timedelta(minutes=CARD_MINUTES)
    link = request.build_absolute_uri(f"/field/#card={code}")
    response = show(
        request,
        "desk/card.html",
        person=person,
        code=code,
        link=link,
        picture=qr(link),
        until=until,
        no_store=True,
    )
    response["Cache-Control"] = "no-store"
    return response


def _holder(request: HttpRequest) -> Staff:
    """The person named, if in reach. Raises Http404."""
    wanted = request.POST.get("staff", "")
    for one in offers.holders(asking(request), today_of(request)):
        if str(one.pk) == wanted:
            return one
    raise Http404(_("There is nobody of this name in your reach."))


def qr(text: str, label: str = "") -> SafeString:
    """A QR code as inline SVG; presentation by attributes, because the policy forbids styles."""
    made = segno.make(text, error="m", micro=False)
    drawn = made.svg_inline(scale=6, border=4, dark="#000", light="#fff")
    tree = ET.fromstring(drawn)  # noqa: S314 - our own drawing
    tree.set("role", "img")
    tree.set("aria-label", label or _("QR code of the card"))
    return mark_safe(ET.tostring(tree, encoding="unicode"))  # noqa: S308 - our own drawing


@require_POST
@opens("devices")
def revoke(request: HttpRequest, device: UUID) -> HttpResponse:
    """No entry this phone signs from now on is simply taken."""
    found: Any = next(
        (one for one in offers.phones(asking(request), today_of(request)) if one.pk == device), None
    )
    if found is None:
        raise Http404(_("There is no such phone in your reach."))
    services.revoke(found, now_of(request))
    accounts.note(AccountAct.PHONE, found.staff, Staff.objects.get(pk=asking(request).staff), now_of(request))
    said = _("Revoked: the phone of %(name)s. It is wiped when it next speaks to the server, and not before.")
    messages.success(request, said % {"name": found.staff.name if found.staff else ""})
    return redirect("desk:devices")
