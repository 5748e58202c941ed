"""Draws the table of a run as an SVG: bars of throughput, with the date and the machine below."""

from xml.sax.saxutils import escape

ROW = 28
LEFT = 250
WIDTH = 820
BARS = WIDTH - LEFT - 230

STYLE = """
    text { font: 13px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2328; }
    .title { font-size: 16px; font-weight: 600; }
    .note { font-size: 11px; fill: #59636e; }
    .bar { fill: #8c959f; }
    .own { fill: #0a6fc2; }
    .background { fill: #ffffff; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3; }
      .note { fill: #9198a1; }
      .bar { fill: #6e7681; }
      .own { fill: #4ca6ff; }
      .background { fill: #0d1117; }
    }
"""


def bar(index, title, megabytes, times, largest, is_own):
    """One program: its name, its bar and its figures."""
    top = 56 + index * ROW
    width = max(1, BARS * megabytes / largest)
    kind = "bar own" if is_own else "bar"
    return f"""
  <text x="{LEFT - 10}" y="{top + 14}" text-anchor="end">{escape(title)}</text>
  <rect class="{kind}" x="{LEFT}" y="{top}" width="{width:.1f}" height="{ROW - 9}" rx="2"/>
  <text x="{LEFT + width + 8:.1f}" y="{top + 14}">{megabytes:,.0f} MB/s{escape(times)}</text>"""


def drawing(title, bars, notes):
    """The drawing; `bars` are tuples of a title, MB/s, a text behind them, and whether the program is ours."""
    largest = max(megabytes for _, megabytes, _, _ in bars)
    height = 56 + len(bars) * ROW + 18 * len(notes) + 14
    rows = "".join(bar(index, name, speed, times, largest, own) for index, (name, speed, times, own) in enumerate(bars))
    lines = "".join(
        f'\n  <text class="note" x="20" y="{56 + len(bars) * ROW + 18 * (index + 1)}">{escape(note)}</text>'
        for index, note in enumerate(notes))
    return f"""<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" \
role="img" aria-label="{escape(title, {'"': '&quot;'})}">
  <style>{STYLE}  </style>
  <rect class="background" width="{WIDTH}" height="{height}" rx="6"/>
  <text class="title" x="20" y="32">{escape(title)}</text>{rows}{lines}
</svg>
"""
