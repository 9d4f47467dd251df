"""`python -m fuhe` is the same as `fuhe`."""

from __future__ import annotations


def main() -> None:
    """Run the command line; imported only here, as children of a run import the main module without needing it."""
    from fuhe.cli import app  # noqa: PLC0415

    app(prog_name="fuhe")


if __name__ == "__main__":
    main()
