"""What `deploy/` hands an administrator: read by systemd and nginx where there are any, by us everywhere."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import typer.main
from django.urls import resolve

from urtuu.config.surroundings import NAMES
from urtuu.interfaces.cli.main import build

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
NGINX = DEPLOY / "nginx" / "urtuu.conf"
OURS = "/opt/urtuu/current/bin/urtuu"
HARDENED = {
    "ProtectSystem=strict", "NoNewPrivileges=yes", "PrivateTmp=yes", "CapabilityBoundingSet=",
    "StateDirectoryMode=0700", "UMask=0077", "User=urtuu", "SystemCallFilter=@system-service",
}  # fmt: skip


def settings_of(unit: Path) -> list[str]:
    lines = unit.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith(("#", "["))]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_is_made_of_sections_and_settings(unit: Path) -> None:
    text = unit.read_text(encoding="utf-8")
    wanted = {".service": {"Unit", "Service"}, ".timer": {"Unit", "Timer", "Install"}}[unit.suffix]
    assert wanted <= set(re.findall(r"^\[(\w+)\]$", text, re.MULTILINE))
    assert all(re.match(r"[A-Z][A-Za-z0-9]+=", line) for line in settings_of(unit))
    if unit.suffix == ".timer":
        assert unit.with_suffix(".service") in UNITS


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_is_fenced_in_and_runs_a_command_that_there_is(unit: Path) -> None:
    assert set(settings_of(unit)) >= HARDENED
    line = typer.main.get_command(build())
    started = re.findall(rf"{OURS} (\w+)((?: --[a-z]+)*)", unit.read_text(encoding="utf-8"))
    assert started
    for command, _ in started:
        options = {opt for param in line.commands[command].params for opt in param.opts}  # type: ignore[attr-defined]
        named = set(re.findall(rf"{OURS} {command}.*", unit.read_text(encoding="utf-8"))[0].split())
        assert {word for word in named if word.startswith("--")} <= options


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_takes_every_unit(unit: Path, tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if not program:
        pytest.skip("systemd is not installed; the units were read above")
    for one in UNITS:  # a timer is looked at with its service
        text = one.read_text(encoding="utf-8").replace(OURS, "/bin/true")
        (tmp_path / one.name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [program, "verify", "--man=no", str(tmp_path / unit.name)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_example_of_settings_names_only_settings() -> None:
    text = (DEPLOY / "urtuu.env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^#?([A-Z_]+)=", text, re.MULTILINE))
    assert named <= {*NAMES, "URTUU_BACKUPS"}
    assert {"URTUU_VAR", "URTUU_HOSTS", "URTUU_HTTPS", "DATABASE_URL"} <= named
    assert "export " not in [line[:7] for line in text.splitlines()]


def test_the_web_server_claims_nothing_for_others_and_leaks_nothing() -> None:
    text = re.sub(r"#.*", "", NGINX.read_text(encoding="utf-8"))
    assert text.count("{") == text.count("}")
    for line in filter(None, map(str.strip, text.splitlines())):
        assert line.endswith((";", "{", "}")), line
    for held in (
        "proxy_set_header X-Forwarded-Proto $scheme;", "proxy_set_header X-Forwarded-For $remote_addr;",
        "proxy_set_header Host $host;", "ssl_protocols TLSv1.2 TLSv1.3;", "return 301 https://",
    ):  # fmt: skip
        assert held in text
    logged = re.search(r"log_format urtuu '(.*)';", text)
    assert logged
    assert not {"$request", "$request_uri", "$uri", "$args", "$remote_addr", "$http_referer"} & set(
        re.findall(r"\$\w+", logged[1])
    )


@pytest.mark.urls("urtuu.config.urls")
def test_the_web_server_names_addresses_that_there_are() -> None:
    for path in re.findall(r"location = (\S+)", NGINX.read_text(encoding="utf-8")):
        assert resolve(path).view_name in {"watch:metrics", "desk:rescue"}


@pytest.fixture
def nginx_folder(tmp_path: Path) -> Path:
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-days", "1", "-subj", "/CN=urtuu.banner.example",
            "-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "cert.pem"),
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return tmp_path


def test_nginx_takes_the_example(nginx_folder: Path) -> None:
    program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/opt/nginx/sbin") or shutil.which("nginx")
    if not program:
        pytest.skip("nginx is not installed; the example was read above")
    text = NGINX.read_text(encoding="utf-8")
    for name, put in (
        ("/etc/ssl/urtuu/fullchain.pem", "cert.pem"), ("/etc/ssl/urtuu/privkey.pem", "key.pem"),
        ("/var/log/nginx/urtuu.log", "log"), ("/var/log/nginx/urtuu-error.log", "error"),
    ):  # fmt: skip
        text = text.replace(name, str(nginx_folder / put))
    text = re.sub(r"listen (\[::\]:)?(80|443)", lambda found: f"listen {found[1] or ''}1{found[2]:0>4}", text)
    (nginx_folder / "urtuu.conf").write_text(text, encoding="utf-8")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    aside = " ".join(f"{kind}_temp_path {nginx_folder}/{kind};" for kind in kinds)
    (nginx_folder / "nginx.conf").write_text(
        f"pid {nginx_folder}/pid; error_log {nginx_folder}/main; events {{}}\n"
        f"http {{ {aside} include {nginx_folder}/urtuu.conf; }}\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [program, "-t", "-p", str(nginx_folder), "-c", str(nginx_folder / "nginx.conf")],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr
