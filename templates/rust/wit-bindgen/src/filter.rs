//! The filter: lets temperatures within bounds pass.

mod bounds;

use std::sync::OnceLock;

use crate::exports::wasm_graph::processor::filter::Guest;
use crate::wasm_graph::processor::logger::{log, Level};
use crate::wasm_graph::processor::metrics::{add_to_counter, CounterValue};
use crate::wasm_graph::processor::types::{BufferOrBytes, DataModel, Error, ModuleConfiguration};
use bounds::Bounds;

/// Stands before this operator's lines in the log.
const NAME: &str = "operator-name/filter";

/// Set by `init`.
static BOUNDS: OnceLock<Bounds> = OnceLock::new();

impl Guest for crate::Operators {
    /// Reads the parameters of the graph's `moduleConfigurations`. False keeps the graph from starting.
    fn init(configuration: ModuleConfiguration) -> bool {
        let mut bounds = Bounds::default();
        for (name, value) in &configuration.properties {
            match bounds.set(name, value) {
                Ok(true) => (),
                Ok(false) => log(Level::Warn, NAME, &format!("unknown parameter {name}")),
                Err(message) => {
                    log(Level::Error, NAME, &message);
                    return false;
                }
            }
        }
        log(Level::Info, NAME, &format!("passes {} to {}", bounds.lower, bounds.upper));
        let _ = BOUNDS.set(bounds);
        true
    }

    /// Called for every message: true lets it pass. An error drops it and counts it as lost.
    fn process(message: DataModel) -> Result<bool, Error> {
        let DataModel::Message(message) = message else {
            return Err(fail("this operator takes messages only"));
        };
        let payload = match message.payload {
            BufferOrBytes::Buffer(buffer) => buffer.read(),
            BufferOrBytes::Bytes(bytes) => bytes,
        };
        let bounds = BOUNDS.get().copied().unwrap_or_default();
        let is_admitted = bounds.admit(&payload).map_err(fail)?;
        if !is_admitted {
            log(Level::Debug, NAME, "dropped a reading that is out of bounds");
            // A metric that cannot be counted is no reason to lose the message.
            let _ = add_to_counter("dropped_readings", CounterValue::U64(1), None);
        }
        Ok(is_admitted)
    }
}

fn fail(message: impl Into<String>) -> Error {
    Error { message: message.into() }
}
