"""Papers to set, and what a second program reads in them."""

from __future__ import annotations

import io
import re
import struct
import subprocess
import zlib
from datetime import UTC, datetime
from pathlib import Path

from pypdf import PdfReader

from urtuu.documents.blocks import Blank, Fields, Grid, Notice, Paper, Prose, Signs

AT = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
POINT = 25.4 / 72
HOSTILE = '#sys.inputs $x^2$ *bold* _em_ @ref <tag> \\ "quoted" {{ name }} {% raw %} & é'


def body(count: int) -> Paper:
    """Nothing but so many characters."""
    text = Prose(name="text", label="", text="牧" * count, indent=False)
    return Paper(code="T", title="", lang="zh-hans", layout="official", blocks=(text,))


def form(**more: object) -> Paper:
    """A form with a block of every sort."""
    said: dict[str, object] = {
        "code": "M04",
        "title": "人民调解受理登记表",
        "lang": "zh-hans",
        "office": "双胜镇人民调解委员会",
        "number_label": "编号：",
        "number": "（2026）人调受字第1号",
        "blocks": (
            Fields(
                blanks=(
                    Blank(name="applicant", label="申请人", value="宝音"),
                    Blank(name="respondent", label="被申请人", value="朝鲁"),
                    Blank(name="address", label="住址", value="永和村兴隆沟小组", wide=True),
                    Blank(name="phone", label="联系电话"),
                )
            ),
            Prose(name="facts", label="简要情况", text=HOSTILE),
            Prose(name="requests", label="请求", lines=3),
            Grid(
                name="obligations",
                label="约定义务",
                heads=(("what", "内容"), ("due", "期限")),
                rows=(("疏通排水沟", "2026年12月20日"), ("付一半工钱", "2027年1月10日")),
            ),
            Notice(heading="告知", paragraphs=("一、调解自愿。", "二、不收费用。")),
            Signs(
                blanks=(
                    Blank(name="party_sign", label="当事人："),
                    Blank(name="registrar_sign", label="登记人："),
                )
            ),
        ),
    }
    return Paper(**{**said, **more})  # type: ignore[arg-type]  # the tests hand over what a paper takes


def pdf_text(content: bytes, folder: Path, *flags: str) -> str:
    """What pdftotext reads."""
    file = folder / "paper.pdf"
    file.write_bytes(content)
    done = subprocess.run(["pdftotext", *flags, str(file), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def docx_text(content: bytes, folder: Path) -> str:
    """What LibreOffice reads."""
    file = folder / "paper.docx"
    file.write_bytes(content)
    command = [
        "soffice", f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", "txt:Text",
        "--outdir", str(folder), str(file),
    ]  # fmt: skip
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    return (folder / "paper.txt").read_text(encoding="utf-8-sig")


def without_space(text: str) -> str:
    """Where a line breaks says nothing."""
    return "".join(text.split())


def png() -> bytes:
    """A small picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + bytes([200, 40, 40]) * 40 for _ in range(30))
    head = struct.pack(">IIBBBBB", 40, 30, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def pages(content: bytes) -> int:
    """How many."""
    return len(PdfReader(io.BytesIO(content)).pages)


def without_footers(text: str) -> str:
    """What stands above the page numbers."""
    return without_space(re.sub(r"—\s*\d+\s*—", "", text))


def left_of(box: str, word: str) -> float:
    """Where a word begins, from the left, in points."""
    line = next(line for line in box.splitlines() if "<word" in line and word in line)
    return float(line.split('xMin="')[1].split('"')[0])


def lowest_letter(content: bytes, folder: Path, word: str) -> float:
    """How far down the page the lowest line with a word reaches, in millimetres."""
    box = pdf_text(content, folder, "-bbox")
    lines = [line for line in box.splitlines() if "<word" in line and word in line]
    return max(float(line.split('yMax="')[1].split('"')[0]) for line in lines) * POINT


def word_extent(content: bytes, folder: Path) -> float:
    """How long the Mongolian on the page is, in points."""
    box = pdf_text(content, folder, "-bbox")
    lines = [line for line in box.splitlines() if "<word" in line and "ᠮ" in line]
    assert lines, box
    ends = [float(lines[0].split(f'{side}="')[1].split('"')[0]) for side in ("xMin", "xMax", "yMin", "yMax")]
    return max(ends[1] - ends[0], ends[3] - ends[2])


def strokes(content: bytes) -> int:
    """How many lines are drawn on the first page."""
    drawn = PdfReader(io.BytesIO(content)).pages[0].get_contents()
    assert drawn is not None
    return len(re.findall(rb"(?m)\bS$", drawn.get_data()))


def drawn_runs(content: bytes) -> int:
    """How many runs of letters the first page has."""
    drawn = PdfReader(io.BytesIO(content)).pages[0].get_contents()
    assert drawn is not None
    return len(re.findall(rb"(?m)^BT\b", drawn.get_data()))
