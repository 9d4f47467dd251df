"""`python -m fuhe` is the same as `fuhe`."""

from __future__ import annotations

from fuhe.cli import app

if __name__ == "__main__":
    app(prog_name="fuhe")
