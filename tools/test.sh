#!/bin/bash
# Run the stages named, or all of them; every stage runs even if one before it failed.
#
#   tools/test.sh [--long] [form] [floors] [types] [field] [sqlite] [postgresql]
set -uo pipefail
cd "$(dirname "$0")/.."

bin=.venv/bin
long=()
stages=()
for word in "$@"; do
    case $word in
        --long) long=(--long) ;;
        *) stages+=("$word") ;;
    esac
done
[ ${#stages[@]} -gt 0 ] || stages=(form floors types field sqlite postgresql)

form() { "$bin/ruff" check . && "$bin/ruff" format --check .; }
floors() { "$bin/lint-imports"; }
types() { "$bin/mypy"; }
# The officers' app: its types, then its tests without a browser.
field() { "$bin/python" field/test.py "${long[@]}"; }
# Without DATABASE_URL the tests run on SQLite.
sqlite() { env -u DATABASE_URL "$bin/pytest" "${spread[@]}" -m "$chosen"; }
# What draws on paper, shows a page or plays in a browser was seen on SQLite: a landing asks the other engine for what
# a database decides, the long run asks it everything.
postgresql() {
    local most="and not one_engine"
    [ ${#long[@]} -eq 0 ] || most=""
    tools/postgres.sh with "$bin/pytest" "${spread[@]}" \
        -m "($chosen) and database and not browser and not whole_year $most"
}

# One more than the cores: a browser and a server wait for each other half of the time. The last tests are shared out.
spread=(-n "$(($(nproc) + 1))" --dist worksteal --durations 20 --durations-min 5)

chosen="not long"
[ ${#long[@]} -eq 0 ] || chosen="long or not long"

case " ${stages[*]} " in
    *" sqlite "* | *" postgresql "*)
        tools/packages.sh || exit 1
        # Two old browsers for the field app; without them its tests there are skipped by name.
        "$bin/python" tests/engines/unpack.py || [ -z "${CI:-}" ] || exit 1
        # Clients of other projects for the gateways; the same.
        "$bin/python" tests/gateways/clients/install.py || [ -z "${CI:-}" ] || exit 1
        ;;
esac

failed=()
for stage in "${stages[@]}"; do
    echo
    echo "== $stage"
    began=$SECONDS
    if "$stage"; then verdict=passed; else verdict=FAILED; failed+=("$stage"); fi
    echo "== $stage: $verdict after $((SECONDS - began)) s"
done

echo
if [ ${#failed[@]} -gt 0 ]; then
    echo "Failed: ${failed[*]}"
    exit 1
fi
echo "All passed: ${stages[*]}"
