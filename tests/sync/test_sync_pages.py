"""docs/bad-input.md and docs/wire.md are held to the code: every row has its test, every digest is true."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from urtuu.base import merkle
from urtuu.base.canonical import canonical
from urtuu.base.chain import genesis, link, sealed_digest
from urtuu.base.signing import signed_by
from urtuu.kinds import words

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def rows() -> list[list[str]]:
    """The rows of the table of bad input that name a test."""
    text = (DOCS / "bad-input.md").read_text(encoding="utf-8")
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in text.splitlines()]
    return [row for row in cells if len(row) == 4 and "::" in row[3]]


def functions(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[3].split("::")[1].rstrip("`"))
def test_every_row_has_its_sentence_and_its_test(row: list[str]) -> None:
    path, _, name = row[3].strip("`").partition("::")
    assert name in functions(ROOT / path)
    for sentence in re.findall(r"`(\w+)`", row[2]):
        for lang in words.LANGUAGES:
            assert sentence in words.sentences(lang)


def test_every_test_of_bad_input_stands_in_the_table() -> None:
    told = {row[3].strip("`") for row in rows()}
    there = {
        f"tests/sync/{path.name}::{name}"
        for path in sorted((ROOT / "tests" / "sync").glob("test_bad_*.py"))
        for name in functions(path)
        if name.startswith("test_")
    }
    assert len(told) >= 60
    assert there - told == set()


# -- the worked example


def example() -> tuple[list[str], list[list[bytes]]]:
    """What stands in backquotes in the last section, and its two blocks of lines."""
    text = (DOCS / "wire.md").read_text(encoding="utf-8").split("## One exchange")[1]
    blocks = re.findall(r"```ndjson\n(.*?)```", text, flags=re.DOTALL)
    return re.findall(r"`([^`\n]+)`", text), [block.encode().splitlines() for block in blocks]


def test_the_worked_example_is_true() -> None:
    told, (request, answer) = example()
    key, receipt_key, proof = told[0], told[1], told[2].removeprefix("Urtuu-Proof: ")
    header, entry, sealed = (msgspec.json.decode(line) for line in request)
    head: dict[str, Any] = msgspec.json.decode(answer[0])
    assert signed_by("ed25519", key, b"urtuu-sync:" + request[0], proof)
    assert header["prev"] == genesis(header["device"]).hex()
    after = link(bytes.fromhex(header["prev"]), request[1])
    assert signed_by("ed25519", key, after, header["sig"])
    assert head["acked"] == [1, after.hex()]
    assert entry["sealed"][0]["digest"] == sealed_digest(sealed["salt"], sealed["body"])
    feed = head["feeds"]["grid:near"]
    assert feed["root"] == merkle.root((merkle.leaf(answer[1]),)).hex()
    said = {"epoch": head["epoch"], "feed": "grid:near", "pos": 1, "root": feed["root"]}
    assert signed_by("ed25519", receipt_key, canonical(said), feed["sig"])
    assert answer[1:] == request[1:]  # byte for byte


def test_every_header_field_is_on_the_page() -> None:
    from urtuu.interfaces.sync.wire import AnswerHeader, FeedHead, Header, ReceiptLine, RefHead

    page = (DOCS / "wire.md").read_text(encoding="utf-8")
    structs = (Header, AnswerHeader, FeedHead, ReceiptLine, RefHead)
    names = {name for struct in structs for name in struct.__struct_encode_fields__}
    later = {"want_blobs", "retry_after"}  # attachments are another issue; busy is a status
    assert {name for name in names - later if f"`{name}`" not in page} == set()


def test_the_phone_reads_every_field_the_server_writes() -> None:
    """Two readings of one page: a field that only one of them knows is a slip."""
    from urtuu.interfaces.phone import wire as phone
    from urtuu.interfaces.sync import wire as server

    pairs = (
        (server.Header, phone.Asking),
        (server.FeedHead, phone.FeedHead),
        (server.RefHead, phone.RefHead),
    )
    for ours, theirs in (*pairs, (server.ReceiptLine, phone.ReceiptLine)):
        assert set(ours.__struct_encode_fields__) == set(theirs.__struct_encode_fields__)
    unread = set(server.AnswerHeader.__struct_encode_fields__) - set(
        phone.AnswerHead.__struct_encode_fields__
    )
    assert unread == {"want_blobs"}
