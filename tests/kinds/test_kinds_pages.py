"""The generated pages under docs/ are those of the tables; the export is canonical and whole."""

import hashlib
import json
from pathlib import Path

import jsonschema_rs

from urtuu.base.canonical import canonical
from urtuu.kinds.drawing import drawing, pages, write
from urtuu.kinds.export import kinds_digest, kinds_json, snapshot
from urtuu.kinds.registry import shelf
from urtuu.kinds.words import label

DOCS = Path(__file__).parents[2] / "docs"


def test_the_pages_are_up_to_date():
    for name, text in pages(shelf()).items():
        assert (DOCS / name).read_text(encoding="utf-8") == text, "run: python -m urtuu.kinds.drawing docs"


def test_there_is_no_page_of_a_kind_that_is_gone():
    drawn = {path.name for path in (DOCS / "states").glob("*.md")}
    assert drawn == {f"{kind.name}.md" for kind in shelf()}


def test_writing_the_pages_twice_gives_the_same(tmp_path):
    write(tmp_path)
    first = (tmp_path / "kinds.md").read_bytes()
    write(tmp_path)
    assert (tmp_path / "kinds.md").read_bytes() == first


def test_every_state_and_every_moving_act_is_drawn():
    for kind in shelf():
        text = drawing(kind, shelf())
        assert all(f"as {state}\n" in text for state in kind.states)
        for act in kind.acts:
            named = label("zh-hans", kind.name, "acts", act.name) in text
            assert named or act.is_fact, act.name


def test_a_release_is_drawn_back_to_where_it_came_from():
    text = drawing(shelf()["dispute"], shelf())
    assert "safety_hold --> mediating" in text
    assert "safety_hold --> archived" not in text


def test_the_export_is_canonical_and_has_one_digest():
    body = kinds_json(shelf())
    assert canonical(json.loads(body)) == body
    assert kinds_digest(shelf()) == hashlib.sha256(body).hexdigest()
    assert b"\n" not in body


def test_the_export_carries_words_sentences_and_valid_schemas():
    found = json.loads(kinds_json(shelf()))
    assert set(found["kinds"]) == set(shelf().kinds)
    assert found["kinds"]["task"]["labels"]["zh-hans"]["states"]["issued"] == "已下发"
    assert "no_longer_possible" in found["sentences"]["en"]
    for kind in found["kinds"].values():
        for act in kind["acts"]:
            for schema in act["schemas"].values():
                jsonschema_rs.Draft202012Validator(schema)


def test_the_snapshot_is_json_with_a_row_a_line():
    text = snapshot(shelf())
    rows = sum(2 + len(kind.acts) + len(kind.clocks) for kind in shelf())
    assert len(json.loads(text)) == rows == text.count("\n") - 2
