#!/bin/bash
# Make the virtual environment:  tools/venv.sh PYTHON DIR
# Debian's python3 comes without the part that makes one; the administrator gets it installed, others a sentence.
set -euo pipefail

python=$1
dir=$2

if [ -z "$python" ]; then
    echo "Python 3.11 or newer is needed. On Debian: apt-get install python3 python3-venv" >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "$python is older than 3.11. Name a newer one: make run PYTHON=…" >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing Debian's python3-venv…"
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq </dev/null
        apt-get install -y -qq --no-install-recommends python3-venv </dev/null >/dev/null
    else
        echo "Python cannot make a virtual environment here: as administrator, apt-get install python3-venv" >&2
        exit 1
    fi
fi
echo "Making $dir…"
# Made aside and moved would break its scripts: removed instead, so that half a folder is never taken for a whole one.
"$python" -m venv "$dir" || { rm -rf "$dir"; exit 1; }
