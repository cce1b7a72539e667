"""A map that turns readings into one line of text, for example
"temperature: 22.2 C (mild)".

Built by componentize-py, which provides the modules `map_impl` (the bindings of
world `map-impl`).
"""

import json

from map_impl import exports
from map_impl.imports import logger
from map_impl.imports import types
from map_impl.types import Err

NAME = "format-py/map"

# Set by `init`.
settings = {"separator": ", "}


def fail(message: str) -> Err:
    return Err(types.Error(message=message))


def read_payload(payload) -> bytes:
    if isinstance(payload, types.BufferOrBytes_Buffer):
        with payload.value as buffer:
            return buffer.read()
    return payload.value


def describe(kind: str, reading: dict, label) -> str:
    text = f"{kind}: {reading['value']}"
    if "unit" in reading:
        text += f" {reading['unit']}"
    return f"{text} ({label})" if kind == "temperature" and label else text


def to_line(payload: bytes) -> str:
    try:
        parsed = json.loads(payload)
    except ValueError as error:
        raise fail(f"the payload is not JSON: {error}")
    if not isinstance(parsed, dict):
        raise fail("the payload is JSON, but not an object")
    readings = [
        describe(kind, reading, parsed.get("label"))
        for kind, reading in sorted(parsed.items())
        if isinstance(reading, dict) and "value" in reading
    ]
    if not readings:
        raise fail("the payload has no reading")
    return settings["separator"].join(readings)


class Map(exports.Map):
    def init(self, configuration: types.ModuleConfiguration) -> bool:
        for name, value in configuration.properties:
            if name in settings:
                settings[name] = value
            else:
                logger.log(logger.Level.WARN, NAME, f"unknown parameter {name}")
        return True

    def process(self, message: types.DataModel) -> types.DataModel:
        if not isinstance(message, types.DataModel_Message):
            raise fail("Unexpected input type: this operator takes messages only")
        line = to_line(read_payload(message.value.payload))
        message.value.payload = types.BufferOrBytes_Bytes(line.encode())
        message.value.content_type = types.BufferOrString_String("text/plain")
        return message
