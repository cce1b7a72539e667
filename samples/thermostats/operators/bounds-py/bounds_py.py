"""A filter that keeps readings within bounds, both included.

Built by componentize-py, which provides the modules `filter_impl` (the bindings
of world `filter-impl`).
"""

import json

from filter_impl import exports
from filter_impl.imports import logger
from filter_impl.imports import types
from filter_impl.types import Err

NAME = "bounds-py/filter"

# Set by `init`.
settings = {"kind": "temperature", "lower_bound": float("-inf"), "upper_bound": float("inf")}


def fail(message: str) -> Err:
    return Err(types.Error(message=message))


def read_payload(payload) -> bytes:
    if isinstance(payload, types.BufferOrBytes_Buffer):
        with payload.value as buffer:
            return buffer.read()
    return payload.value


def find_value(payload: bytes):
    """The value of the reading, or None when there is none of this kind."""
    try:
        parsed = json.loads(payload)
    except ValueError as error:
        raise fail(f"the payload is not JSON: {error}")
    reading = parsed.get(settings["kind"]) if isinstance(parsed, dict) else None
    if reading is None:
        return None
    value = reading.get("value") if isinstance(reading, dict) else None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise fail(f"{settings['kind']}.value is not a number")
    return value


def apply(name: str, text: str) -> bool:
    if name not in settings:
        logger.log(logger.Level.WARN, NAME, f"unknown parameter {name}")
        return True
    if name == "kind":
        settings[name] = text
        return True
    try:
        settings[name] = float(text)
    except ValueError:
        logger.log(logger.Level.ERROR, NAME, f"{name} must be a number, but is `{text}`")
        return False
    return True


class Filter(exports.Filter):
    def init(self, configuration: types.ModuleConfiguration) -> bool:
        return all([apply(name, value) for name, value in configuration.properties])

    def process(self, message: types.DataModel) -> bool:
        if not isinstance(message, types.DataModel_Message):
            raise fail("Unexpected input type: this operator takes messages only")
        value = find_value(read_payload(message.value.payload))
        return value is not None and settings["lower_bound"] <= value <= settings["upper_bound"]
