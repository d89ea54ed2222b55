"""PostgreSQL's own programs: found, told where the database is, and understood when they fail."""

import os
import shutil
import subprocess
from pathlib import Path

from django.db import connection

from urtuu.interfaces.cli.refusal import Refused

DEBIAN = Path("/usr/lib/postgresql")


def program(name: str) -> str:
    """The program's path, the newest first where several versions are installed."""
    versions = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]), reverse=True)
    found = str(versions[0]) if versions else shutil.which(name)
    if not found:
        raise Refused(f"{name} is not installed. On Debian: apt-get install postgresql-client")
    return found


def surroundings() -> dict[str, str]:
    """Where the database is, as PostgreSQL's programs read it; a password never stands on a command line."""
    told = connection.settings_dict
    options = told.get("OPTIONS", {})
    given = {
        "PGHOST": told["HOST"] or options.get("host", ""),  # several machines with ports of their own
        "PGPORT": told["PORT"] or options.get("port", ""),
        "PGUSER": told["USER"],
        "PGPASSWORD": told["PASSWORD"],
        "PGDATABASE": told["NAME"],
        "PGSSLMODE": options.get("sslmode", ""),
        "PGSSLROOTCERT": options.get("sslrootcert", ""),
        "PGTARGETSESSIONATTRS": options.get("target_session_attrs", ""),
    }
    return os.environ | {name: str(value) for name, value in given.items() if value}


def run(name: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs. Raises Refused with its last line."""
    done = subprocess.run(  # noqa: S603 -- the program is found above, the arguments are ours
        [program(name), *arguments],
        env=surroundings(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise Refused(f"{name} failed: {said}")
