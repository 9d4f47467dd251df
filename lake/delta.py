"""The datasets as Delta tables, for platforms that expect them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..schemas.errors import LakeError
from .held import consistently
from .parts import find_parts, read_parts

if TYPE_CHECKING:
    from .parts import Parts
    from .remote import Place


def export(path: Place, target: str) -> dict[str, int]:
    """Write every dataset of the lake at `path` as a Delta table `target`/<dataset>, all of one commit.

    A table that is there gets a new version with the rows of now; the earlier ones stay readable.

    Args:
        path: The lake.
        target: Folder, or a URL that deltalake opens.

    Returns:
        Rows by dataset.

    Raises:
        LakeError: The library `deltalake` is not installed, or cannot write there.
    """
    require_deltalake()
    from deltalake import write_deltalake  # noqa: PLC0415 - an optional dependency
    from deltalake.exceptions import DeltaError  # noqa: PLC0415

    def write(dataset: str, parts: Parts) -> int:
        table = read_parts(parts)
        try:
            write_deltalake(f"{target}/{dataset}", table, mode="overwrite", schema_mode="overwrite")
        except (DeltaError, OSError) as error:
            raise LakeError(
                f"无法写出 Delta 表“{target}/{dataset}”：{error}。请检查文件夹和权限。"
            ) from error
        return int(table.num_rows)

    return consistently(path, lambda: {name: write(name, parts) for name, parts in find_parts(path).items()})


def require_deltalake() -> None:
    """Raise LakeError, with the remedy, if the optional library is missing."""
    try:
        import deltalake  # noqa: F401, PLC0415
    except ImportError as error:
        raise LakeError("导出 Delta 需要 deltalake，请先安装：pip install 'fuhe[delta]'。") from error
