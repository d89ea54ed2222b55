"""Pure decisions about papers: money in words, what a dossier must hold and what it lacks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_IN_GROUP = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def amount_words(fen: int) -> str:
    """An amount in the capitals of cheques and agreements: 1_200_050 → 人民币壹万贰仟元零伍角整.

    `fen`: 0 to 10^13. Rules: one 零 for any run of noughts inside, none at an end; 整 where no 分 is left
    (支付结算办法, 附件一).
    """
    if fen < 0:
        raise ValueError(f"an amount cannot be below nothing: {fen}")
    yuan, rest = divmod(fen, 100)
    jiao, last = divmod(rest, 10)
    said = f"{_whole(yuan)}元" if yuan else ""
    if jiao:
        # 零 also where the yuan end in nought: 壹仟元零伍角 cannot be made 壹仟伍佰.
        said += ("零" if yuan and yuan % 10 == 0 else "") + f"{_DIGITS[jiao]}角"
    if last:
        said += ("零" if yuan and not jiao else "") + f"{_DIGITS[last]}分"
    return f"人民币{said or '零元'}" + ("" if last else "整")


def _whole(yuan: int) -> str:
    groups = []
    while yuan:
        yuan, group = divmod(yuan, 10_000)
        groups.append(group)
    said = ""
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            continue
        gap = said and (group < 1000 or (place + 1 < len(groups) and groups[place + 1] == 0))
        said += ("零" if gap else "") + _group(group) + _GROUPS[place]
    return said


def _group(number: int) -> str:
    said, pending = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            said += ("零" if pending and said else "") + _DIGITS[digit] + _IN_GROUP[place]
            pending = False
        else:
            pending = True
    return said


def amount_figures(fen: int) -> str:
    """An amount in figures: ¥12,000.50."""
    return f"¥{fen // 100:,}.{fen % 100:02d}"


def age(birth_year: int, on: date) -> int:
    """Full years at most, from the year alone: nobody's birthday is kept."""
    return max(0, on.year - birth_year)


REQUIRED = ("M05", "M09")
"""Required whenever mediation took place; M03 or M04, and M10 or M11, each in the place of the other."""


def lacking(present: Iterable[str], *, agreed: bool, mediated: bool) -> list[str]:
    """The codes a dossier lacks, by section 3 of the forms: `M03/M04` means that either would do."""
    there = set(present)
    found = [] if there & {"M03", "M04"} else ["M03/M04"]
    if mediated:
        found += [code for code in REQUIRED if code not in there]
    if agreed and not there & {"M10", "M11"}:
        found.append("M10/M11")
    return found


def came_about(done: Iterable[tuple[str, Mapping[str, Any]]]) -> set[str]:
    """What a form may wait for: the acts, each with what was said, and `act=decision` where one decides."""
    acts = list(done)
    decided = {f"{act}={said['decision']}" for act, said in acts if "decision" in said}
    return {act for act, _said in acts} | decided


def fits(after: Collection[str], happened: set[str]) -> bool:
    """Whether one of the acts a form waits for was done; a form that waits for none always fits."""
    return not after or bool(happened & set(after))


def initials(name: str) -> str:
    """A minor's name as papers give it: 其某某; of a name in Latin letters the first of each word: N. B.

    Always two 某, so that the length tells nothing (未成年人保护法 103: 不得披露姓名).
    """
    words = name.split()
    if not words:
        return ""
    if words[0][0].isascii():
        return " ".join(f"{word[0].upper()}." for word in words)
    return f"{words[0][0]}某某"


def listed(parts: Sequence[str], lang: str) -> str:
    """Names in a row."""
    return (", " if lang == "en" else "、").join(part for part in parts if part)
