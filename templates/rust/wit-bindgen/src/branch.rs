//! The branch: sends temperatures above a threshold to the arm "True".

mod threshold;

use std::sync::OnceLock;

use crate::exports::wasm_graph::processor::branch::Guest;
use crate::wasm_graph::processor::hybrid_logical_clock::HybridLogicalClock;
use crate::wasm_graph::processor::logger::{log, Level};
use crate::wasm_graph::processor::metrics::{add_to_counter, CounterValue};
use crate::wasm_graph::processor::types::{BufferOrBytes, DataModel, Error, ModuleConfiguration};

/// Stands before this operator's lines in the log.
const NAME: &str = "operator-name/branch";

/// Set by `init`.
static THRESHOLD: OnceLock<f64> = OnceLock::new();

impl Guest for crate::Operators {
    /// Reads the parameters of the graph's `moduleConfigurations`. False keeps the graph from starting.
    fn init(configuration: ModuleConfiguration) -> bool {
        for (name, value) in &configuration.properties {
            if name != "threshold" {
                log(Level::Warn, NAME, &format!("unknown parameter {name}"));
                continue;
            }
            match threshold::parse_threshold(value) {
                Ok(threshold) => _ = THRESHOLD.set(threshold),
                Err(message) => {
                    log(Level::Error, NAME, &message);
                    return false;
                }
            }
        }
        log(Level::Info, NAME, &format!("branches at {}", threshold()));
        true
    }

    /// Called for every message: which arm it takes. An error drops it and counts it as lost.
    fn process(_timestamp: HybridLogicalClock, message: DataModel) -> Result<bool, Error> {
        let DataModel::Message(message) = message else {
            return Err(fail("this operator takes messages only"));
        };
        let payload = match message.payload {
            BufferOrBytes::Buffer(buffer) => buffer.read(),
            BufferOrBytes::Bytes(bytes) => bytes,
        };
        let is_above = threshold::is_above(&payload, threshold()).map_err(fail)?;
        if is_above {
            // A metric that cannot be counted is no reason to lose the message.
            let _ = add_to_counter("warm_readings", CounterValue::U64(1), None);
        }
        Ok(is_above)
    }
}

fn threshold() -> f64 {
    THRESHOLD.get().copied().unwrap_or(70.0)
}

fn fail(message: impl Into<String>) -> Error {
    Error { message: message.into() }
}
