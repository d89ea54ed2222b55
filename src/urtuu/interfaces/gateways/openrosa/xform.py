"""A form as XML (ODK XForms): questions, what is required, and the kinds' own words in Chinese and English.

It asks for no position, no device and no account: its meta data are the instance's id and when it was begun.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from urtuu.base.sentences import say
from urtuu.interfaces.gateways.offering import Form, photo_names
from urtuu.interfaces.gateways.openrosa.media import LISTS
from urtuu.kinds import words
from urtuu.kinds.fields import Choice, Count, Day, Field, Household, Phone, Photo, Place, Words, YesNo

XHTML, XFORMS = "http://www.w3.org/1999/xhtml", "http://www.w3.org/2002/xforms"
JAVAROSA, OPENROSA = "http://openrosa.org/javarosa", "http://openrosa.org/xforms"
LANGUAGES = {"zh-hans": "中文 (zh-Hans)", "en": "English (en)"}
MULTILINE = 100
"""Characters from which a text is asked for in several lines."""
_PHONE = r"regex(., '^\+?[0-9][0-9 \-]{2,18}$')"

for _prefix, _space in (("h", XHTML), ("", XFORMS), ("jr", JAVAROSA), ("orx", OPENROSA)):
    register_namespace(_prefix, _space)


def xml_of(form: Form) -> bytes:
    """The whole form. Its version is the digest of everything else in it."""
    version = version_of(form)
    body: bytes = tostring(_Writer(form, version).root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body


def version_of(form: Form) -> str:
    """The version that the form names."""
    return sha256(tostring(_Writer(form, "").root, encoding="utf-8")).hexdigest()[:12]


def title_of(form: Form, lang: str) -> str:
    """Its name in a list."""
    return words.label(lang, form.kind.name, "acts", form.act.name)


def _xf(name: str) -> str:
    return f"{{{XFORMS}}}{name}"


class _Writer:
    """Builds one form. Paths are `/data/<name>`; texts go into the table of words by their path."""

    def __init__(self, form: Form, version: str) -> None:
        self.form, self.texts = form, dict[str, dict[str, str]]()
        self.root = Element(f"{{{XHTML}}}html")
        head = SubElement(self.root, f"{{{XHTML}}}head")
        SubElement(head, f"{{{XHTML}}}title").text = title_of(form, "zh-hans")
        self.model = SubElement(head, _xf("model"), {"odk:xforms-version": "1.0.0"})
        self.model.set("xmlns:odk", "http://www.opendatakit.org/xforms")
        self.itext = SubElement(self.model, _xf("itext"))
        self.data = SubElement(
            SubElement(self.model, _xf("instance")), _xf("data"), {"id": form.id, "version": version}
        )
        self.body = SubElement(self.root, f"{{{XHTML}}}body")
        self._lists()
        self._when()
        self._ask_grid()
        for name, of in form.fields.items():
            self._ask(name, of, required=name in form.act.needs)
        self._meta()
        self._words()

    # -- questions

    def _ask(self, name: str, of: Field, *, required: bool) -> None:
        match of:
            case Photo():
                for one in photo_names(name, of):
                    self._bind(one, "binary", required=False)
                    self._control("upload", one, {"mediatype": "image/*"}, label_of=name)
            case Place():
                self._bind(f"{name}_gacha", "string", required=required)
                self._from_list(self._control("select1", f"{name}_gacha", label_of=name), "gachas")
                self._bind(f"{name}_spot", "string", required=False, constraint="string-length(.) <= 80")
                self._control("input", f"{name}_spot", label_of=name, more=".spot")
            case Household():
                self._bind(name, "string", required=required)
                shown = {"appearance": "minimal autocomplete"}
                self._from_list(self._control("select1", name, shown), "doors")
            case YesNo():
                self._bind(name, "string", required=required)
                self._options(self._control("select1", name), name, ("yes", "no"))
            case Choice():
                self._bind(name, "string", required=required)
                self._options(self._control("select" if of.many else "select1", name), name, of.options)
            case _:
                kind, constraint = _plain(of)
                self._bind(name, kind, required=required, constraint=constraint)
                several = isinstance(of, Words) and of.max >= MULTILINE
                self._control("input", name, {"appearance": "multiline"} if several else {})

    def _bind(self, name: str, kind: str, *, required: bool, constraint: str = "") -> None:
        SubElement(self.data, _xf(name))
        told = {"nodeset": f"/data/{name}", "type": kind}
        if required:
            told["required"] = "true()"
            told[f"{{{JAVAROSA}}}requiredMsg"] = self._text(
                f"{name}:required", self._sentence("field_missing", name)
            )
        if constraint:
            told["constraint"] = constraint
            told[f"{{{JAVAROSA}}}constraintMsg"] = self._text(
                f"{name}:wrong", self._sentence("field_wrong", name)
            )
        SubElement(self.model, _xf("bind"), told)

    def _control(
        self,
        control: str,
        name: str,
        told: dict[str, str] | None = None,
        *,
        label_of: str = "",
        more: str = "",
    ) -> Element:
        field = label_of or name
        element = SubElement(self.body, _xf(control), {"ref": f"/data/{name}", **(told or {})})
        SubElement(element, _xf("label"), {"ref": self._text(f"{name}:label", self._label(field, more))})
        hint = {lang: words.label(lang, self.form.kind.name, "field_hints", field) for lang in LANGUAGES}
        if all(hint.values()) and not more:
            SubElement(element, _xf("hint"), {"ref": self._text(f"{name}:hint", hint)})
        return element

    def _options(self, control: Element, name: str, options: tuple[str, ...]) -> None:
        of = self.form.fields[name]
        for option in options:
            item = SubElement(control, _xf("item"))
            told = {
                lang: words.yes_or_no(lang, option == "yes")
                if isinstance(of, YesNo)
                else words.choice(lang, self.form.kind.name, name, option)
                for lang in LANGUAGES
            }
            SubElement(item, _xf("label"), {"ref": self._text(f"{name}:{option}", told)})
            SubElement(item, _xf("value")).text = option

    def _from_list(self, control: Element, name: str) -> None:
        """Options that are the person's own: they come beside the form, by the grid that was chosen."""
        chosen = "" if name == "grids" else "[grid = /data/grid]"
        rows = SubElement(control, _xf("itemset"), {"nodeset": f"instance('{name}')/root/item{chosen}"})
        SubElement(rows, _xf("value"), {"ref": "name"})
        SubElement(rows, _xf("label"), {"ref": "label"})

    # -- what every form has

    def _lists(self) -> None:
        for name in LISTS:
            SubElement(self.model, _xf("instance"), {"id": name, "src": f"jr://file-csv/{name}.csv"})

    def _when(self) -> None:
        """When it was begun: what is sent on Friday was done on Tuesday."""
        SubElement(self.data, _xf("when"))
        preload = {f"{{{JAVAROSA}}}preload": "timestamp", f"{{{JAVAROSA}}}preloadParams": "start"}
        SubElement(self.model, _xf("bind"), {"nodeset": "/data/when", "type": "dateTime", **preload})

    def _ask_grid(self) -> None:
        SubElement(self.data, _xf("grid"))
        SubElement(self.model, _xf("bind"), {"nodeset": "/data/grid", "type": "string", "required": "true()"})
        control = SubElement(self.body, _xf("select1"), {"ref": "/data/grid"})
        told = {lang: words.label(lang, "", "terms", "grid") for lang in LANGUAGES}
        SubElement(control, _xf("label"), {"ref": self._text("grid:label", told)})
        self._from_list(control, "grids")

    def _meta(self) -> None:
        meta = SubElement(self.data, f"{{{OPENROSA}}}meta")
        SubElement(meta, f"{{{OPENROSA}}}instanceID")
        uid = {f"{{{JAVAROSA}}}preload": "uid", "readonly": "true()"}
        SubElement(
            self.model, _xf("bind"), {"nodeset": "/data/orx:meta/orx:instanceID", "type": "string", **uid}
        )

    # -- words

    def _text(self, ident: str, told: dict[str, str]) -> str:
        self.texts[f"/data/{ident}"] = told
        return f"jr:itext('/data/{ident}')"

    def _label(self, field: str, more: str = "") -> dict[str, str]:
        told = {lang: words.label(lang, self.form.kind.name, "fields", field) for lang in LANGUAGES}
        if not more:
            return told
        return {lang: f"{text} · {words.label(lang, '', 'fields', 'spot')}" for lang, text in told.items()}

    def _sentence(self, name: str, field: str) -> dict[str, str]:
        kind, act = self.form.kind.name, self.form.act.name
        known = field if field in self.form.fields else field.rpartition("_")[0]
        said = say(name, kind=kind, act=act, field=known)
        return {lang: words.sentence(lang, said) for lang in LANGUAGES}

    def _words(self) -> None:
        for lang, shown in LANGUAGES.items():
            told = {"lang": shown, **({"default": "true()"} if lang == "zh-hans" else {})}
            translation = SubElement(self.itext, _xf("translation"), told)
            for ident, texts in self.texts.items():
                text = SubElement(translation, _xf("text"), {"id": ident})
                SubElement(text, _xf("value")).text = texts[lang]


def _plain(of: Field) -> tuple[str, str]:
    """The type of a field that is typed, and what must hold of it."""
    match of:
        case Count():
            return "int", f". >= {of.min} and . <= {of.max}"
        case Day():
            return "date", ""
        case Phone():
            return "string", _PHONE
        case Words():
            least = f" and string-length(.) >= {of.min}" if of.min > 1 else ""
            return "string", f"string-length(.) <= {of.max}{least}"
    return "string", ""


def names_in(form: Form) -> Iterator[str]:
    """Every element that an instance of the form may hold."""
    yield from ("when", "grid")
    for name, of in form.fields.items():
        match of:
            case Photo():
                yield from photo_names(name, of)
            case Place():
                yield from (f"{name}_gacha", f"{name}_spot")
            case _:
                yield name
