"""Papers as DOCX: an office edits the templates in a word processor; here they are filled and looked through.

A template holds `{{ name }}` where a value goes, and for a table a row between `{%tr for row in name %}` and
`{%tr endfor %}`; `{% if name %}` and `{% endif %}` leave words out where nothing is known. It comes from an
office and is not trusted: nothing else is understood, so nothing is called, counted or read from elsewhere.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import docx
from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from urtuu.base.sentences import Sentence, say
from urtuu.documents.blocks import Grid, Paper, Prose, blanks
from urtuu.documents.docx_form import default_template
from urtuu.documents.docx_parts import joined, marked
from urtuu.documents.printable import printable

__all__ = ["EMPTY", "BadTemplate", "default_template", "fill", "fill_all", "lint", "words_of"]


class _Unknown(str):
    """A line to write on. To `{% if %}` it is nothing."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


EMPTY = _Unknown("＿" * 6)
"""What stands where nothing is known."""
LINE = "＿" * 30
LARGEST = 20_000_000
"""Bytes of a template once unpacked."""

_OWN = frozenset({"title", "office", "number", "number_label", "captions"})
_UNDERSTOOD = (
    nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If, nodes.Compare,
    nodes.Operand, nodes.Not, nodes.And, nodes.Or, nodes.Const,
)  # fmt: skip
_STRAY = re.compile(r".{0,20}(?:\}\}|%\}|\{\{|\{%).{0,20}")
_HEAD_OR_FOOT = re.compile(r"word/(?:header|footer)\d*\.xml")


class BadTemplate(Exception):
    """A template that cannot be filled; `sentence` says why."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.name)
        self.sentence = sentence


class _Marks(ImmutableSandboxedEnvironment):
    """Understands blanks, rows and conditions; refuses everything else before it runs."""

    def __init__(self) -> None:
        super().__init__(autoescape=True)
        self.globals.clear()

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(nodes.Node):
            if not isinstance(node, _UNDERSTOOD) or _too_much(node):
                raise TemplateSyntaxError("not understood here", node.lineno)
        return tree


def _too_much(node: nodes.Node) -> bool:
    """A loop in a loop or over what is no table; a name with an underscore before it."""
    if isinstance(node, nodes.For):
        return not isinstance(node.iter, nodes.Name) or any(node.find_all(nodes.For))
    return isinstance(node, nodes.Getattr) and node.attr.startswith("_")


def fill(template: bytes, paper: Paper) -> bytes:
    """A template with the values of a paper. Raises BadTemplate."""
    opened, values, mark = _opened(template), _values(paper), printable(paper.mark)
    out = io.BytesIO()
    try:
        opened.render(values, _Marks(), autoescape=True)
        opened.save(out)
        # Put in here, not by the template: an office that leaves it out must not make an original of a draft.
        return marked(out.getvalue(), mark) if mark else out.getvalue()
    except Exception as fault:  # a file can be broken in more ways than are known
        raise BadTemplate(_why(fault)) from None


def fill_all(template: bytes, papers: Sequence[Paper]) -> bytes:
    """A template filled once a paper, all in one file, each on pages of its own. Raises BadTemplate."""
    return joined([fill(template, paper) for paper in papers])


def lint(template: bytes, paper: Paper) -> list[Sentence]:
    """What is wrong with a form's template: broken marks, unknown fields, missing fields."""
    try:
        fill(template, paper)
        trees = list(_trees(template))
    except BadTemplate as bad:
        return [bad.sentence]
    except Exception as fault:  # heads and feet that no page shows are read here for the first time
        return [_why(fault)]
    used = {name for tree in trees for name in _used(tree, {})}
    known, groups = _names(paper)
    unknown = used - known - groups - _OWN
    missing = {name for name in known | groups if name not in used and _group(name) in used | {name}}
    return [
        *(say("template_broken", problem=stray) for tree in trees for stray in _strays(tree)),
        *(say("template_unknown_field", field=name) for name in sorted(unknown)),
        *(say("template_missing_field", field=name) for name in sorted(missing)),
    ]


