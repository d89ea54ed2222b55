"""What an agreement must hold before it may be signed (disputes.md 7.6), told item by item as it is written.

Blocking items stop the act; warnings do not. Vagueness is the one fault that no machine finds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from urtuu.base.sentences import Sentence, say
from urtuu.kinds.dispute.codes import LEGALITY
from urtuu.kinds.dispute.rules import must_be_written

_LAW = r"(报警|报案|举报|起诉|诉讼|上访|信访|仲裁|控告|告状|作证)"
_BARS = re.compile(
    rf"(不得|不准|不许|不能|不再|放弃|保证不){{1}}[^，。；]{{0,8}}{_LAW}|撤(案|诉|回报案).{{0,8}}(才|否则|方可)"
)
_EN_BARS = re.compile(
    r"\b(not|never|waive[sd]?|give up|no)\b[^.;,]{0,30}\b(police|court|sue|lawsuit|petition|testify)",
    re.IGNORECASE,
)
_UNCONFIRMABLE = re.compile(r"(离婚|结婚|收养|解除婚姻|监护权|抚养权|\bdivorce\b|\badopt)", re.IGNORECASE)
_TITLE_OPEN = frozenset({"GRS-01", "GRS-02", "GRS-03"})


@dataclass(frozen=True)
class Item:
    """One line of the list; `sentence` says what is wrong, nothing when it is right."""

    name: str
    sentence: Sentence | None = None
    weight: Literal["blocks", "warns"] = "blocks"


def checked(known: Mapping[str, Any], said: Mapping[str, Any], parties: Sequence[str]) -> list[Item]:
    """Every item. `known`: open fields of the record and of the agreement; `said`: its sealed ones."""
    return [*_by_open_fields(known), *_by_words(said, parties)]


def refusal(known: Mapping[str, Any], said: Mapping[str, Any], parties: Sequence[str]) -> Sentence | None:
    """The first item that blocks, or nothing. Sealed words that are not here are not asked."""
    items = checked(known, said, parties) if said.get("obligations") else _by_open_fields(known)
    return next((item.sentence for item in items if item.sentence and item.weight == "blocks"), None)


def _by_open_fields(known: Mapping[str, Any]) -> list[Item]:
    oral = known.get("form") == "oral" and must_be_written(known)
    return [
        *(_attested(name, known) for name in LEGALITY),
        Item("written", _no("must_be_written") if oral else None),
        *_grassland(known),
        Item("read_by_office", _unread(known)),
    ]


def _by_words(said: Mapping[str, Any], parties: Sequence[str]) -> list[Item]:
    rows = said.get("obligations", ())
    dated = bool(rows) and all(row.get("due_on") for row in rows)
    return [
        Item("each_due", None if dated else _no("a_day_is_missing")),
        Item("parties_named", _strangers(rows, parties)),
        *_clauses(rows, said),
    ]


def _no(name: str, **values: Any) -> Sentence:
    return say(name, kind="dispute", **values)


def _attested(name: str, known: Mapping[str, Any]) -> Item:
    return Item(name, None if name in known.get("legality", ()) else _no("legality_not_read", item=name))


def _strangers(rows: Sequence[Mapping[str, Any]], parties: Sequence[str]) -> Sentence | None:
    """Nobody is bound who is no party: an obligation is one party's, towards another."""
    named = {str(row.get(end)) for row in rows for end in ("by", "to")}
    strange = sorted(named - set(parties))
    return _no("obligation_of_a_stranger", party=strange[0]) if parties and strange else None


def _clauses(rows: Sequence[Mapping[str, Any]], said: Mapping[str, Any]) -> list[Item]:
    texts = [f"{row.get('what', '')}，{row.get('how', '')}" for row in rows]
    barred = next((text for text in texts if _BARS.search(text) or _EN_BARS.search(text)), "")
    family = any(_UNCONFIRMABLE.search(text) for text in (*texts, str(said.get("issues", ""))))
    money = any(
        re.search(r"(付|赔|还|元|钱)", text) and not row.get("amount_fen")
        for text, row in zip(texts, rows, strict=True)
    )
    return [
        Item("law_stays_open", _no("bars_the_law") if barred else None),
        Item("court_may_confirm", _no("court_cannot_confirm") if family else None, "warns"),
        Item("amounts_named", _no("amount_unclear") if money else None, "warns"),
        Item("facts_written", None if said.get("facts") else _no("facts_unwritten"), "warns"),
    ]


def _grassland(known: Mapping[str, Any]) -> list[Item]:
    """草原法 15, 16: the issuer agrees to a transfer; while title is open the present use stays as it is."""
    code = known.get("grassland")
    if not code:
        return []
    transfer = code == "GRS-04" and not known.get("issuer_agrees")
    use = code in _TITLE_OPEN and not known.get("use_unchanged")
    return [
        Item("issuer_agrees", _no("issuer_not_asked") if transfer else None),
        Item("use_unchanged", _no("use_clause_missing") if use else None),
    ]


def _unread(known: Mapping[str, Any]) -> Sentence | None:
    """D3 and D4 are read by the judicial office before anybody signs."""
    hard = known.get("difficulty") in ("D3", "D4")
    return _no("office_must_read") if hard and not known.get("read_by_office") else None
