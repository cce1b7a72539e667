//! The map: converts temperatures to degrees Celsius.

mod celsius;

use std::sync::OnceLock;

use wasm_graph_sdk::logger::{log, Level};
use wasm_graph_sdk::macros::map_operator;
use wasm_graph_sdk::metrics::{add_to_counter, CounterValue};

/// Stands before this operator's lines in the log.
const NAME: &str = "operator-name/map";

/// Digits after the point. Set by `init`.
static DECIMALS: OnceLock<i32> = OnceLock::new();

/// Reads the parameters of the graph's `moduleConfigurations`. False keeps the graph from starting.
fn init_map(configuration: ModuleConfiguration) -> bool {
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
#[map_operator(init = "init_map")]
fn to_celsius(input: DataModel) -> Result<DataModel, Error> {
    let DataModel::Message(mut message) = input else {
        return Err(fail("this operator takes messages only"));
    };
    let payload = message.payload.read();
    let converted = celsius::to_celsius(&payload, decimals()).map_err(fail)?;
    message.payload = BufferOrBytes::Bytes(converted);
    message.content_type = Some(BufferOrString::String("application/json".to_owned()));
    // A metric that cannot be counted is no reason to lose the message.
    let _ = add_to_counter("converted_readings", CounterValue::U64(1), None);
    Ok(DataModel::Message(message))
}

fn decimals() -> i32 {
    DECIMALS.get().copied().unwrap_or(1)
}

fn fail(message: impl Into<String>) -> Error {
    Error { message: message.into() }
}
