"""`python -m lingtan_verify FILE`."""

from lingtan_verify.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
