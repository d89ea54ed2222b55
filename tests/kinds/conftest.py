"""What tests of kinds share."""

import json
from pathlib import Path

import pytest
from kinds_telling import AGREEMENT, Telling

from urtuu.kinds.registry import shelf


@pytest.fixture(scope="session")
def watched():
    """The tables as they were when somebody last looked at them."""
    return json.loads((Path(__file__).parent / "tables.json").read_text(encoding="utf-8"))


@pytest.fixture
def dispute():
    """A dispute that nobody has told of yet."""
    return Telling(shelf(), "dispute")


@pytest.fixture
def reported(dispute):
    """A small quarrel of two neighbours, both named."""
    dispute.does(
        "bataar", "report", category="NEI", size="small", people=2, hurt_or_threatened="no", close_ties="no"
    )
    dispute.does("bataar", "add_party", party="A1", side="a")
    dispute.does("bataar", "add_party", party="B1", side="b")
    return dispute


@pytest.fixture
def offered(reported):
    """The same, mediation offered and both willing."""
    reported.does("saran", "offer", level="L1", conflict_checked=True)
    reported.does("bataar", "consent", party="A1", to="mediation", answer="agrees")
    reported.does("bataar", "consent", party="B1", to="mediation", answer="agrees")
    return reported


@pytest.fixture
def mediating(offered):
    """The same, in mediation."""
    ready = {"notice_given": True, "no_objection": True, "conflict_clear": True}
    offered.does("wang", "accept", difficulty="D2", mediator="mediator", **ready)
    offered.does("mediator", "start", rights_told=True)
    return offered


@pytest.fixture
def performing(mediating):
    """The same, agreed in writing and being performed."""
    mediating.does("mediator", "agree", **AGREEMENT)
    mediating.does("mediator", "begin_performing")
    return mediating
