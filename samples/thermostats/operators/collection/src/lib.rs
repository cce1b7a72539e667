//! An accumulate that makes one message of many: statistics for each kind of
//! reading (`mode` = `statistics`, the default) or all payloads in a JSON list
//! (`mode` = `list`).

mod statistics;

wit_bindgen::generate!({
    path: "../../../../wit/processor",
    inline: "
        package sample:collection;
        world operators {
            import wasm-graph:processor/logger@1.1.0;
            export wasm-graph:processor/accumulate@1.1.0;
        }
    ",
    world: "sample:collection/operators",
    generate_all,
});

use std::cell::Cell;

use serde_json::Value;

use exports::wasm_graph::processor::accumulate::Guest;
use statistics::Statistics;
use wasm_graph::processor::logger::{log, Level};
use wasm_graph::processor::types::{
    BufferOrBytes, BufferOrString, DataModel, Error, Message, ModuleConfiguration,
};

const NAME: &str = "collection/accumulate";

#[derive(Clone, Copy)]
enum Mode {
    Statistics,
    List,
}

thread_local! {
    static MODE: Cell<Mode> = const { Cell::new(Mode::Statistics) };
}

struct Collection;

export!(Collection);

fn fail<T>(message: impl Into<String>) -> Result<T, Error> {
    Err(Error { message: message.into() })
}

fn as_message(data: DataModel) -> Result<Message, Error> {
    match data {
        DataModel::Message(message) => Ok(message),
        _ => fail("Unexpected input type: this operator takes messages only"),
    }
}

/// The JSON in the payload; nothing when the payload is empty.
fn json_of(message: &Message) -> Result<Option<Value>, Error> {
    let payload = match &message.payload {
        BufferOrBytes::Buffer(buffer) => buffer.read(),
        BufferOrBytes::Bytes(bytes) => bytes.clone(),
    };
    if payload.is_empty() {
        return Ok(None);
    }
    match serde_json::from_slice(&payload) {
        Ok(value) => Ok(Some(value)),
        Err(error) => fail(format!("the payload is not JSON: {error}")),
    }
}

fn make_list(staged: Option<Value>, items: Vec<Value>) -> Result<Value, Error> {
    let mut list = match staged {
        None => Vec::new(),
        Some(Value::Array(list)) => list,
        Some(_) => return fail("the staged payload is not a list"),
    };
    list.extend(items);
    Ok(Value::Array(list))
}

fn make_statistics(staged: Option<Value>, items: Vec<Value>) -> Result<Value, Error> {
    let mut statistics = Statistics::default();
    if let Some(staged) = staged {
        statistics.restore(&staged);
    }
    for item in &items {
        statistics.add(item);
    }
    match statistics.into_json() {
        Some(json) => Ok(json),
        None => fail("no reading like {\"kind\":{\"value\":1}} in the collected payloads"),
    }
}

impl Guest for Collection {
    fn init(configuration: ModuleConfiguration) -> bool {
        for (name, value) in &configuration.properties {
            let mode = match (name.as_str(), value.trim()) {
                ("mode", "statistics") => Mode::Statistics,
                ("mode", "list") => Mode::List,
                ("mode", other) => {
                    log(Level::Error, NAME, &format!("mode must be `statistics` or `list`, but is `{other}`"));
                    return false;
                }
                _ => {
                    log(Level::Warn, NAME, &format!("unknown parameter {name}"));
                    continue;
                }
            };
            MODE.with(|cell| cell.set(mode));
        }
        true
    }

    /// Returns the last message with the collected payload.
    fn process(staged: DataModel, message: Vec<DataModel>) -> Result<DataModel, Error> {
        let mut latest = as_message(staged)?;
        let staged = json_of(&latest)?;
        let mut items = Vec::with_capacity(message.len());
        for item in message {
            latest = as_message(item)?;
            items.extend(json_of(&latest)?);
        }
        let collected = match MODE.with(Cell::get) {
            Mode::Statistics => make_statistics(staged, items)?,
            Mode::List => make_list(staged, items)?,
        };
        latest.payload = BufferOrBytes::Bytes(collected.to_string().into_bytes());
        latest.content_type = Some(BufferOrString::String("application/json".to_owned()));
        Ok(DataModel::Message(latest))
    }
}
