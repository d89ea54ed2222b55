"""Cases in a file, as a lawyer writes them: what the clocks print, and what is refused with a sentence."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from urtuu.base.workdays import working_days
from urtuu.interfaces.cli.main import build
from urtuu.kinds.registry import shelf
from urtuu.kinds.trying import BadCase, clock_rows, read_cases
from urtuu.kinds.words import sentence

NOW = datetime(2026, 12, 11, 4, 0, tzinfo=UTC)
REPORT = {"act": "report", "at": "2026-11-20 09:00", "size": "small"}
ON_THE_WAY = [
    REPORT,
    {"act": "offer", "at": "2026-11-23 09:00"},
    {"act": "accept", "at": "2026-11-24 09:00", "difficulty": "D2"},
    {"act": "start", "at": "2026-11-25 09:00"},
]
AGREED = [
    *ON_THE_WAY,
    {"act": "agree", "at": "2026-12-08 10:00", "form": "written", "due_days": ["2026-12-20", "2027-01-10"]},
    {"act": "seal", "at": "2026-12-10 10:00", "signed_on": "2026-12-09", "sealed_on": "2026-12-10"},
]


def rows(*acts, now=NOW, lang="en"):
    """The clocks of one case, by name and number."""
    (case,) = read_cases(json.dumps([{"case": "A", "acts": acts}]).encode(), shelf())
    return {
        (row["name"], row["clock"][-1] if row["name"] == "obligation" else ""): row
        for row in clock_rows(case, now, lang)
    }


def row(name, *acts, **more):
    """One of them."""
    return rows(*acts, **more)[name, ""]


@pytest.fixture(autouse=True)
def years_to_come(monkeypatch, tmp_path):
    """2027 and 2028 as an operator would add them; the real notices are not out yet."""
    for year in (2027, 2028):
        (tmp_path / f"{year}.toml").write_text(f"free = [{year}-01-01]\nworked = []\n", encoding="utf-8")
    monkeypatch.setenv("URTUU_WORKDAYS", str(tmp_path))
    working_days.cache_clear()
    yield tmp_path
    working_days.cache_clear()


@pytest.mark.parametrize(
    ("found_at", "last"),
    [
        ("2026-11-24 19:59", "2026-11-24"),
        ("2026-11-24 20:00", "2026-11-25 08:00"),
        ("2026-11-24 20:30", "2026-11-25 08:00"),
        ("2026-11-24T12:30:00Z", "2026-11-25 08:00"),
        ("2026-12-31 23:59", "2027-01-01 08:00"),
    ],
)
def test_a_small_matter_does_not_stay_overnight(found_at, last):
    assert row("contact", {**REPORT, "at": found_at})["last_day"] == last


@pytest.mark.parametrize(
    ("signed", "sealed", "plain", "last"),
    [
        ("2027-02-02", "2027-02-02", "2027-03-04", "2027-03-04"),
        ("2026-12-10", "2026-12-10", "2027-01-09", "2027-01-11"),
        ("2028-01-31", "2028-01-31", "2028-03-01", "2028-03-01"),
        ("2027-01-31", "2027-02-02", "2027-03-04", "2027-03-04"),
        ("2026-12-02", "2026-12-02", "2027-01-01", "2027-01-04"),
        ("2027-01-30", "2027-01-30", "2027-03-01", "2027-03-01"),
    ],
)
def test_the_printed_vectors_of_court_confirmation(signed, sealed, plain, last):
    seal = {"act": "seal", "at": "2028-06-01", "signed_on": signed, "sealed_on": sealed}
    agree = {"act": "agree", "at": "2026-12-01", "form": "written", "due_days": ["2027-06-01"]}
    found = row("confirmation", *ON_THE_WAY, agree, seal)
    assert (found["plain_last_day"], found["last_day"]) == (plain, last)
    assert ("rest day" in found["reason"]) == (plain != last)


def test_reported_late_done_in_time_is_said_in_both_languages():
    contact = {"act": "contact", "at": "2026-11-20 22:10", "received_at": "2026-11-23 10:00"}
    assert "reported late, done in time" in row("contact", REPORT, contact)["reason"]
    assert "事后补报，按期办理" in row("contact", REPORT, contact, lang="zh-hans")["reason"]
    heard_at_once = {**contact, "received_at": "2026-11-20 22:11"}
    assert "late" not in row("contact", REPORT, heard_at_once)["reason"]


def test_a_pause_is_told_with_its_days_and_moves_the_term():
    pause = [{"act": "pause", "at": "2026-11-26 09:00"}, {"act": "resume", "at": "2026-11-30 09:00"}]
    assert row("term", *ON_THE_WAY)["last_day"] == "2026-12-24"
    assert row("term", *ON_THE_WAY, *pause)["last_day"] == "2026-12-28"
    assert "4 days" in row("term", *ON_THE_WAY, *pause)["reason"]


def test_each_obligation_is_a_line_and_a_table_row_reads_the_same_as_a_day_list():
    found = rows(*AGREED)
    assert found["obligation", "1"]["last_day"] == "2026-12-20"
    assert found["obligation", "2"]["last_day"] == "2027-01-10"
    written = [
        {"by": "A", "to": "B", "what": "修围栏", "due_on": day} for day in ("2026-12-20", "2027-01-10")
    ]
    agree = {k: v for k, v in AGREED[4].items() if k != "due_days"} | {"obligations": written}
    assert rows(*ON_THE_WAY, agree)["obligation", "2"]["last_day"] == "2027-01-10"


def test_a_missing_year_is_said_and_the_unmoved_day_is_shown(years_to_come):
    (years_to_come / "2027.toml").unlink()
    working_days.cache_clear()
    found = row("confirmation", *AGREED)
    assert found["last_day"] == "2027-01-09"
    assert "2027" in found["reason"]
    assert row("reply", REPORT, {"act": "offer", "at": "2026-12-30"})["last_day"] == ""


def test_an_operators_year_goes_before_ours(years_to_come):
    offered = [REPORT, {"act": "offer", "at": "2026-11-23 09:00"}]
    assert row("reply", *offered)["last_day"] == "2026-11-26"
    (years_to_come / "2026.toml").write_text("free = [2026-11-25]\nworked = []\n", encoding="utf-8")
    working_days.cache_clear()
    assert row("reply", *offered)["last_day"] == "2026-11-27"


CSV = """case,act,at,size,difficulty,due_days,form,received_at
甲,report,2026-11-20 09:00,small,,,,
甲,contact,2026-11-20 22:10,,,,,2026-11-23 10:00
乙,report,2026-11-20 09:00,big,,,,
甲,offer,2026-11-23,,,,,
甲,accept,2026-11-24,,D3,,,
甲,start,2026-11-25,,,,,
甲,agree,2026-12-08,,,2026-12-20;2027-01-10,written,
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_sheet_of_an_office_programme_is_read_as_it_comes(encoding):
    first, second = read_cases(CSV.encode(encoding), shelf())
    assert (first.name, first.standing.state, second.name) == ("甲", "agreed", "乙")
    names = [found["name"] for found in clock_rows(first, NOW, "zh-hans")]
    assert names.count("obligation") == 2
    assert "follow_up_90" in names
    assert {"chief_told", "first_plan"} <= {found["name"] for found in clock_rows(second, NOW, "en")}


