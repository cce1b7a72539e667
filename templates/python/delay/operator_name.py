"""The delay `operator-name`: holds each message until the end of its time window, so that
an accumulate behind it sees the whole window at one logical time.

Built by componentize-py, which provides `delay_impl`: the bindings of world
`delay-impl`.
"""

from delay_impl import exports
from delay_impl.imports import hybrid_logical_clock
from delay_impl.imports import logger
from delay_impl.imports import metrics
from delay_impl.imports import types
from delay_impl.types import Err

# Stands before this operator's lines in the log.
NAME = "operator-name/delay"

# Set by `init`.
settings = {"window_seconds": 10}

LATEST_SECOND = 2**64 - 1


def parse_seconds(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 86_400:
        raise ValueError(text)
    return number


def window_end(seconds: int, nanos: int, window_seconds: int) -> int:
    """The end of the window that a time is in, in seconds; the time itself when it is one."""
    whole = seconds + (1 if nanos > 0 else 0)
    return -(-whole // window_seconds) * window_seconds


def count(name: str, number: int = 1) -> None:
    try:
        metrics.add_to_counter(name, metrics.CounterValue_U64(number), None)
    except Err:
        pass  # A metric that cannot be counted is no reason to lose the message.


class Delay(exports.Delay):
    def init(self, configuration: types.ModuleConfiguration) -> bool:
        """Reads the parameters of the graph's `moduleConfigurations`. False keeps the graph from starting."""
        for name, text in configuration.properties:
            if name not in settings:
                logger.log(logger.Level.WARN, NAME, f"unknown parameter {name}")
                continue
            try:
                settings[name] = parse_seconds(text)
            except ValueError:
                logger.log(logger.Level.ERROR, NAME, f"{name} must be a whole number from 1 to 86400, but is `{text}`")
                return False
        logger.log(logger.Level.INFO, NAME, f"windows of {settings['window_seconds']} seconds")
        return True

    def process(
        self, data: types.DataModel, timestamp: hybrid_logical_clock.HybridLogicalClock
    ) -> hybrid_logical_clock.HybridLogicalClock:
        """Called for every message: the logical time at which it goes on."""
        time = timestamp.timestamp
        end = window_end(time.secs, time.nanos, settings["window_seconds"])
        if end > LATEST_SECOND:
            raise Err(types.Error(message="the end of the window is beyond the range of time"))
        count("delayed_messages")
        return hybrid_logical_clock.HybridLogicalClock(
            timestamp=hybrid_logical_clock.Timespec(secs=end, nanos=0), counter=0, node_id=timestamp.node_id
        )
