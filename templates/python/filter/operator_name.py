"""The filter `operator-name`: lets temperatures within bounds pass.

Built by componentize-py, which provides `filter_impl`: the bindings of world
`filter-impl`.
"""

import json
import math

from filter_impl import exports
from filter_impl.imports import logger
from filter_impl.imports import metrics
from filter_impl.imports import types
from filter_impl.types import Err

# Stands before this operator's lines in the log.
NAME = "operator-name/filter"

# Lowest and highest temperature that passes, both included. Set by `init`.
settings = {"lower_bound": 0.0, "upper_bound": 100.0}


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


class Filter(exports.Filter):
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
        logger.log(logger.Level.INFO, NAME, f"passes {settings['lower_bound']} to {settings['upper_bound']}")
        return True

    def process(self, message: types.DataModel) -> bool:
        """Called for every message: True lets it pass."""
        value = temperature_of(parse(payload_of(message)))["value"]
        if settings["lower_bound"] <= value <= settings["upper_bound"]:
            return True
        logger.log(logger.Level.DEBUG, NAME, f"dropped {value}, which is out of bounds")
        count("dropped_readings")
        return False
