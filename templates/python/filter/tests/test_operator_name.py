"""Runs the operator on the host of conftest.py: `python -m pytest`."""

import pytest

from operator_name import Filter
from filter_impl.types import Err

BAD_PAYLOADS = [b"not JSON", b"[]", b"7", b"{}", b'{"temperature":7}', b'{"temperature":{"value":"warm"}}']


@pytest.fixture
def operator(host, configuration) -> Filter:
    operator = Filter()
    assert operator.init(configuration(lower_bound="0", upper_bound="100"))
    return operator


def reading(value) -> bytes:
    return f'{{"temperature":{{"value":{value}}}}}'.encode()


@pytest.mark.parametrize("value", [0, 100, 21.5])
def test_passes_both_bounds_and_what_is_between(operator, message, value):
    assert operator.process(message(reading(value))) is True


@pytest.mark.parametrize("value", [-0.1, 100.1, 1e300])
def test_drops_and_counts_what_is_outside(operator, message, host, value):
    assert operator.process(message(reading(value))) is False
    assert host.counters == {"dropped_readings": 1}


@pytest.mark.parametrize("payload", [b"", *BAD_PAYLOADS])
def test_reports_bad_payloads(operator, message, payload):
    with pytest.raises(Err):
        operator.process(message(payload))


@pytest.mark.parametrize("text", ["", "low", "nan"])
def test_refuses_a_bad_parameter(host, configuration, text):
    assert not Filter().init(configuration(lower_bound=text))
    assert host.lines[-1] == ("ERROR", f"lower_bound must be a number, but is `{text}`")
