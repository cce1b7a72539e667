"""Runs the operator on the host of conftest.py: `python -m pytest`."""

import json

import pytest

from operator_name import Accumulate
from accumulate_impl.types import Err

BAD_PAYLOADS = [b"not JSON", b"[]", b"7", b"{}", b'{"temperature":7}', b'{"temperature":{"value":"warm"}}']


@pytest.fixture
def operator(host, configuration) -> Accumulate:
    operator = Accumulate()
    assert operator.init(configuration(decimals="1"))
    return operator


def average(operator, message, staged: bytes, *payloads: bytes) -> dict:
    result = operator.process(message(staged), [message(payload) for payload in payloads])
    return json.loads(result.value.payload.value)["temperature"]


def test_averages_readings(operator, message):
    payloads = [b'{"temperature":{"value":72}}', b'{"temperature":{"value":71}}']
    assert average(operator, message, b"", *payloads) == {"count": 2, "sum": 143, "value": 71.5}


def test_goes_on_from_what_it_made_before(operator, message):
    staged = b'{"temperature":{"count":3,"sum":30,"value":10}}'
    averaged = average(operator, message, staged, b'{"temperature":{"value":30}}')
    assert averaged == {"count": 4, "sum": 60, "value": 15}


def test_counts_what_it_averages(operator, message, host):
    average(operator, message, b"", *[b'{"temperature":{"value":1}}'] * 3)
    assert host.counters == {"averaged_readings": 3}


@pytest.mark.parametrize("payload", [b"", *BAD_PAYLOADS])
def test_reports_bad_payloads(operator, message, payload):
    with pytest.raises(Err):
        operator.process(message(b""), [message(payload)])


@pytest.mark.parametrize("text", ["", "-1", "10", "many"])
def test_refuses_a_bad_parameter(host, configuration, text):
    assert not Accumulate().init(configuration(decimals=text))
    assert host.lines[-1] == ("ERROR", f"decimals must be a whole number from 0 to 9, but is `{text}`")
