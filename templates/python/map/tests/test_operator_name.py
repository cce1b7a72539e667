"""Runs the operator on the host of conftest.py: `python -m pytest`."""

import json

import pytest

from operator_name import Map
from map_impl.types import Err

BAD_PAYLOADS = [b"not JSON", b"[]", b"7", b"{}", b'{"temperature":7}', b'{"temperature":{"value":"warm"}}']


@pytest.fixture
def operator(host, configuration) -> Map:
    operator = Map()
    assert operator.init(configuration(decimals="1"))
    return operator


def convert(operator, message, reading) -> dict:
    return json.loads(operator.process(message(json.dumps(reading).encode())).value.payload.value)


def test_converts_degrees_fahrenheit(operator, message):
    converted = convert(operator, message, {"temperature": {"value": 72, "unit": "F"}})
    assert converted == {"temperature": {"value": 22.2, "unit": "C"}}


def test_keeps_what_it_does_not_know(operator, message):
    assert convert(operator, message, {"room": "lobby", "temperature": {"value": 50}})["room"] == "lobby"


def test_counts_what_it_converts(operator, message, host):
    convert(operator, message, {"temperature": {"value": 72}})
    assert host.counters == {"converted_readings": 1}


@pytest.mark.parametrize("payload", [b"", *BAD_PAYLOADS])
def test_reports_bad_payloads(operator, message, payload):
    with pytest.raises(Err):
        operator.process(message(payload))


@pytest.mark.parametrize("text", ["", "-1", "10", "many"])
def test_refuses_a_bad_parameter(host, configuration, text):
    assert not Map().init(configuration(decimals=text))
    assert host.lines[-1] == ("ERROR", f"decimals must be a whole number from 0 to 9, but is `{text}`")
