"""What the desk has to do with phones: rescue files, pictures, a word back, and the week handed in."""

from __future__ import annotations

import base64
import gzip
import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from desk_doings import DISPUTE, SignedIn, need
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cast import Cast, person, post_place
from phone.carrying import Carried
from phone.raw import NEED, VISIT, Raw
from sync.handing import PIXEL, queue_of, rescue_of
from urtuu.base.chain import link
from urtuu.base.weeks import week_of
from urtuu.interfaces.cli import cmd_rescue
from urtuu.interfaces.cli.refusal import Refused
from urtuu.journal import envelopes, pictures, sealing
from urtuu.journal.models import Blob, EntryRow, Pointer, StandingRow
from urtuu.kinds.roles import Role
from urtuu.places.models import Device
from urtuu.places.role_table import TABLE
from urtuu.reports.frozen import digest
from urtuu.reports.scopes import station_scope
from urtuu.reports.sheet import ask

DIGEST = sha256(PIXEL).hexdigest()
TALK = {"topics": ["fraud"], "people": 12, "language": "both"}


@pytest.fixture
def raw(cast: Cast, settings: object, tmp_path: Path) -> Raw:
    """Bataar's phone, and a folder for its pictures."""
    settings.BLOBS = tmp_path / "blobs"  # type: ignore[attr-defined]
    return Raw(cast, cast.bataar, Carried())


def hand_in(client: Client, body: bytes) -> str:
    file = SimpleUploadedFile("urtuu-phone.urtuu", body)
    answer = client.post(reverse("desk:rescue"), {"file": file}, follow=True)
    return answer.content.decode()


# -- rescue files


def test_a_rescue_file_is_taken_in_twice_without_doubling(raw: Raw, cast: Cast, signed_in: SignedIn) -> None:
    body = rescue_of(raw, queue_of(raw))
    client = signed_in(cast.saran)
    assert "3 entries taken, 0 known already" in hand_in(client, body)
    assert "0 entries taken, 3 known already" in hand_in(client, body)
    assert EntryRow.objects.filter(device=raw.device).count() == 3


def test_a_cut_file_gives_what_was_whole(raw: Raw, cast: Cast, signed_in: SignedIn) -> None:
    body = rescue_of(raw, queue_of(raw))
    said = hand_in(signed_in(cast.saran), body[: body.rindex(b"envelope")])
    assert "2 entries taken" in said
    assert "missing or damaged: 1" in said


def test_a_damaged_line_ends_the_lines_and_not_the_pictures(
    raw: Raw, cast: Cast, signed_in: SignedIn
) -> None:
    told = [{"sha256": DIGEST, "size": len(PIXEL), "mime": "image/jpeg"}]
    raw.push(raw.line("visit", "make", {**VISIT, "photo": told}))
    lines = rescue_of(raw, queue_of(raw), {DIGEST: PIXEL}).split(b"\n")
    lines[2] = lines[2].replace(b'"envelope": "', b'"envelope": "x')
    said = hand_in(signed_in(cast.saran), b"\r\n".join(lines))  # a mail programme may have been at it
    assert "1 entries taken" in said
    assert "pictures arrived: 1" in said
    assert "missing or damaged: 2" in said


def test_a_file_that_begins_too_late_says_what_is_lacking(raw: Raw, cast: Cast, signed_in: SignedIn) -> None:
    whole = queue_of(raw, 1)
    raw.seq, raw.head = 1, link(raw.head, line_in(raw, whole[1]))
    said = hand_in(signed_in(cast.saran), rescue_of(raw, queue_of(raw, 2)))
    assert "the file begins with number 2" in said
    assert "only up to 0" in said
    assert "missing or damaged" not in said
    assert not EntryRow.objects.filter(device=raw.device).exists()


def line_in(raw: Raw, sealed: bytes) -> bytes:
    """The exact line in an envelope."""
    told = json.loads(sealed)
    plain = envelopes.opened(base64.b64decode(told["envelope"]), f"{raw.device}/{told['seq']}")
    return plain.split(b"\n")[0]


