"""B11: from the last byte on a pseudo terminal to the number on the desk; B15: what idling costs."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.bench.timing import Line, ms

MOST_PAINTED_S, MOST_CALLED_S = 0.020, 0.002
MOST_IDLE_STATION, MOST_IDLE_PROGRAM = 0.001, 0.005
LINE_BYTES_S = 115_200 / 10
LEAST_FLOOD = 50


def measure(folder: Path) -> list[Line]:
    data = folder / "gun"
    desk = _told("desk", str(data))
    stations = _told("stations")
    times = stations["flood_rate"] / LINE_BYTES_S
    lost = int(stations["lost"])
    return [
        _line("last byte to the desk's callback", desk, "called", MOST_CALLED_S),
        _line("last byte to the number painted", desk, "painted", MOST_PAINTED_S),
        Line(
            "B11",
            "an idle thermometer, of one core",
            f"{stations['idle_station']:.4%}",
            "≤ 0.1 %",
            is_met=stations["idle_station"] <= MOST_IDLE_STATION,
        ),
        Line(
            "B11",
            "frames lost in a flood",
            f"{lost} at {times:.0f}x a 115,200 line",
            f"0 at {LEAST_FLOOD}x",
            is_met=lost == 0 and times >= LEAST_FLOOD,
        ),
        Line(
            "B15",
            "the idle program with a thermometer, of one core (20 s)",
            f"{desk['idle_program']:.3%}",
            "≤ 0.5 %",
            is_met=desk["idle_program"] <= MOST_IDLE_PROGRAM,
        ),
    ]


def _line(what: str, told: dict[str, float], name: str, most: float) -> Line:
    middle, end = told[f"{name}_p50"], told[f"{name}_p95"]
    figure = f"p50 {ms(middle)}, p95 {ms(end)}"
    return Line("B11", what, figure, f"p95 ≤ {most * 1000:g} ms", is_met=end <= most)


def _told(*what: str) -> dict[str, float]:
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen")
    ended = subprocess.run(
        [sys.executable, "-m", "tests.bench.gun", *what],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    told: dict[str, float] = json.loads(ended.stdout)
    return told
