"""The templates for three machines parse, agree with each other, with the page and with the failover test."""

from __future__ import annotations

import re
import string
import sys
from pathlib import Path

import dj_database_url
import pytest

HA = Path(__file__).parents[2] / "deploy" / "ha"
PAGE = (HA / "README.md").read_text(encoding="utf-8")
TEMPLATES = ("patroni.yml.in", "etcd.env.in")
sys.path.append(str(HA))

from three_nodes import ThreeNodes  # noqa: E402 -- the path is set above


def read(file: Path) -> dict[str, str]:
    """`name: value` of every line that has one; Patroni itself reads the file in the failover test."""
    return dict(re.findall(r"^ *([\w]+): *(\S.*)$", file.read_text(encoding="utf-8"), re.MULTILINE))


def wanted(template: str) -> set[str]:
    return set(string.Template((HA / template).read_text(encoding="utf-8")).get_identifiers())


@pytest.fixture
def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ThreeNodes:
    """Written down, not started; its files stay ours."""
    monkeypatch.setattr("three_nodes.os.getuid", lambda: 1000)
    return ThreeNodes(tmp_path, synchronous=True)


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_page_names_every_value_a_template_wants(template: str) -> None:
    export = PAGE[PAGE.index("export name=") : PAGE.index("envsubst <etcd")]
    assert wanted(template) <= set(re.findall(r"(\w+)=", export))


def test_a_receipt_waits_for_a_second_machine(cluster: ThreeNodes) -> None:
    for node in cluster.nodes:
        rules = read(node.folder / "patroni.yml")
        assert rules["synchronous_mode"] == rules["synchronous_mode_strict"] == "true"
        assert rules["synchronous_commit"] == rules["fsync"] == '"on"'
        assert int(rules["ttl"]) >= int(rules["loop_wait"]) + 2 * int(rules["retry_timeout"])


def test_patroni_asks_the_etcd_that_is_configured(cluster: ThreeNodes) -> None:
    listening = set()
    for node in cluster.nodes:
        lines = node.write("etcd.env.in").read_text(encoding="utf-8").splitlines()
        told = dict(line.split("=", 1) for line in lines if not line.startswith("#"))
        assert f"{node.name}={told['ETCD_INITIAL_ADVERTISE_PEER_URLS']}" in told["ETCD_INITIAL_CLUSTER"]
        listening.add(told["ETCD_LISTEN_CLIENT_URLS"].removeprefix("http://"))
    assert set(read(cluster.nodes[0].folder / "patroni.yml")["hosts"].split(",")) == listening


def test_an_address_of_all_three_looks_for_the_one_that_takes_writes(cluster: ThreeNodes) -> None:
    shown = re.findall(r"DATABASE_URL=(\S+)", PAGE)
    assert shown
    for address in [*shown, cluster.url]:
        told = dj_database_url.parse(address)
        assert told["OPTIONS"]["target_session_attrs"] == "read-write"
        assert (told["HOST"] or str(told["OPTIONS"]["host"])).count(",") == 2
