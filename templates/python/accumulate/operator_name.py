"""The accumulate `operator-name`: makes one message of all temperatures of one logical time.

Built by componentize-py, which provides `accumulate_impl`: the bindings of world
`accumulate-impl`.
"""

import json

from accumulate_impl import exports
from accumulate_impl.imports import logger
from accumulate_impl.imports import metrics
from accumulate_impl.imports import types
from accumulate_impl.types import Err

# Stands before this operator's lines in the log.
NAME = "operator-name/accumulate"

# Digits after the point. Set by `init`.
settings = {"decimals": 1}


def parse_decimals(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 9:
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


class Accumulate(exports.Accumulate):
    def init(self, configuration: types.ModuleConfiguration) -> bool:
        """Reads the parameters of the graph's `moduleConfigurations`. False keeps the graph from starting."""
        for name, text in configuration.properties:
            if name not in settings:
                logger.log(logger.Level.WARN, NAME, f"unknown parameter {name}")
                continue
            try:
                settings[name] = parse_decimals(text)
            except ValueError:
                logger.log(logger.Level.ERROR, NAME, f"{name} must be a whole number from 0 to 9, but is `{text}`")
                return False
        logger.log(logger.Level.INFO, NAME, f"rounds to {settings['decimals']} decimals")
        return True

    def process(self, staged: types.DataModel, message: list[types.DataModel]) -> types.DataModel:
        """Called with messages of one logical time. `staged` is what earlier calls made for this time; its
        payload is empty at first, and says how many readings went into it later."""
        payloads = [payload_of(data) for data in [staged, *message]]
        readings = [temperature_of(parse(payload)) for payload in payloads if payload]
        if not readings:
            raise fail("no reading to average")
        number = sum(reading.get("count", 1) for reading in readings)
        total = sum(reading.get("sum", reading["value"]) for reading in readings)
        average = {"count": number, "sum": total, "value": round(total / number, settings["decimals"])}
        staged.value.payload = types.BufferOrBytes_Bytes(json.dumps({"temperature": average}).encode())
        staged.value.content_type = types.BufferOrString_String("application/json")
        count("averaged_readings", len(message))
        return staged
