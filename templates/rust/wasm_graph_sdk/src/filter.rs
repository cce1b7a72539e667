//! The filter: lets temperatures within bounds pass.

mod bounds;

use std::sync::OnceLock;

use wasm_graph_sdk::logger::{log, Level};
use wasm_graph_sdk::macros::filter_operator;
use wasm_graph_sdk::metrics::{add_to_counter, CounterValue};
use bounds::Bounds;

/// Stands before this operator's lines in the log.
const NAME: &str = "operator-name/filter";

/// Set by `init`.
static BOUNDS: OnceLock<Bounds> = OnceLock::new();

/// Reads the parameters of the graph's `moduleConfigurations`. False keeps the graph from starting.
fn init_filter(configuration: ModuleConfiguration) -> bool {
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
#[filter_operator(init = "init_filter")]
fn within_bounds(input: DataModel) -> Result<bool, Error> {
    let DataModel::Message(message) = input else {
        return Err(fail("this operator takes messages only"));
    };
    let payload = message.payload.read();
    let bounds = BOUNDS.get().copied().unwrap_or_default();
    let is_admitted = bounds.admit(&payload).map_err(fail)?;
    if !is_admitted {
        log(Level::Debug, NAME, "dropped a reading that is out of bounds");
        // A metric that cannot be counted is no reason to lose the message.
        let _ = add_to_counter("dropped_readings", CounterValue::U64(1), None);
    }
    Ok(is_admitted)
}

fn fail(message: impl Into<String>) -> Error {
    Error { message: message.into() }
}
