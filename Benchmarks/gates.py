"""What a run must reach, and whether it did."""

from dataclasses import dataclass

MEMORY_MIB = 64
START_MS = 10
TWO_CORES = 1.8


@dataclass
class Gate:
    """A bound on one figure; a figure that could not be measured is nothing, and fails nothing."""

    title: str
    figure: object
    bound: float
    unit: str = ""
    is_least: bool = True

    @property
    def is_kept(self):
        if self.figure is None:
            return True
        return self.figure >= self.bound if self.is_least else self.figure <= self.bound

    @property
    def row(self):
        """Title, figure, bound and verdict as texts."""
        figure = "not measured" if self.figure is None else f"{self.figure:.3g}{self.unit}"
        bound = f"{'at least' if self.is_least else 'at most'} {self.bound:g}{self.unit}"
        verdict = "-" if self.figure is None else "pass" if self.is_kept else "fail"
        return self.title, figure, bound, verdict


HEADER = ("gate", "figure", "bound", "verdict")


def gates(speed, least_speed, scaling, start_seconds, peak_bytes, allocations):
    """The gates of `normalize`, most important first."""
    return [
        Gate("one core, times the orjson script", speed, least_speed),
        Gate("two cores, times one of two busy ones by the clock", scaling.busy_times if scaling else None, TWO_CORES),
        Gate("start with an empty file", start_seconds * 1e3, START_MS, " ms", is_least=False),
        Gate("most memory held", peak_bytes / (1 << 20), MEMORY_MIB, " MiB", is_least=False),
        Gate(
            "allocations for each further record", allocations[0][2] if allocations else None, 0, is_least=False),
    ]
