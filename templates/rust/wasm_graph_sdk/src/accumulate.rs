//! The accumulate: makes one message of all temperatures of one logical time.

mod average;

use std::sync::OnceLock;

use wasm_graph_sdk::logger::{log, Level};
use wasm_graph_sdk::macros::accumulate_operator;
use wasm_graph_sdk::metrics::{add_to_counter, CounterValue};
use average::Average;

/// Stands before this operator's lines in the log.
const NAME: &str = "operator-name/accumulate";

/// Digits after the point. Set by `init`.
static DECIMALS: OnceLock<i32> = OnceLock::new();

/// Reads the parameters of the graph's `moduleConfigurations`. False keeps the graph from starting.
fn init_accumulate(configuration: ModuleConfiguration) -> bool {
    for (name, value) in &configuration.properties {
        if name != "decimals" {
            log(Level::Warn, NAME, &format!("unknown parameter {name}"));
            continue;
        }
        match average::parse_decimals(value) {
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

/// Called with messages of one logical time. `staged` is what earlier calls made for this time; its
/// payload is empty at first. An error drops the messages and counts them as lost.
#[accumulate_operator(init = "init_accumulate")]
fn average_readings(staged: DataModel, inputs: Vec<DataModel>) -> Result<DataModel, Error> {
    let mut average = Average::default();
    let mut result = take_message(staged)?;
    average.add(&result.payload.read()).map_err(fail)?;
    let count = inputs.len() as u64;
    for input in inputs {
        average.add(&take_message(input)?.payload.read()).map_err(fail)?;
    }
    result.payload = BufferOrBytes::Bytes(average.payload(decimals()).map_err(fail)?);
    result.content_type = Some(BufferOrString::String("application/json".to_owned()));
    // A metric that cannot be counted is no reason to lose the messages.
    let _ = add_to_counter("averaged_readings", CounterValue::U64(count), None);
    Ok(DataModel::Message(result))
}

fn decimals() -> i32 {
    DECIMALS.get().copied().unwrap_or(1)
}

fn take_message(data: DataModel) -> Result<Message, Error> {
    match data {
        DataModel::Message(message) => Ok(message),
        _ => Err(fail("this operator takes messages only")),
    }
}

fn fail(message: impl Into<String>) -> Error {
    Error { message: message.into() }
}
