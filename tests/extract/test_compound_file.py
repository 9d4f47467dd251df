from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuhe.corpus.compound_files import compound_file
from fuhe.extract.compound_file import CompoundFile
from fuhe.extract.sniff import sniff

DATA = bytes(range(256)) * 20


def test_stream_is_found_by_its_name() -> None:
    found = CompoundFile(compound_file("Package", DATA))
    assert found.stream("Package") == DATA
    assert found.stream("Workbook") is None
    assert found.stream("Workbook", "Package") == DATA


def test_streams_of_embedded_objects_come_after_the_own_ones() -> None:
    made = CompoundFile(compound_file("WORKBOOK", DATA, embedded="WordDocument"))
    assert made.top_names() == {"workbook", "mbd"}
    assert made.stream("Workbook") == DATA == made.stream("WordDocument")
    assert sniff(compound_file("WORKBOOK", DATA, embedded="WordDocument")) == "xls"
    assert sniff(compound_file("WordDocument", DATA, embedded="Workbook")) == "doc"


def test_chain_that_runs_in_a_circle_ends() -> None:
    made = bytearray(compound_file("Package", DATA))
    made[512 + 4 * 5 : 512 + 4 * 6] = (2).to_bytes(
        4, "little"
    )  # the fourth sector of the stream leads to its first
    assert CompoundFile(bytes(made)).stream("Package") == DATA[: 4 * 512]


def test_other_files_are_refused() -> None:
    with pytest.raises(ValueError, match="no compound file"):
        CompoundFile(b"PK\x03\x04" + bytes(600))


@given(at=st.integers(24, 1536), byte=st.integers(0, 255))
def test_damage_costs_streams_only(at: int, byte: int) -> None:
    made = bytearray(compound_file("Package", DATA))
    made[at] = byte
    try:
        found = CompoundFile(bytes(made)).stream("Package")
    except ValueError:
        return
    assert found is None or len(found) <= len(made)
