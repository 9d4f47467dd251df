"""The README shows what the program really prints. `python tests/test_readme.py` rewrites the blocks."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
COMMANDS = {
    "check": ["check", "corpus/files", "corpus/bad", "--out", "demo-lake"],
    "findings": ["findings", "demo-lake", "--unit", "青川", "--document", ".docx"],
}
BLOCK = "<!-- {name} -->\n```text\n{text}\n```\n<!-- /{name} -->"


def outputs() -> dict[str, str]:
    """Run the README's commands in a folder that holds nothing but the corpus."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "corpus").symlink_to(ROOT / "corpus")
        return {name: printed(arguments, folder) for name, arguments in COMMANDS.items()}


def printed(arguments: list[str], folder: str) -> str:
    environment = {**os.environ, "COLUMNS": "110", "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-m", "fuhe", *arguments]
    done = subprocess.run(
        command, cwd=folder, env=environment, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    return "\n".join(line.rstrip() for line in done.stdout.decode().strip().splitlines())


def test_the_readme_shows_the_real_output() -> None:
    text = README.read_text(encoding="utf-8")
    for name, shown in outputs().items():
        assert BLOCK.format(name=name, text=shown) in text, name


if __name__ == "__main__":
    page = README.read_text(encoding="utf-8")
    for key, value in outputs().items():
        block = BLOCK.format(name=key, text=value)
        page = re.sub(rf"<!-- {key} -->.*?<!-- /{key} -->", lambda _: block, page, flags=re.DOTALL)  # noqa: B023
    README.write_text(page, encoding="utf-8")
