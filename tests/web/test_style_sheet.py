"""The style sheets: light, logical, and readable for everyone."""

import gzip
import re
from pathlib import Path

import pytest

import urtuu.web

STATIC = Path(urtuu.web.__file__).parent / "static" / "urtuu"
SHEETS = [STATIC / "tokens.css", STATIC / "urtuu.css"]
CSS = re.sub(r"/\*.*?\*/", "", "".join(sheet.read_text("utf-8") for sheet in SHEETS), flags=re.DOTALL)
DECLARATIONS = re.findall(r"(?:^|[{;])\s*([a-z-]+)\s*:\s*([^;{}]+)", CSS)

PHYSICAL = re.compile(
    r"^(width|height|(min|max)-(width|height)|top|right|bottom|left|"
    r"(margin|padding|border)-(top|right|bottom|left).*|border-(top|bottom)-(left|right)-radius|"
    r"overflow-[xy])$"
)
TEXT_PAIRS = [
    ("ink", "card"), ("ink", "felt"), ("muted", "card"), ("muted", "felt"), ("muted", "sky-faint"),
    ("muted", "ember-tint"), ("quiet", "quiet-tint"), ("quiet", "card"), ("quiet", "felt-deep"),
    ("sky", "card"), ("sky", "felt"), ("sky", "sky-tint"), ("sky", "sky-faint"), ("sky-light", "card"),
    ("grass", "card"), ("grass", "grass-tint"), ("ochre", "card"), ("ochre", "ochre-tint"),
    ("ember", "card"), ("ember", "ember-tint"), ("ember", "ember-faint"), ("ink", "grass-tint"),
    ("on-sky", "sky"), ("on-sky", "sky-deep"), ("on-sky", "sky-light"), ("on-sky-quiet", "sky-deep"),
    ("ink", "ochre-tint"), ("ink", "ember-tint"),
]  # fmt: skip
LARGE_OR_EDGE_PAIRS = [
    ("numeral", "card"),
    ("line-strong", "card"),
    ("sky-light", "card"),
    ("sky-light", "felt"),
]


def token(name: str) -> str:
    found = re.search(rf"--{name}:\s*#([0-9a-f]{{6}})", CSS)
    assert found, f"no token --{name}"
    return found.group(1)


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(token(one)), luminance(token(other))))
    return (lighter + 0.05) / (darker + 0.05)


def test_at_most_20_kilobytes_compressed() -> None:
    assert sum(len(gzip.compress(sheet.read_bytes(), 9)) for sheet in SHEETS) <= 20_000


def test_no_property_names_a_side_of_the_paper() -> None:
    assert [name for name, _ in DECLARATIONS if PHYSICAL.match(name)] == []
    aligned = [
        v for n, v in DECLARATIONS if n in ("text-align", "float", "clear") and v.strip() in ("left", "right")
    ]
    assert aligned == []


def test_shorthands_of_several_sides_are_spelled_logically() -> None:
    """`padding: 1px 2px` means top and right on every page, also where the line runs downwards."""
    within = re.sub(r"@page\s*\{[^}]*\}", "", CSS)
    several = re.findall(r"(?<![\w-])(?:padding|margin|inset):\s*([^;}]+)", within)
    assert [value for value in several if len(value.replace("!important", "").split()) > 1] == []


@pytest.mark.parametrize("banned", ["@layer", ":has(", "@container", "&", "@import", "http:", "https:"])
def test_nothing_an_old_browser_would_drop_or_the_policy_would_refuse(banned: str) -> None:
    assert banned not in CSS


@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_is_readable(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize(("mark", "ground"), LARGE_OR_EDGE_PAIRS)
def test_large_figures_and_edges_are_seen(mark: str, ground: str) -> None:
    assert contrast(mark, ground) >= 3


def test_every_width_of_a_bar_has_its_class() -> None:
    assert {int(n) for n in re.findall(r"\.w-(\d+) ", CSS)} == set(range(101))
