"""Runs the operator on the host of conftest.py: `python -m pytest`."""

import pytest

from operator_name import Delay
from delay_impl.types import Err


@pytest.fixture
def operator(host, configuration) -> Delay:
    operator = Delay()
    assert operator.init(configuration(window_seconds="10"))
    return operator


@pytest.mark.parametrize(("secs", "nanos", "end"), [(100, 1, 110), (109, 999_999_999, 110), (110, 0, 110), (0, 0, 0)])
def test_goes_to_the_end_of_the_window(operator, message, clock, secs, nanos, end):
    delayed = operator.process(message(b""), clock(secs, nanos))
    assert (delayed.timestamp.secs, delayed.timestamp.nanos, delayed.counter) == (end, 0, 0)
    assert delayed.node_id == "node"


def test_counts_what_it_delays(operator, message, clock, host):
    operator.process(message(b""), clock(1))
    assert host.counters == {"delayed_messages": 1}


def test_reports_times_that_have_no_end(operator, message, clock):
    with pytest.raises(Err):
        operator.process(message(b""), clock(2**64 - 1, 1))


@pytest.mark.parametrize("text", ["", "0", "86401", "long"])
def test_refuses_a_bad_parameter(host, configuration, text):
    assert not Delay().init(configuration(window_seconds=text))
    assert host.lines[-1] == ("ERROR", f"window_seconds must be a whole number from 1 to 86400, but is `{text}`")
