"""The engine that reads lines of text in a picture: RapidOCR with the models inside its wheel.

It is an extra (`fuhe[ocr]`). Nothing is downloaded and nothing reported: the paths of the models are given, so that the engine
never looks for them elsewhere, and its log is silent. One engine serves a process.
"""

from __future__ import annotations

import time
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from typing import Any

    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

# When pages are recognised: where they have no readable text, never, or all of them.
Mode = Literal["auto", "never", "always"]

# What people can do about a page that was not recognised.
REMEDY = "安装 OCR 组件（pip install 'fuhe[ocr]'）后以 --ocr auto 处理"

_NEEDED = ("rapidocr", "onnxruntime", "cv2")
_MODELS = {
    "Det.model_path": "PP-OCRv6_det_small.onnx",
    "Rec.model_path": "PP-OCRv6_rec_small.onnx",
    "Cls.model_path": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
}
# Lines are found on a picture of this size at most; a page of A4 then has 110 dots an inch, where figures of
# 9 points are still found, in a quarter of the time that the whole picture takes.
_FINDING_SIDE = 1280
# Pictures of lines are filled up to this width, at a height of 48 pixels. The usual 320 reads the same figures
# on short cells in one and a half times the time.
_SHORTEST_LINE = 160
# Lines of this many pixels are what the recogniser was trained on; wider ones are split by the finder.
_LONGEST_LINE = 4000


class Recognition(NamedTuple):
    """How scans are to be read.

    Attributes:
        mode: Which pages are recognised.
        seconds: Time that one document may take; pages beyond are left out, with a notice.
    """

    mode: Mode = "auto"
    seconds: float = float("inf")

    def can_run(self) -> bool:
        """Say whether pages may be recognised, and the extra is there to do it."""
        return self.mode != "never" and is_available()

    def deadline(self) -> float:
        """Return when a document that is begun now must be done, on the clock of `time.monotonic`."""
        return time.monotonic() + self.seconds


DEFAULT = Recognition()


class ReadLine(NamedTuple):
    """What a line of a picture reads.

    Attributes:
        text: Without blanks at its ends.
        places: Middle of each character, as a share of the width of the picture; negative for a blank.
        scores: How sure each character is, 0 to 1.
    """

    text: str
    places: tuple[float, ...]
    scores: tuple[float, ...]


def is_available() -> bool:
    """Say whether the extra is installed."""
    return all(find_spec(name) is not None for name in _NEEDED)


def find_lines(picture: Picture) -> list[tuple[float, float, float, float]]:
    """Return the boxes of the lines of text in a picture of three channels: x0, top, x1, bottom in pixels."""
    found = _engine()(picture, use_det=True, use_cls=False, use_rec=False)
    if found.boxes is None:
        return []
    return [
        (float(box[:, 0].min()), float(box[:, 1].min()), float(box[:, 0].max()), float(box[:, 1].max()))
        for box in found.boxes
    ]


def read_line(picture: Picture) -> ReadLine:
    """Return what a picture of one line reads; its text is empty where nothing is recognised."""
    found = _engine()(
        picture, use_det=False, use_cls=False, use_rec=True, return_word_box=True, text_score=0.0
    )
    if not found.txts or not found.txts[0].strip():
        return ReadLine("", (), ())
    text, words = found.txts[0], found.word_results[0]
    steps = max(words.line_txt_len, 1.0)
    columns = iter(column for run in words.word_cols for column in run)
    places = [-1.0 if char.isspace() else min((next(columns) + 0.5) / steps, 1.0) for char in text]
    return _stripped(ReadLine(text, tuple(places), tuple(words.confs)))


def _stripped(line: ReadLine) -> ReadLine:
    start = len(line.text) - len(line.text.lstrip())
    kept = slice(start, start + len(line.text.strip()))
    return ReadLine(line.text[kept], line.places[kept], line.scores[kept])


@cache
def _engine() -> Any:
    import rapidocr  # noqa: PLC0415 - an extra, and two seconds to load

    folder = Path(rapidocr.__file__).parent / "models"
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.max_side_len": _LONGEST_LINE,
            "Det.limit_type": "max",
            "Det.limit_side_len": _FINDING_SIDE,
            "Rec.rec_img_shape": [3, 48, _SHORTEST_LINE],
            # Workers are processes already; threads beside them would only spin.
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            **{key: str(folder / name) for key, name in _MODELS.items()},
        }
    )
