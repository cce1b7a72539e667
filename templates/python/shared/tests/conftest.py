"""Stands in for the host, so that the operator's tests run in plain Python.

componentize-py makes the real bindings when it builds the operator; these have
the same names and keep what the operator logs and counts.
"""

import sys
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import Any, Optional

import pytest

# The module under test.
sys.path.insert(0, str(Path(__file__).parent.parent))

BINDINGS = "operator-type-impl".replace("-", "_")


@dataclass
class Variant:
    value: Any


class BufferOrBytes_Bytes(Variant): ...


class BufferOrBytes_Buffer(Variant): ...


class BufferOrString_String(Variant): ...


class DataModel_Message(Variant): ...


class DataModel_BufferOrBytes(Variant): ...


class CounterValue_U64(Variant): ...


@dataclass
class Error:
    message: str


class Err(Exception):
    def __init__(self, value: Any):
        super().__init__(value)
        self.value = value


@dataclass
class Message:
    payload: Any
    content_type: Optional[Any] = None


@dataclass
class ModuleConfiguration:
    properties: list[tuple[str, str]] = field(default_factory=list)
    module_schemas: list[Any] = field(default_factory=list)


@dataclass
class Timespec:
    secs: int
    nanos: int


@dataclass
class HybridLogicalClock:
    timestamp: Timespec
    counter: int
    node_id: str


class Level(Enum):
    TRACE = 0
    DEBUG = 1
    INFO = 2
    WARN = 3
    ERROR = 4
    CRITICAL = 5


class Host:
    """What the operator told its host."""

    def __init__(self):
        self.lines: list[tuple[str, str]] = []
        self.counters: dict[str, int] = {}

    def log(self, level: Level, context: str, message: str) -> None:
        self.lines.append((level.name, message))

    def add_to_counter(self, name: str, value: CounterValue_U64, labels: Optional[list]) -> None:
        self.counters[name] = self.counters.get(name, 0) + value.value


_host = Host()


def _module(name: str, **members: Any) -> ModuleType:
    module = ModuleType(name)
    vars(module).update(members)
    sys.modules[name] = module
    return module


_types = _module(
    f"{BINDINGS}.imports.types",
    BufferOrBytes_Bytes=BufferOrBytes_Bytes,
    BufferOrBytes_Buffer=BufferOrBytes_Buffer,
    BufferOrString_String=BufferOrString_String,
    DataModel=Any,
    DataModel_Message=DataModel_Message,
    DataModel_BufferOrBytes=DataModel_BufferOrBytes,
    Error=Error,
    Message=Message,
    ModuleConfiguration=ModuleConfiguration,
)
_clock = _module(
    f"{BINDINGS}.imports.hybrid_logical_clock", HybridLogicalClock=HybridLogicalClock, Timespec=Timespec
)
_logger = _module(f"{BINDINGS}.imports.logger", Level=Level, log=lambda *line: _host.log(*line))
_metrics = _module(
    f"{BINDINGS}.imports.metrics",
    CounterValue_U64=CounterValue_U64,
    add_to_counter=lambda *counted: _host.add_to_counter(*counted),
)
_imports = _module(
    f"{BINDINGS}.imports", types=_types, hybrid_logical_clock=_clock, logger=_logger, metrics=_metrics
)
_exports = _module(
    f"{BINDINGS}.exports",
    **{name: type(name, (), {}) for name in ("Map", "Filter", "Branch", "Accumulate", "Delay")},
)
_module(f"{BINDINGS}.types", Err=Err)
_module(BINDINGS, imports=_imports, exports=_exports)


@pytest.fixture
def host() -> Host:
    """A host that has been told nothing yet."""
    _host.__init__()
    return _host


@pytest.fixture
def message():
    """Makes the message that has a payload."""
    return lambda payload: DataModel_Message(Message(payload=BufferOrBytes_Bytes(payload)))


@pytest.fixture
def configuration():
    """Makes a configuration of parameters."""
    return lambda **parameters: ModuleConfiguration(properties=list(parameters.items()))


@pytest.fixture
def clock():
    """Makes a logical time."""
    return lambda secs, nanos=0: HybridLogicalClock(Timespec(secs, nanos), 3, "node")
