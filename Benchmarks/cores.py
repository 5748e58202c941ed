"""Measures what more cores bring: the same work with one thread and with several, by the clock."""

import os
import statistics
from dataclasses import dataclass

from measuring import run_once, run_together, wall_time


@dataclass
class Scaling:
    """How the throughput of a program grows with its threads."""

    threads: int
    #: Wall seconds of rounds with one thread, and of the same rounds with several.
    one: list
    several: list
    #: Wall seconds of as many runs with one thread at the same time: what the machine's cores are worth together.
    apart: list
    #: Processor seconds, likewise: what several threads cost on top.
    one_processor: list
    several_processor: list

    @property
    def times(self):
        """The gain, by the best round of each: whatever else runs can only make a round longer."""
        return min(self.one) / min(self.several)

    @property
    def busy_times(self):
        """The gain over one thread of a machine whose other cores have as much to do.

        Cores that share a processor, or its memory, are slower together, and neighbours on the same machine make them so
        by turns. As many runs of their own show what is left, and they wait for nobody.
        """
        return min(self.apart) / min(self.several)

    @property
    def limit(self):
        """How many times the throughput of one run as many of their own have."""
        return self.threads * min(self.one) / min(self.apart)

    @property
    def cost(self):
        """Processor time with several threads by that with one."""
        return statistics.median(
            several / one for one, several in zip(self.one_processor, self.several_processor))

    @property
    def seconds(self):
        """Wall seconds with several threads, in the best round."""
        return min(self.several)


def cores():
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def measure_scaling(command, threads, rounds):
    """Runs `command(1)`, `command(threads)` and several of the first at once in turn; nothing if there are not as many cores.

    The clock counts here and not the processor, so other work on the machine shows. It must be called before the process
    binds itself to a core.
    """
    if cores() < threads:
        return None
    result = Scaling(threads, [], [], [], [], [])
    for number in range(rounds + 1):
        for count, wall, processor in [
            (1, result.one, result.one_processor), (threads, result.several, result.several_processor),
        ]:
            seconds, spent = wall_time(lambda: run_once(command(count))[0])
            if number:
                wall.append(seconds)
                processor.append(spent)
        seconds, _ = wall_time(lambda: run_together(command(1), threads))
        if number:
            result.apart.append(seconds)
    return result
