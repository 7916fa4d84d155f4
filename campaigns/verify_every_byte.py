"""Every bit of a certificate's record turned, in JSON and inside its PDF: `lingtan-verify` must refuse each one.

`.venv/bin/python campaigns/verify_every_byte.py [STRIDE]` takes some minutes at stride 1; nothing is drawn at random.
"""

from __future__ import annotations

import json
import runpy
import sys
import tempfile
from pathlib import Path

from lingtan_verify.trust import Trust
from lingtan_verify.verify import Request, verify

ROOT = Path(__file__).resolve().parents[1]
NOW = "2026-11-22T12:00:00Z"


def main(stride: int) -> int:
    makers = runpy.run_path(str(ROOT / "packages" / "lingtan-verify" / "tests" / "conftest.py"))
    world = makers["World"]()
    record = world.certificate()
    request = Request(Trust.parse(json.dumps(world.trust()).encode(), "option", "trust.json"), NOW)
    escaped = tried = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, data in (("c.json", record), ("c.pdf", makers["pdf"]([("certificate.json", record)], flate=False))):
            file, start = Path(folder) / name, data.index(record)
            for position in range(start, start + len(record), stride):
                for bit in range(8):
                    file.write_bytes(data[:position] + bytes([data[position] ^ 1 << bit]) + data[position + 1 :])
                    tried += 1
                    if verify(file, request).valid:
                        escaped += 1
                        print(f"{name}: byte {position - start} bit {bit} was not noticed")
    print(f"{tried} turned bits, {escaped} escaped")
    return 1 if escaped else 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1))
