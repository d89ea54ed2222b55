"""A backup vouches for every file in it, and nothing that differs is put in place."""

import json
import zipfile
from pathlib import Path

import pytest

from urtuu.interfaces.cli import package
from urtuu.interfaces.cli.refusal import Refused


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {"keys/site.key": "secret", "blobs/ab/abcd": "photo"}.items():
        (tmp_path / "var" / name).parent.mkdir(parents=True)
        (tmp_path / "var" / name).write_text(text)
    return tmp_path / "var"


@pytest.fixture
def packed(tmp_path: Path, folder: Path) -> Path:
    copied = tmp_path / "copy.sqlite3"
    copied.write_bytes(b"pages" * 1000)
    target = tmp_path / "backup.zip"
    package.write_package(target, copied, folder, engine="sqlite", made_at="2026-11-24T00:00:00+00:00")
    return target


def rewritten(source: Path, *, change: dict[str, bytes | None], listed: bool = False) -> Path:
    """The same zip with files changed, added or (None) left out; with `listed` the list is made to agree."""
    with zipfile.ZipFile(source) as old:
        files: dict[str, bytes | None] = {name: old.read(name) for name in old.namelist()} | change
    if listed:
        manifest = json.loads(files[package.LIST] or b"")
        manifest["parts"] += [{"name": name, "size": 1, "sha256": ""} for name in change]
        files[package.LIST] = json.dumps(manifest).encode()
    target = source.with_name("changed.zip")
    with zipfile.ZipFile(target, "w") as new:
        for name, content in files.items():
            if content is not None:
                new.writestr(name, content)
    return target


def read(file: Path) -> package.Manifest:
    with zipfile.ZipFile(file) as opened:
        return package.read_manifest(opened)


def test_roads_and_speeds_are_kept_and_half_a_network_is_not(tmp_path: Path, folder: Path) -> None:
    (folder / "roads").mkdir()
    for name in ("roads.npz", "roads.toml", "roads.npz.4711.part"):
        (folder / "roads" / name).write_text("x")
    copied = tmp_path / "copy.sqlite3"
    copied.write_bytes(b"pages")
    target = tmp_path / "backup.zip"
    package.write_package(target, copied, folder, engine="sqlite", made_at="2026-11-24T00:00:00+00:00")
    assert [part.name for part in read(target).parts][-2:] == ["roads/roads.npz", "roads/roads.toml"]


def test_a_picture_on_its_way_is_left_out(tmp_path: Path, folder: Path) -> None:
    (folder / "blobs/arriving/phone-digest").mkdir(parents=True)
    (folder / "blobs/arriving/phone-digest/000000000").write_text("piece")
    (folder / "blobs/ab/half.part").write_text("half")
    copied = tmp_path / "copy.sqlite3"
    copied.write_bytes(b"pages")
    target = tmp_path / "backup.zip"
    package.write_package(target, copied, folder, engine="sqlite", made_at="2026-11-24T00:00:00+00:00")
    names = [part.name for part in read(target).parts]
    assert names == ["database.sqlite3", "keys/site.key", "blobs/ab/abcd"]


def test_everything_that_must_survive_is_in_it(packed):
    names = [part.name for part in read(packed).parts]
    assert names == [
        "database.sqlite3",
        "keys/site.key",
        "blobs/ab/abcd",
    ]
    assert packed.stat().st_mode & 0o777 == 0o600
    assert not packed.with_name("backup.zip.part").exists()


def test_a_changed_file_is_noticed(packed):
    with pytest.raises(Refused, match=r"blobs/ab/abcd is not what the list says"):
        read(rewritten(packed, change={"blobs/ab/abcd": b"other"}))


def test_a_missing_file_is_noticed(packed):
    with pytest.raises(Refused, match="does not hold exactly the files"):
        read(rewritten(packed, change={"keys/site.key": None}))


def test_an_added_file_is_noticed(packed):
    with pytest.raises(Refused, match="does not hold exactly the files"):
        read(rewritten(packed, change={"keys/more.key": b"x"}))


@pytest.mark.parametrize("name", ["keys/../../escape", "/etc/passwd", "blobs/../x", "settings.py"])
def test_no_name_leads_out_of_the_data_folder(packed, name):
    with pytest.raises(Refused, match="does not belong there"):
        read(rewritten(packed, change={name: b"x"}, listed=True))


def test_a_zip_of_another_kind_is_not_a_backup(packed):
    with pytest.raises(Refused, match="not a backup made by urtuu"):
        read(rewritten(packed, change={package.LIST: b"{}"}))


def test_a_key_with_an_odd_name_stops_the_backup(tmp_path, folder):
    (folder / "keys" / "钥匙").write_text("x")
    copied = tmp_path / "copy.sqlite3"
    copied.write_bytes(b"x")
    with pytest.raises(Refused, match="cannot be backed up"):
        package.write_package(tmp_path / "b.zip", copied, folder, engine="sqlite", made_at="now")
    assert not (tmp_path / "b.zip").exists()
