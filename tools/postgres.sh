#!/bin/bash
# A PostgreSQL cluster for one test run, in a folder of its own, on this machine only.
#
#   tools/postgres.sh start DIR   make and start it, print its DATABASE_URL
#   tools/postgres.sh url DIR     print the DATABASE_URL of a running one
#   tools/postgres.sh stop DIR    stop it and remove the folder
#   tools/postgres.sh with CMD…   run a command with DATABASE_URL set, then stop whatever happened
set -euo pipefail

say() { echo "postgres: $*" >&2; }

usage() { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }

# `return 0`, not `return`: inside a trap the bare word would repeat the failure that set the trap off.
programs() {
    local newest
    newest=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
    if [ -n "$newest" ] && [ -x "$newest/initdb" ]; then echo "$newest"; return 0; fi
    if command -v initdb >/dev/null; then dirname "$(command -v initdb)"; return 0; fi
    say "PostgreSQL is not installed. On Debian: apt-get install postgresql"
    return 1
}

# PostgreSQL refuses to run as root; the package's own user runs it then.
as_owner() {
    if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else (cd / && "$@"); fi
}

free_port() {
    local port
    for _ in $(seq 200); do
        port=$((20000 + RANDOM % 20000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return 0; }
    done
    say "No free port was found."
    return 1
}

url_of() {
    local dir=$1
    if [ ! -f "$dir/port" ]; then say "No cluster runs in $dir."; return 1; fi
    echo "postgresql://urtuu@127.0.0.1:$(cat "$dir/port")/urtuu"
}

start() {
    local dir=$1 bin port
    bin=$(programs)
    if [ -e "$dir/data" ]; then say "$dir is already in use."; return 1; fi
    mkdir -p "$dir"
    dir=$(cd "$dir" && pwd)
    if [ "$(id -u)" = 0 ]; then
        chown postgres "$dir"
        if ! runuser -u postgres -- test -w "$dir"; then
            say "The user postgres cannot reach $dir. Choose a folder under /tmp."
            return 1
        fi
    fi
    as_owner "$bin/initdb" --pgdata="$dir/data" --username=urtuu --auth=trust --encoding=UTF8 \
        --locale=C.UTF-8 --no-instructions >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; return 1; }
    # A port found free may be taken a moment later: try again with another.
    for _ in 1 2 3 4 5; do
        port=$(free_port)
        # fsync stays on: what the tests promise about receipts must hold on a real disk.
        if as_owner "$bin/pg_ctl" --pgdata="$dir/data" --log="$dir/server.log" --wait --timeout=60 --silent \
            --options="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$dir -c fsync=on" \
            start </dev/null >/dev/null 2>&1
        then
            echo "$port" >"$dir/port"
            as_owner "$bin/createdb" --host=127.0.0.1 --port="$port" --username=urtuu urtuu
            url_of "$dir"
            return 0
        fi
    done
    tail -n 5 "$dir/server.log" >&2 || true
    say "The cluster did not start."
    return 1
}

stop() {
    local dir=$1 bin
    bin=$(programs)
    if [ ! -d "$dir/data" ]; then return 0; fi
    dir=$(cd "$dir" && pwd)
    if [ -f "$dir/data/postmaster.pid" ]; then
        as_owner "$bin/pg_ctl" --pgdata="$dir/data" --mode=fast --wait --timeout=60 --silent stop >/dev/null 2>&1 ||
            as_owner "$bin/pg_ctl" --pgdata="$dir/data" --mode=immediate --wait --silent stop >/dev/null 2>&1 || true
    fi
    rm -rf "$dir"
}

CLUSTER=""
CHILD=""

clear_up() {
    trap '' INT TERM HUP
    [ -z "$CLUSTER" ] || stop "$CLUSTER"
}

pass_on() {
    [ -z "$CHILD" ] || { kill -s "$1" -- "-$CHILD" 2>/dev/null && wait "$CHILD" || true; }
    exit "$2"
}

run_with() {
    CLUSTER=$(mktemp -d /tmp/urtuu-postgres.XXXXXX)
    # The traps hold from before anything is started, so that nothing is left running.
    trap clear_up EXIT
    trap 'pass_on INT 130' INT
    trap 'pass_on TERM 143' TERM HUP
    DATABASE_URL=$(start "$CLUSTER")
    export DATABASE_URL
    # A job of its own group: otherwise the shell would answer a signal only after the command has ended.
    set -m
    "$@" </dev/null &
    CHILD=$!
    wait "$CHILD"
}

case "${1:-}" in
    start | stop) [ $# = 2 ] || usage; "$1" "$2" ;;
    url) [ $# = 2 ] || usage; url_of "$2" ;;
    with) shift; [ $# -gt 0 ] || usage; run_with "$@" ;;
    *) usage ;;
esac
