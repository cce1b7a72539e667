//! The map: converts temperatures to degrees Celsius.

mod celsius;

use std::sync::OnceLock;

use crate::exports::wasm_graph::processor::map::Guest;
use crate::wasm_graph::processor::logger::{log, Level};
use crate::wasm_graph::processor::metrics::{add_to_counter, CounterValue};
use crate::wasm_graph::processor::types::{BufferOrBytes, BufferOrString};
use crate::wasm_graph::processor::types::{DataModel, Error, ModuleConfiguration};

/// Stands before this operator's lines in the log.
const NAME: &str = "operator-name/map";

/// Digits after the point. Set by `init`.
static DECIMALS: OnceLock<i32> = OnceLock::new();

impl Guest for crate::Operators {
    /// Reads the parameters of the graph's `moduleConfigurations`. False keeps the graph from starting.
    fn init(configuration: ModuleConfiguration) -> bool {
        for (name, value) in &configuration.properties {
            if name != "decimals" {
                log(Level::Warn, NAME, &format!("unknown parameter {name}"));
                continue;
            }
            match celsius::parse_decimals(value) {
                Ok(decimals) => _ = DECIMALS.set(decimals),
                Err(message) => {
                    log(Level::Error, NAME, &message);
                    return false;
                }
            }
        }
        log(Level::Info, NAME, &format!("rounds to {} decimals", decimals()));
        true
    }

    /// Called for every message. An error drops the message and counts it as lost.
    fn process(message: DataModel) -> Result<DataModel, Error> {
        let DataModel::Message(mut message) = message else {
            return Err(fail("this operator takes messages only"));
        };
        let payload = match message.payload {
            BufferOrBytes::Buffer(buffer) => buffer.read(),
            BufferOrBytes::Bytes(bytes) => bytes,
        };
        let converted = celsius::to_celsius(&payload, decimals()).map_err(fail)?;
        message.payload = BufferOrBytes::Bytes(converted);
        message.content_type = Some(BufferOrString::String("application/json".to_owned()));
        // A metric that cannot be counted is no reason to lose the message.
        let _ = add_to_counter("converted_readings", CounterValue::U64(1), None);
        Ok(DataModel::Message(message))
    }
}

fn decimals() -> i32 {
    DECIMALS.get().copied().unwrap_or(1)
}

fn fail(message: impl Into<String>) -> Error {
    Error { message: message.into() }
}
