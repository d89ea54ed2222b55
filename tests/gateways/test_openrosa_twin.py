"""Each form beside its twin: the same questions as an XLSForm, turned into XML by pyxform, and compared."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from pyxform.xls2xform import convert

from urtuu.interfaces.gateways import offering
from urtuu.interfaces.gateways.offering import Form, photo_names
from urtuu.interfaces.gateways.openrosa import xform
from urtuu.kinds.fields import Choice, Count, Day, Household, Phone, Photo, Place, Words, YesNo

JR = "{http://openrosa.org/javarosa}"
TOLD = ("type", "required", "constraint", f"{JR}preload", f"{JR}preloadParams")
BIND = "{http://www.w3.org/2002/xforms}bind"


def twin(form: Form) -> bytes:
    """The form as somebody would write it in a spreadsheet."""
    survey: list[dict[str, Any]] = [
        {"type": "start", "name": "when"},
        {"type": "select_one grids", "name": "grid", "label": "g", "required": "yes"},
    ]
    choices = [
        {"list_name": name, "name": "x", "label": "x"} for name in ("grids", "gachas", "doors", "yesno")
    ]
    for name, of in form.fields.items():
        row: dict[str, Any] = {"name": name, "label": name}
        if name in form.act.needs and not isinstance(of, Photo):
            row["required"] = "yes"
        match of:
            case Photo():
                survey += [{**row, "type": "image", "name": one} for one in photo_names(name, of)]
                continue
            case Place():
                spot = {"type": "text", "label": name, "name": f"{name}_spot"}
                survey += [
                    {**row, "type": "select_one gachas", "name": f"{name}_gacha"},
                    {**spot, "constraint": "string-length(.) <= 80"},
                ]
                continue
            case Household():
                row["type"] = "select_one doors"
            case YesNo():
                row["type"] = "select_one yesno"
            case Choice():
                row["type"] = f"select_{'multiple' if of.many else 'one'} {name}"
                choices += [{"list_name": name, "name": one, "label": one} for one in of.options]
            case Count():
                row |= {"type": "integer", "constraint": f". >= {of.min} and . <= {of.max}"}
            case Day():
                row["type"] = "date"
            case Phone():
                row |= {"type": "text", "constraint": r"regex(., '^\+?[0-9][0-9 \-]{2,18}$')"}
            case Words():
                row |= {"type": "text", "constraint": f"string-length(.) <= {of.max}"}
        survey.append(row)
    settings = [{"form_id": form.id, "form_title": form.id, "version": "1", "name": "data"}]
    made = convert({"survey": survey, "choices": choices, "settings": settings})
    return str(made.xform).encode()


def binds(xml: bytes) -> dict[str, tuple[str, ...]]:
    """By path: type, whether it is required, what must hold of it, what is filled in by itself."""
    found = {}
    for one in fromstring(xml).iter(BIND):
        path = one.get("nodeset", "").replace("orx:", "")
        found[path] = tuple(
            one.get(name, "")
            for name in ("type", "required", "constraint", f"{JR}preload", f"{JR}preloadParams")
        )
    return found


def elements(xml: bytes) -> list[str]:
    """The questions of the main instance, in their order."""
    data = next(one for one in fromstring(xml).iter() if one.tag.endswith("}data"))
    return [_name(one) for one in data if _name(one) != "meta"]


def _name(one: Element) -> str:
    return str(one.tag).rpartition("}")[2]


@pytest.mark.parametrize("form", list(offering.forms()), ids=lambda form: form.id)
def test_a_form_binds_as_its_twin_does(form: Form) -> None:
    ours, theirs = xform.xml_of(form), twin(form)
    assert elements(ours) == elements(theirs)
    assert binds(ours) == binds(theirs)


def test_a_twin_that_asks_for_more_is_noticed() -> None:
    form = next(offering.forms())
    assert binds(xform.xml_of(form)) != binds(twin(form).replace(b'required="true()"', b"", 1))


@pytest.mark.parametrize("form", list(offering.forms()), ids=lambda form: form.id)
def test_the_version_is_the_forms_own(form: Form) -> None:
    root = fromstring(xform.xml_of(form))
    data = next(one for one in root.iter() if one.tag.endswith("}data"))
    assert (data.get("id"), data.get("version")) == (form.id, xform.version_of(form))
