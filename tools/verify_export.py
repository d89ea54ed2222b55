"""Checks an exported journal with nothing of the program that made it: `verify_export.py FILE [--key BASE64]`.

Reads `urtuu-journal-1` (plain or gzip). Recomputes each device's chain, each batch's signature, each feed's positions
and Merkle root (RFC 6962) and the site's signature over it. Prints every fault with its place; exit code 1 if any.
`--key`: the site's receipt key as a phone or a printed sheet knows it. Needs Python 3.9 and `cryptography`. A chain
proves nothing against whoever holds the site's key: only roots that others kept do.
"""

import base64
import gzip
import hashlib
import json
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils

sha = lambda data: hashlib.sha256(data).digest()  # noqa: E731 - one line of a short script


def tree_root(leaves):
    """RFC 6962, 2.1: split at the largest power of two below the number of leaves."""
    peaks, size = [], 0
    for fresh in leaves:
        leaf, carry, size = fresh, size, size + 1
        while carry & 1:
            leaf, carry = sha(b"\x01" + peaks.pop() + leaf), carry >> 1
        peaks.append(leaf)
    root = peaks.pop() if peaks else sha(b"")
    while peaks:
        root = sha(b"\x01" + peaks.pop() + root)
    return root


def signed(alg, key, message, signature):
    try:
        raw, sig = base64.b64decode(key), base64.b64decode(signature)
        if alg == "ed25519":
            ed25519.Ed25519PublicKey.from_public_bytes(raw).verify(sig, message)
        else:
            r, s = (int.from_bytes(half, "big") for half in (sig[:32], sig[32:]))
            point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
            point.verify(utils.encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def text_of(row):
    return base64.b64decode(row["line_b64"]) if "line_b64" in row else row["line"].encode()


def place(row):
    at_home = f"feed {row['feed']} position {row['pos']}"
    return at_home if row.get("feed") else f"device {row['device']} number {row['seq']}"


def read(path):
    rows, faults, total, ended = {}, [], hashlib.sha256(), False
    opened = gzip.open if path.endswith("gz") else open
    with opened(path, "rb") as file:
        for number, text in enumerate(file, 1):
            try:
                row = json.loads(text)
                ended = row["type"] == "end" and row["sha256"] == total.hexdigest()
            except (ValueError, KeyError, TypeError):
                faults.append(f"line {number} of the file is unreadable")
                continue
            total.update(text)
            rows.setdefault(row["type"], []).append(row)
    return rows, faults if ended else [*faults, "the file was cut off or changed: its closing digest differs"]


def check_devices(rows):
    """Every device's chain without a gap, up to the head it is said to have, each batch signed."""
    lines, batches = {}, {}
    for kind, found in (("line", lines), ("batch", batches)):
        for row in rows.get(kind, []):
            found.setdefault(row["device"], []).append(row)
    known = {row["id"]: row for row in rows.get("device", [])}
    for device in sorted(set(lines) - set(known)):
        yield f"device {device}: lines of a device that is not named"
    for device, about in known.items():
        head, heads = sha(b"urtuu-device:" + device.encode()), {}
        for expected, row in enumerate(lines.get(device, []), 1):
            head = sha(head + text_of(row))
            heads[expected] = head
            if row["seq"] != expected:
                yield f"device {device} number {expected}: {place(row)} is missing, doubled or out of order"
                break
        if len(heads) != about["seq"] or head.hex() != about["head"]:
            yield f"device {device}: the chain ends at {len(heads)} and not with the head named for {about['seq']}"
        reached = 0
        for batch in batches.get(device, []):
            last = batch["base_seq"] + batch["count"] - 1
            whole = batch["base_seq"] == reached + 1 and heads.get(last, b"").hex() == batch["head"]
            if not whole or not signed(batch["alg"], about["public_key"], heads[last], batch["sig"]):
                yield f"device {device} numbers {batch['base_seq']}-{last}: the batch's signature does not hold"
            reached = last
        if reached != about["seq"]:
            yield f"device {device}: numbers after {reached} are in no signed batch"


def check_feeds(rows, key):
    """Every feed dense from 1, its root recomputed from the lines, and signed by the site."""
    by_id, feeds = {}, {}
    for row in rows.get("line", []):
        by_id[row["id"]] = row
        if (row["answer"] == "taken") != bool(row["feed"]):
            yield f"{place(row)}: its answer and its position contradict each other"
        if row["feed"]:
            feeds.setdefault(row["feed"], []).append((row["pos"], row))
            if f'"id":"{row["id"]}"'.encode() not in text_of(row):
                yield f"{place(row)}: the line names another id"
    for row in rows.get("pointer", []):
        feeds.setdefault(row["feed"], []).append((row["pos"], by_id.get(row["entry"])))
    epoch, heads = rows["site"][0]["epoch"], {row["name"]: row for row in rows.get("feed", [])}
    for name in sorted(set(feeds) | set(heads)):
        placed = sorted(feeds.get(name, []), key=lambda one: one[0])
        for expected, (pos, row) in enumerate(placed, 1):
            if pos != expected or row is None:
                yield f"feed {name} position {expected}: missing, doubled or pointing nowhere"
                break
        about = heads.get(name, {"pos": 0, "root": "", "sig": ""})
        root = tree_root(sha(b"\x00" + text_of(row)) for _, row in placed if row is not None).hex()
        if len(placed) != about["pos"] or root != about["root"]:
            yield f"feed {name}: {len(placed)} positions do not give the root named for position {about['pos']}"
        told = {"epoch": epoch, "feed": name, "pos": about["pos"], "root": about["root"]}
        message = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        if not signed("ed25519", key, message, about["sig"]):
            yield f"feed {name} position {about['pos']}: the site's signature does not hold"


def main(arguments):
    rows, faults = read(arguments[0])
    try:
        key = named = rows["site"][0]["receipt_key"]
        if "--key" in arguments and (key := arguments[arguments.index("--key") + 1]) != named:
            faults.append("the file names another receipt key than yours")
        for check in (check_devices(rows), check_feeds(rows, key)):
            faults.extend(check)  # what was found stays found when a later row makes no sense
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        faults.append(f"a row lacks what it must say: {error!r}")
    print(*faults, f"{len(rows.get('line', []))} entries, {len(faults)} faults", sep="\n")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) if len(sys.argv) > 1 else print(__doc__) or 2)