def words_of(template: bytes) -> Iterable[str]:
    """The words of a DOCX, paragraph by paragraph: for a look without a word processor."""
    opened = docx.Document(io.BytesIO(template))
    yield from (line.text for line in opened.paragraphs)
    for table in opened.tables:
        for row in table.rows:
            yield from (cell.text for cell in row.cells)


def _names(paper: Paper) -> tuple[set[str], set[str]]:
    """Fields (a table's as `table.column`) and tables."""
    grids = [block for block in paper.blocks if isinstance(block, Grid)]
    cells = {f"{grid.name}.{head}" for grid in grids for head, _label in grid.heads}
    plain = {name for name, _value in blanks(paper) if "." not in name}
    return plain | cells, {grid.name for grid in grids}


def _group(name: str) -> str:
    """A table that is missing is named once, without its columns."""
    return name.partition(".")[0]


def _used(node: nodes.Node, loops: Mapping[str, str]) -> Iterator[str]:
    """The fields a template names; `row.what` in a loop over `obligations` is `obligations.what`."""
    match node:
        case nodes.For(iter=nodes.Name(name=group), target=nodes.Name(name=row)):
            yield group
            for child in node.body:
                yield from _used(child, {**loops, row: group, "loop": ""})
        case nodes.Getattr(node=nodes.Name(name=first), attr=attr):
            if first != "loop":
                yield f"{loops.get(first, first)}.{attr}"
        case nodes.Name(name=name):
            if name not in loops:
                yield name
        case _:
            for child in node.iter_child_nodes():
                yield from _used(child, loops)


def _strays(tree: nodes.Node) -> Iterator[str]:
    """Halves of marks that would be printed as they are."""
    for data in tree.find_all(nodes.TemplateData):
        yield from (found.strip() for found in _STRAY.findall(re.sub(r"<[^>]+>", "", data.data)))


def _values(paper: Paper) -> dict[str, Any]:
    said: dict[str, Any] = {name: printable(value) or EMPTY for name, value in blanks(paper)}
    for block in paper.blocks:
        if isinstance(block, Prose) and not block.text:
            said[block.name] = _Unknown("\n".join([LINE] * max(block.lines, 1)))
        if isinstance(block, Grid):
            said[block.name] = list(_rows(block))
    own = {name: printable(getattr(paper, name)) for name in _OWN}
    return {**said, **own, "number": own["number"] or EMPTY}


def _rows(grid: Grid) -> Iterator[SimpleNamespace]:
    heads = [name for name, _label in grid.heads]
    for row in grid.rows:
        yield SimpleNamespace(**dict(zip(heads, map(printable, row), strict=True)))
    for _ in range(max(grid.blank_rows, 0 if grid.rows else 1)):
        yield SimpleNamespace(**dict.fromkeys(heads, ""))


def _opened(template: bytes) -> DocxTemplate:
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST:
                raise BadTemplate(say("template_none"))
        opened = DocxTemplate(io.BytesIO(template))
        opened.init_docx()
        return opened
    except BadTemplate:
        raise
    except Exception:  # a broken file shows itself in as many ways as it can be broken
        raise BadTemplate(say("template_none")) from None


def _trees(template: bytes) -> Iterator[nodes.Template]:
    """Body, heads and feet with their marks whole, however a word processor split them."""
    opened = _opened(template)
    parts = [opened.get_xml()]
    with zipfile.ZipFile(io.BytesIO(template)) as packed:
        parts += [packed.read(name).decode() for name in packed.namelist() if _HEAD_OR_FOOT.fullmatch(name)]
    for part in parts:
        yield _Marks().parse(str(opened.patch_xml(part)))


def _why(fault: BaseException) -> Sentence:
    """The place in the office's own words, where the fault has one."""
    if "end of template" in str(fault):
        return say("template_no_end")
    near = list(getattr(fault, "docx_context", []))
    line = getattr(fault, "lineno", None) or 0
    place = min(line, 4) if line > 4 else line - 1
    said = near[place].strip() if 0 <= place < len(near) else ""
    return say("template_broken", problem=(said or str(fault))[:160])
