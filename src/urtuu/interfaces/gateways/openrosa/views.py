"""What an OpenRosa client asks: which forms there are, each form, the lists beside it, and to hand one in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from urtuu.base.sentences import Sentence, say
from urtuu.interfaces.gateways.entering import lang, with_key
from urtuu.interfaces.gateways.models import GatewayKey
from urtuu.interfaces.gateways.offering import Form, form_of, forms, grids_of
from urtuu.interfaces.gateways.once import Different
from urtuu.interfaces.gateways.openrosa import handing_in, media, xform
from urtuu.kinds import words
from urtuu.places import queries
from urtuu.places.models import Staff

LARGEST = 24 * 1024 * 1024
"""Bytes of a request with three pictures; clients are told, and send in several when theirs is larger."""
_LIST, _MANIFEST = "http://openrosa.org/xforms/xformsList", "http://openrosa.org/xforms/xformsManifest"
_RESPONSE = "http://openrosa.org/http/response"


def said(status: int, *sentences: Sentence) -> HttpResponse:
    """The answer that a client shows to the person who sent."""
    root = Element("OpenRosaResponse", {"xmlns": _RESPONSE})
    SubElement(root, "message").text = " ".join(words.sentence(lang(), one) for one in sentences)
    response = _xml(root)
    response.status_code = status
    return response


_with_key = with_key(said, "Basic")


@require_safe
@_with_key
def form_list(request: HttpRequest, key: GatewayKey) -> HttpResponse:
    """The forms that this person may hand in."""
    wanted = request.GET.get("formID", "")
    root = Element("xforms", {"xmlns": _LIST})
    for form, _grids in _own(key.person):
        if wanted in ("", form.id):
            body = xform.xml_of(form)
            row = SubElement(root, "xform")
            told = {
                "formID": form.id,
                "name": xform.title_of(form, lang()),
                "version": xform.version_of(form),
                "hash": media.hash_of(body),
                "downloadUrl": _address(request, "form", form.id),
                "manifestUrl": _address(request, "manifest", form.id),
            }
            for name, text in told.items():
                SubElement(row, name).text = text
    return _xml(root)


@require_safe
@_with_key
def form(_request: HttpRequest, key: GatewayKey, form_id: str) -> HttpResponse:
    """One form."""
    found, _grids = _of(key.person, form_id)
    return _marked(HttpResponse(xform.xml_of(found), content_type="text/xml; charset=utf-8"))


@require_safe
@_with_key
def manifest(request: HttpRequest, key: GatewayKey, form_id: str) -> HttpResponse:
    """The lists beside a form, with their hashes."""
    _form, grids = _of(key.person, form_id)
    root = Element("manifest", {"xmlns": _MANIFEST})
    for name in media.LISTS:
        file = SubElement(root, "mediaFile")
        body = media.csv_of(name, grids, timezone.localdate())
        SubElement(file, "filename").text = f"{name}.csv"
        SubElement(file, "hash").text = media.hash_of(body)
        SubElement(file, "downloadUrl").text = _address(request, "media", form_id, name)
    return _xml(root)


@require_safe
@_with_key
def beside(_request: HttpRequest, key: GatewayKey, form_id: str, name: str) -> HttpResponse:
    """One list."""
    _form, grids = _of(key.person, form_id)
    if name not in media.LISTS:
        raise Http404
    body = media.csv_of(name, grids, timezone.localdate())
    response = _marked(HttpResponse(body, content_type="text/csv; charset=utf-8"))
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["HEAD", "POST"])
@_with_key
def submission(request: HttpRequest, key: GatewayKey) -> HttpResponse:
    """A filled form with its pictures. What cannot be taken now is refused so that the client keeps it."""
    if request.method == "HEAD":
        response = _marked(HttpResponse(status=204))
        response["Location"] = _address(request, "submission")
        return response
    declared = request.headers.get("Content-Length", "")
    if declared.isdigit() and int(declared) > LARGEST:
        return said(413, say("body_too_large", largest_kb=LARGEST // 1024))
    try:
        taken = handing_in.hand_in(key, _posted(request), now=timezone.now(), more=_more(request))
    except handing_in.Refused as refused:
        return said(refused.status, refused.sentence)
    except Different:
        return said(409, say("submission_differs"))
    return said(taken.status, *taken.sentences)


def _posted(request: HttpRequest) -> Mapping[str, bytes]:
    """The files of the request by name, the instance among them."""
    return {
        name: file.read() for name in request.FILES if isinstance(file := request.FILES[name], UploadedFile)
    }


def _more(request: HttpRequest) -> bool:
    """Whether the client says that pictures follow in another request."""
    return "*isIncomplete*" in request.POST or "*isIncomplete*" in request.FILES


def _own(person: Staff) -> list[tuple[Form, list[str]]]:
    who, on = queries.who_of(person.pk), timezone.localdate()
    found = [(form, grids_of(who, form, on)) for form in forms()]
    return [(form, grids) for form, grids in found if grids]


def _of(person: Staff, form_id: str) -> tuple[Form, list[str]]:
    """A form of this person with their grids. Raises Http404 for any other."""
    found, who = form_of(form_id), queries.who_of(person.pk)
    grids = grids_of(who, found, timezone.localdate()) if found else []
    if not found or not grids:
        raise Http404
    return found, grids


def _address(request: HttpRequest, name: str, *args: Any) -> str:
    return request.build_absolute_uri(reverse(f"gateways:openrosa:{name}", args=args))


def _xml(root: Element) -> HttpResponse:
    body = b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="utf-8")
    return _marked(HttpResponse(body, content_type="text/xml; charset=utf-8"))


def _marked(response: HttpResponse) -> HttpResponse:
    response["X-OpenRosa-Version"] = "1.0"
    response["X-OpenRosa-Accept-Content-Length"] = str(LARGEST)
    return response
