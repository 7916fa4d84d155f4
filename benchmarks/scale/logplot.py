"""Log-log panels as SVG, in the house's colours; no plotting library for four lines a panel."""

from __future__ import annotations

import math
from dataclasses import dataclass
from xml.sax.saxutils import escape

COLOURS = ("#0b6e4f", "#2563a8", "#d98e04", "#8a4b2d")
WIDE, HIGH, LEFT, TOP = 360, 300, 62, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line of one panel; its label holds the slope."""

    panel: str
    label: str
    x: list[float]
    y: list[float]


def log_plot(series: list[Series], *, x_title: str) -> str:
    """All panels side by side, each with its own scale of powers of ten."""
    panels = list(dict.fromkeys(one.panel for one in series))
    parts = [_panel(name, [one for one in series if one.panel == name], i * (WIDE + 90), x_title) for i, name in enumerate(panels)]
    size = f'width="{len(panels) * (WIDE + 90)}" height="{HIGH + 190}"'
    style = 'font-family="Inter, system-ui, Noto Sans CJK SC, sans-serif" font-size="12" fill="#14211b"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}><rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>\n'


def _panel(name: str, lines: list[Series], offset: int, x_title: str) -> str:
    low = math.floor(math.log10(min(v for line in lines for v in line.y)))
    high = max(low + 1, math.ceil(math.log10(max(v for line in lines for v in line.y))))
    last = max(v for line in lines for v in line.x)

    def place(x: float, y: float) -> tuple[float, float]:
        across = math.log(x) / math.log(last) if last > 1.0 else 0.0
        return offset + LEFT + across * WIDE, TOP + HIGH - (math.log10(y) - low) / (high - low) * HIGH

    parts = [f'<text x="{offset + LEFT}" y="{TOP - 14}" font-size="13" font-weight="600">{escape(name)}</text>']
    for power in range(low, high + 1):
        x, y = place(1.0, 10.0**power)
        parts.append(f'<line x1="{x:.1f}" x2="{x + WIDE:.1f}" y1="{y:.1f}" y2="{y:.1f}" stroke="#dfe6e1"/>')
        parts.append(f'<text x="{x - 8:.1f}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
    for size in lines[0].x:
        x, y = place(size, 10.0**low)
        parts.append(f'<text x="{x:.1f}" y="{y + 18:.1f}" text-anchor="middle">{size:.3g}×</text>')
    for i, line in enumerate(lines):
        colour = COLOURS[i % len(COLOURS)]
        points = [place(x, y) for x, y in zip(line.x, line.y, strict=True)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
        label_y = TOP + HIGH + 62 + 17 * i
        parts.append(f'<rect x="{offset + LEFT}" y="{label_y - 9}" width="16" height="4" fill="{colour}"/>')
        parts.append(f'<text x="{offset + LEFT + 24}" y="{label_y}">{escape(line.label)}</text>')
    parts.append(f'<text x="{offset + LEFT + WIDE / 2}" y="{TOP + HIGH + 38}" text-anchor="middle" fill="#4a5a52">{escape(x_title)}</text>')
    return "".join(parts)