@pytest.mark.parametrize(
    ("acts", "name"),
    [
        ([{"act": "offer", "at": "2026-11-20"}], "try_begins"),
        ([REPORT, REPORT], "try_begun"),
        ([REPORT, {"act": "agree", "at": "2026-11-21"}], "try_not_now"),
        ([REPORT, {"act": "mediate", "at": "2026-11-21"}], "try_no_act"),
        ([{**REPORT, "at": "yesterday"}], "try_no_moment"),
        ([{**REPORT, "at": "9999-12-31"}], "try_no_moment"),
        ([{**REPORT, "at": "2026-02-30"}], "try_no_moment"),
        ([{**REPORT, "size": "huge"}], "try_wrong"),
        ([{**REPORT, "people": "many"}], "try_wrong"),
        ([{**REPORT, "colour": "red"}], "try_no_field"),
        ([], "try_no_acts"),
    ],
)
def test_what_cannot_be_tried_is_told_in_both_languages(acts, name):
    with pytest.raises(BadCase) as refused:
        read_cases(json.dumps([{"case": "A", "acts": acts}]).encode(), shelf())
    assert refused.value.sentence.name == name
    for lang in ("zh-hans", "en"):
        said = sentence(lang, refused.value.sentence)
        assert said != name
        assert "{" not in said


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "try_no_column"),
        (b"[]", "try_empty"),
        (b"[{", "try_no_json"),
        (b"[" * 100_000, "try_no_json"),
        (b"\xff\xfe\x00", "try_no_text"),
        (b"case,act\nA,report\n", "try_no_column"),
        (b"case,act,at\nA,report,2026-11-20,more\n", "try_row_long"),
        (b'[{"case": "A", "kind": "stray", "acts": [{"act": "report"}]}]', "try_no_kind"),
        (b'[{"case": "A", "acts": "report"}]', "try_no_acts"),
        (b"[1, 2]", "try_no_acts"),
    ],
)
def test_a_file_that_is_none_gets_a_sentence(content, name):
    with pytest.raises(BadCase) as refused:
        read_cases(content, shelf())
    assert refused.value.sentence.name == name


def test_the_command_prints_every_clock_with_its_days_and_its_law(tmp_path: Path):
    file = tmp_path / "cases.json"
    file.write_text(json.dumps([{"case": "公章在后", "acts": AGREED}]), encoding="utf-8")
    said = CliRunner().invoke(build(), ["clocks", str(file), "--now", "2026-12-11", "--lang", "zh-hans"])
    assert said.exit_code == 0
    for word in ("公章在后", "司法确认期限", "2027-01-11", "民事诉讼法205", "履行期限 2"):
        assert word in said.output, word
    told = CliRunner().invoke(build(), ["clocks", str(file), "--now", "2026-12-11", "--json", "--lang", "en"])
    (case,) = json.loads(told.output)
    assert {clock["name"] for clock in case["clocks"]} >= {
        "confirmation",
        "obligation",
        "term",
        "follow_up_30",
    }


def test_the_command_says_what_is_wrong_in_one_line(tmp_path: Path):
    file = tmp_path / "cases.csv"
    file.write_text("case,act,at\nA,offer,2026-11-20\n", encoding="utf-8")
    said = CliRunner().invoke(build(), ["clocks", str(file), "--lang", "en"])
    assert said.exit_code == 1
    assert str(said.exception) == "Case A: nothing has begun yet, so “Offer mediation” cannot come first."
    assert "cannot be read" in str(CliRunner().invoke(build(), ["clocks", str(tmp_path / "none")]).exception)
