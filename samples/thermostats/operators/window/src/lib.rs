//! A delay that holds each message until the end of its time window, so that an
//! accumulate behind it sees the whole window at one logical time.

wit_bindgen::generate!({
    path: "../../../../wit/processor",
    inline: "
        package sample:window;
        world operators {
            import wasm-graph:processor/logger@1.1.0;
            export wasm-graph:processor/delay@1.1.0;
        }
    ",
    world: "sample:window/operators",
    generate_all,
});

use std::cell::Cell;

use exports::wasm_graph::processor::delay::Guest;
use wasm_graph::processor::hybrid_logical_clock::{HybridLogicalClock, Timespec};
use wasm_graph::processor::logger::{log, Level};
use wasm_graph::processor::types::{DataModel, Error, ModuleConfiguration};

const NAME: &str = "window/delay";
const MS_PER_SECOND: u128 = 1000;
const NS_PER_MS: u128 = 1_000_000;

thread_local! {
    static WINDOW_MS: Cell<u128> = const { Cell::new(10_000) };
}

struct Window;

export!(Window);

/// The next multiple of the window, or the time itself when it is one.
/// Nothing when the result would not fit.
fn window_end(time: &Timespec, window_ms: u128) -> Option<Timespec> {
    let window_ns = window_ms * NS_PER_MS;
    let time_ns = u128::from(time.secs) * MS_PER_SECOND * NS_PER_MS + u128::from(time.nanos);
    let end_ns = time_ns.div_ceil(window_ns) * window_ns;
    let secs = u64::try_from(end_ns / (MS_PER_SECOND * NS_PER_MS)).ok()?;
    Some(Timespec { secs, nanos: (end_ns % (MS_PER_SECOND * NS_PER_MS)) as u32 })
}

fn parse_window_ms(seconds: &str) -> Option<u128> {
    let seconds = seconds.trim().parse::<f64>().ok()?;
    let is_sensible = (0.001..=1_000_000_000.0).contains(&seconds);
    is_sensible.then(|| (seconds * 1000.0).round() as u128)
}

impl Guest for Window {
    fn init(configuration: ModuleConfiguration) -> bool {
        for (name, value) in &configuration.properties {
            if name != "window_seconds" {
                log(Level::Warn, NAME, &format!("unknown parameter {name}"));
                continue;
            }
            let Some(window_ms) = parse_window_ms(value) else {
                log(Level::Error, NAME, &format!("window_seconds must be a number of at least 0.001, but is `{value}`"));
                return false;
            };
            WINDOW_MS.with(|cell| cell.set(window_ms));
        }
        true
    }

    /// Returns the end of the window with counter 0 and the node id of the message.
    fn process(_data: DataModel, timestamp: HybridLogicalClock) -> Result<HybridLogicalClock, Error> {
        let end = window_end(&timestamp.timestamp, WINDOW_MS.with(Cell::get));
        let Some(end) = end else {
            return Err(Error { message: "the end of the window is beyond the range of time".to_owned() });
        };
        Ok(HybridLogicalClock { timestamp: end, counter: 0, node_id: timestamp.node_id })
    }
}