def test_a_file_without_end_is_stopped(raw: Raw, cast: Cast, signed_in: SignedIn, settings: object) -> None:
    settings.LARGEST_UPLOAD = 1000  # type: ignore[attr-defined]
    body = rescue_of(raw, queue_of(raw))
    answer = signed_in(cast.saran).post(reverse("desk:rescue"), {"file": SimpleUploadedFile("a.urtuu", body)})
    assert answer.status_code == 413
    assert "larger than this site takes" in answer.content.decode()
    assert not EntryRow.objects.filter(device=raw.device).exists()


def test_a_full_disk_takes_the_entries_and_says_what_of_the_pictures(
    raw: Raw, cast: Cast, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [{"sha256": DIGEST, "size": len(PIXEL), "mime": "image/jpeg"}]
    raw.push(raw.line("visit", "make", {**VISIT, "photo": told}))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pictures, "_write", full)
    said = hand_in(signed_in(cast.saran), rescue_of(raw, queue_of(raw), {DIGEST: PIXEL}))
    assert "3 entries taken" in said
    assert "no room for the picture now" in said


def test_the_command_takes_a_file_in_too(
    raw: Raw, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "urtuu-phone.urtuu"
    file.write_bytes(rescue_of(raw, queue_of(raw)))
    cmd_rescue.command(file)
    assert "Entries: 3 taken, 0 known, 0 held, 0 returned." in capsys.readouterr().out
    file.write_bytes(file.read_bytes()[:-40])
    with pytest.raises(Refused, match="Missing or damaged: 1"):
        cmd_rescue.command(file)
    file.write_bytes(b"nothing of ours")
    with pytest.raises(Refused, match="no rescue file"):
        cmd_rescue.command(file)
    with pytest.raises(Refused, match="There is no file"):
        cmd_rescue.command(tmp_path / "elsewhere.urtuu")


def test_a_picture_in_the_file_arrives(raw: Raw, cast: Cast, signed_in: SignedIn) -> None:
    told = [{"sha256": DIGEST, "size": len(PIXEL), "mime": "image/jpeg"}]
    raw.push(raw.line("visit", "make", {**VISIT, "photo": told}))
    assert "pictures arrived: 1" in hand_in(
        signed_in(cast.saran), rescue_of(raw, queue_of(raw), {DIGEST: PIXEL})
    )
    assert pictures.opened(Blob.objects.get()) == PIXEL


@pytest.mark.parametrize(
    ("body", "words"),
    [(b"", "choose the rescue file"), (b"nothing of ours", "no rescue file"), (b"{}\n", "no rescue file")],
)
def test_what_is_no_rescue_file_is_refused(cast: Cast, signed_in: SignedIn, body: bytes, words: str) -> None:
    assert words in hand_in(signed_in(cast.saran), body)


def test_a_phone_out_of_reach_is_refused(raw: Raw, cast: Cast, signed_in: SignedIn) -> None:
    body = rescue_of(raw, queue_of(raw))
    answer = signed_in(cast.nasan).post(reverse("desk:rescue"), {"file": SimpleUploadedFile("a.urtuu", body)})
    assert answer.status_code == 403
    assert not EntryRow.objects.filter(device=raw.device).exists()


def test_the_page_of_phones_says_what_one_lacks_and_what_helps(
    raw: Raw, cast: Cast, signed_in: SignedIn
) -> None:
    found = {
        "camera": "no",
        "worker": "yes",
        "quota": "no: 120 MB",
        "clock": "unknown",
        "engine": "Chrome/92",
    }
    Device.objects.filter(pk=raw.device).update(checks=found)
    text = signed_in(cast.saran).get(reverse("desk:devices")).content.decode()
    assert "lacks 2 things" in text
    assert "enough storage (120 MB)" in text
    assert "200 MB should be free" in text
    assert "the card&#x27;s code is typed" in text
    assert "Chrome/92" in text
    assert "a right clock" not in text  # what could not be told is no lack
    chinese = signed_in(cast.saran, "zh-hans").get(reverse("desk:devices")).content.decode()
    assert "2项不足" in chinese
    assert "请删去不用的照片和应用" in chinese


def test_a_phone_that_lacks_nothing_says_nothing(raw: Raw, cast: Cast, signed_in: SignedIn) -> None:
    Device.objects.filter(pk=raw.device).update(checks={"camera": "yes"})
    assert "lacks" not in signed_in(cast.saran).get(reverse("desk:devices")).content.decode().replace(
        'class="lacks', ""
    )


# -- pictures


def brought(raw: Raw, kind: str, act: str, body: dict[str, Any], *more: str) -> tuple[str, str]:
    """A record that names the picture, which has arrived, and others; its page and the picture's address."""
    told = [{"sha256": d, "size": len(PIXEL), "mime": "image/jpeg"} for d in (DIGEST, *more)]
    assert raw.push_entry(kind, act, {**body, "photo": told})["answer"] == "taken"
    pictures.take_whole(raw.device, DIGEST, PIXEL, timezone.now())
    record = StandingRow.objects.get(kind=kind).record
    return page_of(kind, record), reverse(
        "desk:picture", args=[kind, record, Blob.objects.get(sha256=DIGEST).pk]
    )


def place(cast: Cast) -> dict[str, str]:
    """A place of the near grid."""
    return {"gacha": cast.near.gachas.all()[0].pk, "spot": "村部东侧"}


def page_of(kind: str, record: str) -> str:
    """The address of a record's page."""
    return reverse("desk:record", args=[kind, record])


def test_a_record_shows_the_pictures_that_arrived(raw: Raw, cast: Cast, signed_in: SignedIn) -> None:
    other = "0" * 64
    page, address = brought(raw, "need", "hear", NEED, other)
    assert "1 of 2 have arrived" in signed_in(cast.saran).get(page).content.decode()
    answer = signed_in(cast.saran).get(address)
    assert (answer.content, answer["Content-Type"], answer["Cache-Control"]) == (
        PIXEL,
        "image/jpeg",
        "private, no-store",
    )
    assert signed_in(cast.nasan).get(address).status_code == 403  # another station's chief
    lost = Blob.objects.get(sha256=other)
    lost_at = reverse("desk:picture", args=["need", lost.record, lost.pk])
    assert signed_in(cast.saran).get(lost_at).status_code == 404


READERS = frozenset({Role.OFFICER, Role.CHAIR, Role.REGISTRAR, Role.SAFETY, Role.ARCHIVIST})
"""Of a dispute that its finder holds still: who reads its personal part, and so its pictures."""


@pytest.mark.parametrize("role", [role for role in Role if "records" in TABLE[role].pages])
def test_pictures_of_a_dispute_are_for_those_who_read_its_words(
    raw: Raw, cast: Cast, signed_in: SignedIn, role: Role
) -> None:
    page, address = brought(raw, "dispute", "report", {**DISPUTE, "place": place(cast)})
    who = cast.bataar if role is Role.OFFICER else person(role, role, role, post_place(cast, role))
    client = signed_in(who)
    shown, answer = client.get(page), client.get(address)
    if shown.status_code == 403:  # an interpreter who was not named to it sees nothing at all
        assert (role, answer.status_code) == (Role.INTERPRETER, 403)
        return
    text = shown.content.decode()
    assert "Pictures" in text
    assert (address in text) is (role in READERS)
    assert answer.status_code == (200 if role in READERS else 403)
    assert (answer.content == PIXEL) is (role in READERS)
    assert role in READERS or "The part “personal data” is sealed" in answer.content.decode()


def test_who_handed_a_dispute_over_sees_its_pictures_no_longer(
    raw: Raw, cast: Cast, signed_in: SignedIn
) -> None:
    _page, address = brought(raw, "dispute", "report", {**DISPUTE, "place": place(cast)})
    assert signed_in(cast.bataar).get(address).status_code == 200
    record = StandingRow.objects.get(kind="dispute").record
    StandingRow.objects.filter(record=record).update(holder=cast.wang.id)
    assert signed_in(cast.bataar).get(address).status_code == 403


def test_a_try_at_a_closed_picture_is_journaled(raw: Raw, cast: Cast, signed_in: SignedIn) -> None:
    page, address = brought(raw, "dispute", "report", {**DISPUTE, "place": place(cast)})
    signed_in(cast.saran).get(page)
    assert not StandingRow.objects.filter(kind="reading").exists()
    signed_in(cast.saran).get(address)
    tried = StandingRow.objects.get(kind="reading")
    assert (tried.state, tried.author) == ("turned_away", cast.saran.id)


def test_where_nothing_personal_is_asked_pictures_are_open(raw: Raw, cast: Cast, signed_in: SignedIn) -> None:
    page, address = brought(raw, "publicity", "hold_now", TALK | {"place": place(cast)})
    assert address in signed_in(cast.saran).get(page).content.decode()
    assert signed_in(cast.saran).get(address).content == PIXEL


# -- a word back


def heard(raw: Raw) -> str:
    """A need written on the phone; its record."""
    raw.push_entry("need", "hear", {"topic": "water", "heading": "井", "said": "井干了"})
    return str(StandingRow.objects.get(kind="need").record)


def write_back(client: Client, act: str, record: str, text: str) -> str:
    """What the small form beside the first act of a record sends; the record of the feedback."""
    page = client.get(reverse("desk:record", args=["need", record])).content.decode()
    form = page.partition('<details class="write-back')[2].partition("</details>")[0]
    url = reverse("desk:begin", args=["feedback", act])
    assert f'formaction="{url}"' in form
    hidden = dict(re.findall(r'type="hidden" name="(grid|about|about_entry|officer)" value="([^"]*)"', form))
    answer = client.post(url, {**hidden, "text": text})
    assert answer.status_code == 302, answer.content.decode()
    return str(StandingRow.objects.filter(kind="feedback").latest("began_at").record)


def test_thanks_reach_the_officers_phone_and_are_read(raw: Raw, cast: Cast, signed_in: SignedIn) -> None:
    record = heard(raw)
    client = signed_in(cast.saran)
    feedback = StandingRow.objects.get(record=write_back(client, "thank", record, "辛苦了"))
    assert feedback.holder == cast.bataar.id
    feed = f"officer:{cast.bataar.id}"
    assert Pointer.objects.filter(feed=feed, record=feedback.record).exists()
    lines = answer_of(raw, feed)
    assert any('"text":"辛苦了"' in line for line in lines)  # the officer reads it, nobody else's phone does
    assert "Told" in given(client, record)
    assert raw.push_entry("feedback", "read", {}, feedback.record, saw=1, grid="near")["answer"] == "taken"
    assert StandingRow.objects.get(kind="feedback").state == "closed"
    assert "Closed" in given(client, record)
    assert cast.bataar.name in given(client, record)


def given(client: Client, record: str) -> str:
    """The card of a record's page with the words that were given about it."""
    page = client.get(reverse("desk:record", args=["need", record])).content.decode()
    return page.partition("Words back to the officers")[2].partition("</section>")[0]


def test_a_wish_for_a_correction_names_its_entry_and_is_explained(
    raw: Raw, cast: Cast, signed_in: SignedIn
) -> None:
    record, client = heard(raw), signed_in(cast.saran)
    asked = write_back(client, "ask_correction", record, "是北井还是南井？")
    entry = EntryRow.objects.get(kind="need").id
    page = client.get(reverse("desk:record", args=["feedback", asked])).content.decode()
    assert f'href="{reverse("desk:entry", args=[entry])}"' in page
    assert "是北井还是南井？" in page
    explained = {"why": "两口井都干了，不用更正"}
    assert raw.push_entry("feedback", "explain", explained, asked, saw=1, grid="near")["answer"] == "taken"
    # Who asked reads the explanation; another station's chief does not.
    assert explained["why"] in client.get(reverse("desk:record", args=["feedback", asked])).content.decode()
    assert signed_in(cast.nasan).get(reverse("desk:record", args=["feedback", asked])).status_code == 403
    settled = client.post(reverse("desk:do", args=["feedback", asked, "settle"]), {"saw": "2"})
    assert settled.status_code == 302
    assert StandingRow.objects.get(record=asked).state == "closed"


def test_nobody_writes_back_to_oneself_or_without_the_post(raw: Raw, cast: Cast, signed_in: SignedIn) -> None:
    record = heard(raw)
    for who in (cast.bataar, cast.qiqige):
        page = signed_in(who).get(reverse("desk:record", args=["need", record])).content.decode()
        assert "A word back to the officer" not in page
    body = {"grid": "near", "about": record, "officer": cast.bataar.id, "text": "谢谢"}
    refused = signed_in(cast.bataar).post(reverse("desk:begin", args=["feedback", "thank"]), body)
    assert refused.status_code == 403
    assert not StandingRow.objects.filter(kind="feedback").exists()


def test_a_word_that_is_missing_is_asked_for(raw: Raw, cast: Cast, signed_in: SignedIn) -> None:
    record = heard(raw)
    body = {"grid": "near", "about": record, "officer": cast.bataar.id, "text": " "}
    answer = signed_in(cast.saran).post(reverse("desk:begin", args=["feedback", "thank"]), body)
    assert answer.status_code == 422
    assert record in answer.content.decode()  # what was chosen is still chosen
    assert not StandingRow.objects.filter(kind="feedback").exists()


def test_thanks_for_a_signed_week_do_not_make_it_look_outdated(
    raw: Raw, cast: Cast, signed_in: SignedIn
) -> None:
    record, client = heard(raw), signed_in(cast.saran)
    week = str(week_of(timezone.localdate()))
    station = reverse("desk:sheet_station", args=[week, "shuangsheng"])
    assert client.post(f"{station}do/", {"act": "draw_up"}).status_code == 302
    write_back(client, "thank", record, "辛苦了")
    drawn = json.loads(StandingRow.objects.get(kind="week_report").body)["body"]["digest"]
    now = timezone.now()
    scope = station_scope("shuangsheng")
    assert scope
    assert digest(ask(cast.saran.who, scope, week_of(timezone.localdate()), now)) == drawn


def answer_of(raw: Raw, feed: str) -> list[str]:
    sent = raw.post([], cursors={feed: 0})
    body = sent.content if sent.content[:2] != b"\x1f\x8b" else gzip.decompress(sent.content)
    return body.decode().split("\n")


def test_a_record_written_at_the_desk_has_nobody_to_answer(cast: Cast, signed_in: SignedIn) -> None:
    record = need(cast.bataar, cast.near)
    page = signed_in(cast.saran).get(reverse("desk:record", args=["need", record])).content.decode()
    assert "A word back to the officer" not in page


# -- the week handed in


def test_a_week_handed_in_shows_beside_the_report_and_makes_no_figure(
    raw: Raw, cast: Cast, signed_in: SignedIn
) -> None:
    week = str(week_of(timezone.localdate()))
    station = reverse("desk:sheet_station", args=[week, "shuangsheng"])
    assert cast.bataar.name in missing(signed_in(cast.saran).get(station).content.decode())
    fields = {"week": week, "level": "officer", "officer": cast.bataar.id, "text": "路不好走", "visits": 7}
    assert raw.push_entry("week_report", "hand_in", fields)["answer"] == "taken"
    page = signed_in(cast.saran).get(station).content.decode()
    assert "路不好走" in page
    assert cast.bataar.name not in missing(page)
    assert cast.qiqige.name in missing(page)
    own = reverse("desk:sheet_officer", args=[week, cast.bataar.id])
    assert "路不好走" in signed_in(cast.bataar).get(own).content.decode()
    assert signed_in(cast.bataar).post(f"{own}do/", {"act": "draw_up"}).status_code == 302
    drawn = StandingRow.objects.get(kind="week_report", state="drawn")
    assert json.loads(drawn.body)["body"]["visits"] == 0  # what the journal holds, not what the phone counted


def missing(page: str) -> str:
    return page.partition("Not handed in yet")[2].partition("</p>")[0]


# -- erasure


def test_an_erasure_reaches_the_phones_that_hold_the_record(raw: Raw, cast: Cast) -> None:
    from cast import person
    from urtuu.journal import desk
    from urtuu.kinds.composing import Deed
    from urtuu.kinds.roles import Role
    from urtuu.places.models import Region

    raw.push_entry("need", "hear", {"topic": "water", "heading": "井", "said": "井干了"})
    row = StandingRow.objects.get(kind="need")
    officer = person("tana", "塔娜", Role.PRIVACY, Region.objects.get(pk="150421"))
    fields = {"key": row.record, "about": row.record, "reason": "request"}
    deed = Deed(kind="erasure", act="erase", fields=fields, station="shuangsheng", grid="near")
    desk.perform(officer.id, deed, timezone.now())
    lines = answer_of(raw, row.feed)
    assert any('"act":"erase"' in line and row.record in line for line in lines)
    assert sealing.opened_parts(row.record, ["personal"]) == {}
    assert not any("井干了" in line for line in lines)
