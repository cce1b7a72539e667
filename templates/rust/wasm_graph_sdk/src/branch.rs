//! The branch: sends temperatures above a threshold to the arm "True".

mod threshold;

use std::sync::OnceLock;

use wasm_graph_sdk::logger::{log, Level};
use wasm_graph_sdk::macros::branch_operator;
use wasm_graph_sdk::metrics::{add_to_counter, CounterValue};

/// Stands before this operator's lines in the log.
const NAME: &str = "operator-name/branch";

/// Set by `init`.
static THRESHOLD: OnceLock<f64> = OnceLock::new();

/// Reads the parameters of the graph's `moduleConfigurations`. False keeps the graph from starting.
fn init_branch(configuration: ModuleConfiguration) -> bool {
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
#[branch_operator(init = "init_branch")]
fn is_warm(_timestamp: HybridLogicalClock, input: DataModel) -> Result<bool, Error> {
    let DataModel::Message(message) = input else {
        return Err(fail("this operator takes messages only"));
    };
    let payload = message.payload.read();
    let is_above = threshold::is_above(&payload, threshold()).map_err(fail)?;
    if is_above {
        // A metric that cannot be counted is no reason to lose the message.
        let _ = add_to_counter("warm_readings", CounterValue::U64(1), None);
    }
    Ok(is_above)
}

fn threshold() -> f64 {
    THRESHOLD.get().copied().unwrap_or(70.0)
}

fn fail(message: impl Into<String>) -> Error {
    Error { message: message.into() }
}
