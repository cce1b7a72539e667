//! The parameters of all operators of this module, read once by `init`.

use std::cell::RefCell;

use crate::wasm_graph::processor::logger::{log, Level};
use crate::wasm_graph::processor::types::ModuleConfiguration;

#[derive(Clone)]
pub struct Settings {
    /// The key of the reading, for example `temperature`.
    pub kind: String,
    pub lower_bound: f64,
    pub upper_bound: f64,
    /// Results are rounded to this many digits after the point, 0 to 9.
    pub decimals: u32,
}

impl Default for Settings {
    fn default() -> Self {
        let kind = "temperature".to_owned();
        Settings { kind, lower_bound: f64::NEG_INFINITY, upper_bound: f64::INFINITY, decimals: 1 }
    }
}

thread_local! {
    static SETTINGS: RefCell<Settings> = RefCell::default();
}

pub fn settings() -> Settings {
    SETTINGS.with(|cell| cell.borrow().clone())
}

/// Takes over the configuration. False when a value makes no sense.
pub fn start(operator: &str, configuration: &ModuleConfiguration) -> bool {
    let mut settings = Settings::default();
    for (name, value) in &configuration.properties {
        if let Err(message) = apply(&mut settings, name, value) {
            log(Level::Error, operator, &message);
            return false;
        }
    }
    let is_ordered = settings.lower_bound <= settings.upper_bound;
    if !is_ordered {
        log(Level::Error, operator, "lower_bound is above upper_bound");
    }
    SETTINGS.with(|cell| *cell.borrow_mut() = settings);
    is_ordered
}

fn apply(settings: &mut Settings, name: &str, value: &str) -> Result<(), String> {
    match name {
        "kind" => settings.kind = value.to_owned(),
        "lower_bound" => settings.lower_bound = number(name, value)?,
        "upper_bound" => settings.upper_bound = number(name, value)?,
        "decimals" => settings.decimals = number(name, value)?.clamp(0.0, 9.0) as u32,
        _ => log(Level::Warn, "temperature", &format!("unknown parameter {name}")),
    }
    Ok(())
}

fn number(name: &str, value: &str) -> Result<f64, String> {
    let parsed = value.trim().parse::<f64>().ok().filter(|number| !number.is_nan());
    parsed.ok_or_else(|| format!("parameter {name} must be a number, but is `{value}`"))
}
