//! A map that adds what the state store knows under a key to each payload.
//! Built with WASI imports, as most operators in the wild are.

wit_bindgen::generate!({
    path: "../../../../wit/processor",
    inline: "
        package sample:enrichment;
        world operators {
            import wasm-graph:processor/state-store@1.1.0;
            import wasm-graph:processor/logger@1.1.0;
            import wasm-graph:processor/metrics@1.1.0;
            export wasm-graph:processor/%map@1.1.0;
        }
    ",
    world: "sample:enrichment/operators",
    generate_all,
});

mod payload;

use std::cell::RefCell;

use exports::wasm_graph::processor::map::Guest;
use wasm_graph::processor::logger::{log, Level};
use wasm_graph::processor::metrics::{
    add_to_counter, record_to_histogram, CounterValue, HistogramValue, Label,
};
use wasm_graph::processor::state_store::get;
use wasm_graph::processor::state_store_types::{Duration, StateStoreError};
use wasm_graph::processor::types::{
    BufferOrBytes, BufferOrString, DataModel, Error, ModuleConfiguration,
};

const NAME: &str = "enrichment/map";

/// The parameters, read once by `init`.
#[derive(Clone)]
struct Settings {
    /// Key in the state store.
    key: String,
    /// Name of the added field.
    field: String,
    /// Name of the user property that carries the value too, if any.
    user_property: Option<String>,
}

thread_local! {
    static SETTINGS: RefCell<Settings> = RefCell::new(Settings {
        key: "factory".to_owned(),
        field: "factory".to_owned(),
        user_property: None,
    });
}

struct Enrichment;

export!(Enrichment);

fn fail<T>(message: impl Into<String>) -> Result<T, Error> {
    Err(Error { message: message.into() })
}

/// The text stored under the key; nothing when there is none.
fn look_up(key: &str) -> Result<Option<String>, Error> {
    match get(key.as_bytes(), Some(Duration { seconds: 5, nanos: 0 })) {
        Ok(found) => Ok(found.response.map(|bytes| String::from_utf8_lossy(&bytes).into_owned())),
        Err(StateStoreError::RequestError(text)) => fail(format!("the state store refused `{key}`: {text}")),
        Err(error) => fail(format!("the state store failed on `{key}`: {error:?}")),
    }
}

fn measure(is_hit: bool, size: usize) {
    let result = if is_hit { "hit" } else { "miss" };
    let labels = [Label { key: "result".to_owned(), value: result.to_owned() }];
    let counted = add_to_counter("enrichment_lookups", CounterValue::U64(1), Some(&labels));
    let recorded = record_to_histogram("enrichment_payload_bytes", HistogramValue::U64(size as u64), None);
    if counted.and(recorded).is_err() {
        log(Level::Warn, NAME, "a metric was not taken");
    }
}

impl Guest for Enrichment {
    fn init(configuration: ModuleConfiguration) -> bool {
        SETTINGS.with(|cell| {
            let mut settings = cell.borrow_mut();
            for (name, value) in configuration.properties {
                match name.as_str() {
                    "key" => settings.key = value,
                    "field" => settings.field = value,
                    "user_property" => settings.user_property = Some(value).filter(|name| !name.is_empty()),
                    _ => log(Level::Warn, NAME, &format!("unknown parameter {name}")),
                }
            }
            log(Level::Info, NAME, &format!("adds `{}` as `{}`", settings.key, settings.field));
            if settings.key.is_empty() || settings.field.is_empty() {
                log(Level::Error, NAME, "key and field must not be empty");
                return false;
            }
            true
        })
    }

    /// Adds the field. Without a stored value the message passes unchanged.
    fn process(message: DataModel) -> Result<DataModel, Error> {
        let DataModel::Message(mut message) = message else {
            return fail("Unexpected input type: this operator takes messages only");
        };
        let bytes = match &message.payload {
            BufferOrBytes::Buffer(buffer) => buffer.read(),
            BufferOrBytes::Bytes(bytes) => bytes.clone(),
        };
        let settings = SETTINGS.with(|cell| cell.borrow().clone());
        let found = look_up(&settings.key)?;
        measure(found.is_some(), bytes.len());
        let Some(text) = found else {
            log(Level::Warn, NAME, &format!("the state store has no `{}`", settings.key));
            return Ok(DataModel::Message(message));
        };
        let enriched = payload::add_field(&bytes, &settings.field, &text).map_err(|message| Error { message })?;
        message.payload = BufferOrBytes::Bytes(enriched);
        message.content_type = Some(BufferOrString::String("application/json".to_owned()));
        if let Some(name) = settings.user_property {
            let pair = (BufferOrString::String(name), BufferOrString::String(text));
            message.properties.user_properties.push(pair);
        }
        Ok(DataModel::Message(message))
    }
}
