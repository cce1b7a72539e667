"""The branch `operator-name`: sends temperatures above a threshold to the arm "True".

Built by componentize-py, which provides `branch_impl`: the bindings of world
`branch-impl`.
"""

import json
import math

from branch_impl import exports
from branch_impl.imports import hybrid_logical_clock
from branch_impl.imports import logger
from branch_impl.imports import metrics
from branch_impl.imports import types
from branch_impl.types import Err

# Stands before this operator's lines in the log.
NAME = "operator-name/branch"

# Set by `init`.
settings = {"threshold": 70.0}


def parse_number(text: str) -> float:
    number = float(text)
    if math.isnan(number):
        raise ValueError(text)
    return number


def fail(message: str) -> Err:
    """What `process` raises to report an error: the message is dropped and counts as lost."""
    return Err(types.Error(message=message))


def payload_of(data: types.DataModel) -> bytes:
    if not isinstance(data, types.DataModel_Message):
        raise fail("this operator takes messages only")
    payload = data.value.payload
    if isinstance(payload, types.BufferOrBytes_Buffer):
        with payload.value as buffer:
            return buffer.read()
    return payload.value


def temperature_of(reading) -> dict:
    """The temperature in a reading, whose value is a number for sure."""
    temperature = reading.get("temperature") if isinstance(reading, dict) else None
    value = temperature.get("value") if isinstance(temperature, dict) else None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise fail("temperature.value is not a number")
    return temperature


def parse(payload: bytes):
    try:
        return json.loads(payload)
    except ValueError as error:
        raise fail(f"the payload is not JSON: {error}")


def count(name: str, number: int = 1) -> None:
    try:
        metrics.add_to_counter(name, metrics.CounterValue_U64(number), None)
    except Err:
        pass  # A metric that cannot be counted is no reason to lose the message.


class Branch(exports.Branch):
    def init(self, configuration: types.ModuleConfiguration) -> bool:
        """Reads the parameters of the graph's `moduleConfigurations`. False keeps the graph from starting."""
        for name, text in configuration.properties:
            if name not in settings:
                logger.log(logger.Level.WARN, NAME, f"unknown parameter {name}")
                continue
            try:
                settings[name] = parse_number(text)
            except ValueError:
                logger.log(logger.Level.ERROR, NAME, f"{name} must be a number, but is `{text}`")
                return False
        logger.log(logger.Level.INFO, NAME, f"branches at {settings['threshold']}")
        return True

    def process(self, timestamp: hybrid_logical_clock.HybridLogicalClock, message: types.DataModel) -> bool:
        """Called for every message: which arm it takes."""
        is_warm = temperature_of(parse(payload_of(message)))["value"] > settings["threshold"]
        if is_warm:
            count("warm_readings")
        return is_warm
