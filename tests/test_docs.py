"""Documentation is held to the code: what is generated is compared, what is linked exists."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


def generated() -> dict[str, str]:
    spec = importlib.util.spec_from_file_location("docs_tool", ROOT / "tools" / "docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    pages: dict[str, str] = module.pages()
    return pages


@pytest.mark.parametrize("name", sorted(generated()))
def test_a_generated_page_is_up_to_date(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == generated()[name], "run: make docs"


@pytest.mark.parametrize(
    "page", sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")]), ids=lambda page: page.name
)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if not (page.parent / link).exists()]
    assert missing == []


def test_every_command_is_described() -> None:
    from urtuu.interfaces.cli.main import COMMANDS

    told = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"## urtuu {name}\n" not in told] == []


def test_every_package_has_its_floor_in_the_house() -> None:
    table = (
        (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").partition("## Floors")[2].partition("\n## ")[0]
    )
    named = set(re.findall(r"`([a-z]+)`", table))
    source = ROOT / "src" / "urtuu"
    there = {path.parent.name for of in (source, source / "interfaces") for path in of.glob("*/__init__.py")}
    assert there - named == set(), "not in the table"
    assert named - there == set(), "in the table, and not there"


def test_every_decision_is_numbered_once() -> None:
    numbers = [path.name[:4] for path in sorted((DOCS / "decisions").glob("*.md"))]
    assert numbers == [f"{n:04d}" for n in range(1, len(numbers) + 1)]


def test_the_handbook_names_every_clock_and_every_paper() -> None:
    from urtuu.kinds import words
    from urtuu.kinds.registry import shelf
    from urtuu.mediation.forms import FORMS

    clocks = (DOCS / "mediator/clocks.md").read_text(encoding="utf-8")
    named = [words.label("zh-hans", "dispute", "clocks", clock.name) for clock in shelf()["dispute"].clocks]
    assert [name for name in named if f"| {name} |" not in clocks] == []
    papers = (DOCS / "mediator/papers.md").read_text(encoding="utf-8")
    assert [form.code for form in FORMS if f"| {form.code} |" not in papers] == []
