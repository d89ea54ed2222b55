#!/bin/bash
# Ask for known weaknesses of what the lock files name. Ends with 1 when one is found, with 0 when none is, and says by
# name what could not be asked: an advisory source that does not know a package has not called it safe.
set -uo pipefail
cd "$(dirname "$0")/.."

# Each question has this long; the check must end also where nothing answers.
seconds=60
failed=0

packages() { # a lock file
    local told
    told=$(timeout "$seconds" .venv/bin/pip-audit --require-hashes --disable-pip --timeout 10 \
        --progress-spinner off --format json --requirement "$1" 2>/dev/null)
    .venv/bin/python - "$1" "$told" <<'PYTHON'
import json
import sys

lock, told = sys.argv[1:]
try:
    known = json.loads(told)["dependencies"]
except (ValueError, KeyError, TypeError):
    print(f"SKIPPED {lock}: no advisory source answered")
    sys.exit(0)
unasked = [one["name"] for one in known if "skip_reason" in one]
weak = [(one, flaw) for one in known for flaw in one.get("vulns", [])]
for one, flaw in weak:
    print(f"WEAK {one['name']} {one['version']}: {flaw['id']}, mended in {', '.join(flaw['fix_versions']) or 'nothing'}")
asked = len(known) - len(unasked)
if unasked:
    some = ", ".join(unasked[:5]) + (", …" if len(unasked) > 5 else "")
    print(f"SKIPPED {lock}: {len(unasked)} of {len(known)} packages are unknown to the advisory source: {some}")
print(f"{lock}: {asked} packages asked about, {len(weak)} weaknesses")
sys.exit(bool(weak))
PYTHON
}

scripts() { # a folder with package-lock.json
    local told
    command -v npm >/dev/null || { echo "SKIPPED $1: no npm here"; return 0; }
    told=$(cd "$1" && timeout "$seconds" npm audit --json --package-lock-only --fetch-retries=0 2>/dev/null)
    .venv/bin/python - "$1" "$told" <<'PYTHON'
import json
import sys

folder, told = sys.argv[1:]
try:
    found = json.loads(told)["metadata"]["vulnerabilities"]
except (ValueError, KeyError, TypeError):
    print(f"SKIPPED {folder}: no advisory source answered")
    sys.exit(0)
print(f"{folder}: {found['total']} weaknesses, {found['high'] + found['critical']} of them high")
sys.exit(bool(found["total"]))
PYTHON
}

for lock in requirements.lock requirements-dev.lock; do packages "$lock" || failed=1; done
for folder in assets field tests/engines tests/gateways/clients; do scripts "$folder" || failed=1; done
exit "$failed"
