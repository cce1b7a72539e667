"""Runs the operator on the host of conftest.py: `python -m pytest`."""

import pytest

from operator_name import Branch
from branch_impl.types import Err

BAD_PAYLOADS = [b"not JSON", b"[]", b"7", b"{}", b'{"temperature":7}', b'{"temperature":{"value":"warm"}}']


@pytest.fixture
def operator(host, configuration) -> Branch:
    operator = Branch()
    assert operator.init(configuration(threshold="70"))
    return operator


@pytest.mark.parametrize(("value", "arm"), [(70.1, True), (70, False), (-5, False)])
def test_tells_above_from_below(operator, message, clock, value, arm):
    payload = f'{{"temperature":{{"value":{value}}}}}'.encode()
    assert operator.process(clock(1), message(payload)) is arm


def test_counts_warm_readings(operator, message, clock, host):
    operator.process(clock(1), message(b'{"temperature":{"value":90}}'))
    assert host.counters == {"warm_readings": 1}


@pytest.mark.parametrize("payload", [b"", *BAD_PAYLOADS])
def test_reports_bad_payloads(operator, message, clock, payload):
    with pytest.raises(Err):
        operator.process(clock(1), message(payload))


@pytest.mark.parametrize("text", ["", "high", "nan"])
def test_refuses_a_bad_parameter(host, configuration, text):
    assert not Branch().init(configuration(threshold=text))
    assert host.lines[-1] == ("ERROR", f"threshold must be a number, but is `{text}`")
