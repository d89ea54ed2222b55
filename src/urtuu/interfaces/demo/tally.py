"""What the door answered while the demonstration was played, and a stop when it is not what was meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from urtuu.journal.push import Receipt, Reply
from urtuu.kinds.judging import Answer


class Unexpected(Exception):
    """The door did not take what the demonstration meant to be taken."""


@dataclass
class Tally:
    """Counts of a build. `staged` are the answers other than "taken" that belong to the play."""

    phone_entries: int = 0
    desk_entries: int = 0
    phone_pushes: int = 0
    desk_pushes: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    staged: int = 0

    @property
    def entries(self) -> int:
        """All entries."""
        return self.phone_entries + self.desk_entries

    def count(self, reply: Reply, lines: Sequence[bytes]) -> None:
        """One push of a phone."""
        self.phone_pushes += 1
        self.phone_entries += len(lines)
        if reply.expected_seq is not None:
            raise Unexpected(f"the chain did not fit at {reply.expected_seq}")
        self.hear(reply.receipts, [line.decode() for line in lines])

    def desk(self, receipts: Sequence[Receipt], shown: Sequence[str]) -> None:
        """One submission at the desk."""
        self.desk_pushes += 1
        self.desk_entries += len(receipts)
        self.hear(receipts, shown)

    def taken_at_desk(self) -> None:
        """One act that the journal wrote by itself: a reading."""
        self.desk_pushes += 1
        self.desk_entries += 1
        self.answers[Answer.TAKEN.value] += 1

    def hear(self, receipts: Sequence[Receipt], shown: Sequence[str]) -> None:
        """Counts the answers. Raises Unexpected for one that was not staged."""
        for receipt, what in zip(receipts, shown, strict=True):
            self.answers[receipt.answer.value] += 1
            if receipt.answer is Answer.TAKEN:
                continue
            if not self.staged:
                raise Unexpected(f"{receipt.answer} {receipt.why} {receipt.sentence}: {what}")
            self.staged -= 1
