//! The delay: holds each message until the end of its time window, so that an
//! accumulate behind it sees the whole window at one logical time.

mod window;

use std::sync::OnceLock;

use crate::exports::wasm_graph::processor::delay::Guest;
use crate::wasm_graph::processor::hybrid_logical_clock::{HybridLogicalClock, Timespec};
use crate::wasm_graph::processor::logger::{log, Level};
use crate::wasm_graph::processor::metrics::{add_to_counter, CounterValue};
use crate::wasm_graph::processor::types::{DataModel, Error, ModuleConfiguration};

/// Stands before this operator's lines in the log.
const NAME: &str = "operator-name/delay";

/// Set by `init`.
static WINDOW_SECONDS: OnceLock<u64> = OnceLock::new();

impl Guest for crate::Operators {
    /// Reads the parameters of the graph's `moduleConfigurations`. False keeps the graph from starting.
    fn init(configuration: ModuleConfiguration) -> bool {
        for (name, value) in &configuration.properties {
            if name != "window_seconds" {
                log(Level::Warn, NAME, &format!("unknown parameter {name}"));
                continue;
            }
            match window::parse_seconds(value) {
                Ok(seconds) => _ = WINDOW_SECONDS.set(seconds),
                Err(message) => {
                    log(Level::Error, NAME, &message);
                    return false;
                }
            }
        }
        log(Level::Info, NAME, &format!("windows of {} seconds", window_seconds()));
        true
    }

    /// Called for every message: the logical time at which it goes on. An error drops it and counts it as lost.
    fn process(_data: DataModel, timestamp: HybridLogicalClock) -> Result<HybridLogicalClock, Error> {
        let time = &timestamp.timestamp;
        let end = window::window_end(time.secs, time.nanos, window_seconds());
        let (secs, nanos) = end.map_err(|message| Error { message })?;
        // A metric that cannot be counted is no reason to lose the message.
        let _ = add_to_counter("delayed_messages", CounterValue::U64(1), None);
        Ok(HybridLogicalClock { timestamp: Timespec { secs, nanos }, counter: 0, ..timestamp })
    }
}

fn window_seconds() -> u64 {
    WINDOW_SECONDS.get().copied().unwrap_or(window::DEFAULT_SECONDS)
}
