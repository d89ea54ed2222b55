"""The fetched files: locked by hash, with no address, and free of what the policy forbids."""

import json
from pathlib import Path

import urtuu.web

ASSETS = Path(urtuu.web.__file__).parents[3] / "assets"


def test_the_lock_holds_hashes_and_no_addresses() -> None:
    packages = json.loads((ASSETS / "package-lock.json").read_text("utf-8"))["packages"]
    locked = {name: entry for name, entry in packages.items() if name}
    assert all(
        "resolved" not in entry and entry["integrity"].startswith("sha512-") for entry in locked.values()
    )


def test_versions_are_exact() -> None:
    wanted = json.loads((ASSETS / "package.json").read_text("utf-8"))["dependencies"]
    assert wanted == {"@fontsource/noto-sans-mongolian": "5.3.0", "htmx.org": "4.0.1"}


def test_the_own_script_evaluates_nothing() -> None:
    script = (Path(urtuu.web.__file__).parent / "static" / "urtuu" / "urtuu.js").read_text("utf-8")
    assert "eval(" not in script
    assert "new Function" not in script
    assert "document.write" not in script
