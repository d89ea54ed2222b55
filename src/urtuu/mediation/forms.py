"""All forms of a dispute: M01-M17 of the official dossier, U01-U09 of our own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from urtuu.mediation.form_parts import Ask, Form, Read, Sign, Table, Write
from urtuu.mediation.forms_official import OFFICIAL
from urtuu.mediation.forms_own import OWN

FORMS: tuple[Form, ...] = (*OFFICIAL, *OWN)
BY_CODE: Mapping[str, Form] = {form.code: form for form in FORMS}


def labels(form: Form) -> Iterator[str]:
    """Every word key that a form's labels need."""
    for part in form.parts:
        match part:
            case Ask(names=names, heading=heading):
                yield from (name.rstrip("*") for name in names)
                yield from ([heading] if heading else [])
            case Sign(names=names):
                yield from names
            case Write(name=name):
                yield name
            case Table(name=name, columns=columns):
                yield name
                yield from columns
            case Read():
                pass
