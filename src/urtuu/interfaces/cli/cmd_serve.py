"""Start the site: look at the database, bring the tables up to date, lay out the static files, answer."""

import errno
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Annotated

import typer
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from urtuu.base.room import free_bytes, has_room
from urtuu.interfaces.cli import database, running
from urtuu.interfaces.cli.refusal import Refused

THREADS = 8
MOST_PROCESSES = 4
LEAST_TO_READ = 1_000_000  # bytes: the index of SQLite's log must find a place, even for reading


def command(
    port: Annotated[int, typer.Option(envvar="PORT", min=1, max=65535, help="Port to answer on.")] = 8000,
    host: Annotated[str, typer.Option(help="Address to answer on; 0.0.0.0 for every network.")] = "127.0.0.1",
    threads: Annotated[
        int, typer.Option(min=1, max=64, help="Requests a process answers at once.")
    ] = THREADS,
) -> None:
    """Start the site. Ctrl-C stops it."""
    refuse_taken(host, port)
    processes = how_many_processes()
    with running.as_site(), counted_together(processes):
        database.refuse_half_restored()
        roomy = look_for_room()
        database.refuse_damaged()
        call_command("check", stdout=StringIO())  # a broken page is told now, not to the first visitor
        if roomy:
            bring_up_to_date()
        connections.close_all()  # a connection must not be shared with the processes started below
        with queue_beside():
            answer(host, port, processes=processes, threads=threads)
    typer.echo("Urtuu has stopped.")


def look_for_room() -> bool:
    """Whether the disk has room. Without it a site of this version still shows its pages."""
    if has_room(settings.VAR, settings.LEAST_ROOM):
        return True
    free = free_bytes(settings.VAR)
    if free < LEAST_TO_READ:
        raise Refused(f"The disk of {settings.VAR} is full. Make room there, then start the site again.")
    if database.migrations_waiting():
        raise Refused(
            f"The disk of {settings.VAR} is too full to bring the tables up to date. Make room there."
        )
    typer.echo(
        f"Only {free // 1_000_000} MB are free: pages are shown, nothing is written until there is room."
    )
    return False


def bring_up_to_date() -> None:
    """Tables, what waited for this version, and the static files."""
    if changes := database.migrate_if_needed():
        typer.echo(f"Tables brought up to date ({changes} changes).")
    if heard := hear_newer():
        typer.echo(f"{heard} entries that were held for this version have been heard.")
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)


@contextmanager
def queue_beside() -> Iterator[None]:
    """`urtuu work` in a process of its own while the site answers: a plan must not slow a page down."""
    command = [sys.executable, "-m", "urtuu.interfaces.cli.main", "work", "--beside", str(os.getpid())]
    worker = subprocess.Popen(command)  # noqa: S603 -- our own command, nothing of it is typed by anybody
    try:
        yield
    finally:
        worker.terminate()
        worker.wait(20)


@contextmanager
def counted_together(processes: int) -> Iterator[None]:
    """Several processes add up their counts in files: in memory, for a full disk kills whoever maps one."""
    if processes == 1 or settings.METRICS == "off":
        yield
        return
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 -- Linux's own folder for this
    with tempfile.TemporaryDirectory(prefix="urtuu-metrics-", dir=memory) as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder  # read once, when the pages are loaded
        yield


def hear_newer() -> int:
    """What phones with a newer version sent before this update is heard now."""
    from urtuu.journal import intake  # late: models need the settings

    return intake.hear_newer(timezone.now())


def refuse_taken(host: str, port: int) -> None:
    """Ask before starting: the server shares its port, so two sites would silently answer in turn."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as refused:
            raise Refused(_why_not(refused, host, port)) from refused


def _why_not(refused: OSError, host: str, port: int) -> str:
    if refused.errno == errno.EADDRINUSE:
        return f"Port {port} is already in use. Stop what runs there, or choose another: PORT={port + 1}"
    if refused.errno == errno.EACCES:
        return f"Port {port} is reserved for the administrator. Choose one above 1023."
    return f"Cannot answer on {host} port {port}: {refused.strerror}."


def how_many_processes() -> int:
    """SQLite has one writer, which must live in one process; PostgreSQL takes one process a core."""
    if database.on_sqlite():
        return 1
    return min(MOST_PROCESSES, os.cpu_count() or 1)


def answer(host: str, port: int, *, processes: int, threads: int) -> None:
    """Answer requests until told to stop."""
    from granian.constants import Interfaces  # late: only this command needs the server
    from granian.log import LogLevels
    from granian.server import Server

    server = Server(
        "urtuu.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=threads,
        log_level=LogLevels.error,  # its warning about threads is meant for work that waits for nothing
        workers_kill_timeout=20,
    )
    server.on_startup(lambda: typer.echo(f"Urtuu answers at http://{_shown(host)}:{port}/  Ctrl-C stops it."))
    server.serve()


def _shown(host: str) -> str:
    if host == "0.0.0.0":  # noqa: S104 -- compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
