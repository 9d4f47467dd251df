"""Pictures made of drawing calls: damaged and hostile ones cost themselves and nothing else."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuhe.extract import limits
from fuhe.extract.drawings.metafile import is_metafile, read_metafile

FOLDER = Path(__file__).parents[2] / "corpus" / "features" / "word"


def picture(name: str) -> bytes:
    with ZipFile(FOLDER / f"{name}.docx") as container:
        return container.read(f"word/media/image1.{name[:3]}")


PICTURES = [picture(name) for name in ("emf_ruled", "emf_bars", "emf_code_page", "emf_plus", "wmf_ruled")]


def test_packed_picture_is_unpacked() -> None:
    assert read_metafile(gzip.compress(PICTURES[0])) == read_metafile(PICTURES[0])


def test_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(PICTURES[0] + bytes(limits.METAFILE_BYTES))
    assert is_metafile(bomb)
    assert read_metafile(bomb) == ((), True)


@pytest.mark.parametrize("data", [b"", b"\x1f\x8b", b"\x1f\x8bxxxx", PICTURES[0][:100], PICTURES[4][:30]])
def test_stump_says_nothing(data: bytes) -> None:
    assert read_metafile(data).blocks == ()


@settings(max_examples=150, deadline=None)
@given(
    data=st.sampled_from(PICTURES),
    changes=st.lists(st.tuples(st.floats(0, 1), st.sampled_from([0, 1, 0x7F, 0x80, 0xFF])), max_size=12),
    kept=st.floats(0.3, 1),
)
def test_damaged_picture_never_fails(data: bytes, changes: list[tuple[float, int]], kept: float) -> None:
    damaged = bytearray(data)
    for place, value in changes:
        damaged[44 + int(place * (len(damaged) - 45))] = value
    read_metafile(bytes(damaged[: int(kept * len(damaged))]))


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 1e38, -1e38, 0.0])
def test_senseless_transform_never_fails(number: float) -> None:
    world = struct.pack("<II6f", 35, 32, number, 0, 0, number, number, 0)
    end = 108  # of the header
    read_metafile(PICTURES[0][:end] + world + PICTURES[0][end:])
