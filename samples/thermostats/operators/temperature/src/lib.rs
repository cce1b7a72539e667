//! Operators for readings like `{"temperature":{"value":72,"unit":"F"}}`: a map
//! to degrees Celsius, a filter by bounds, a branch by kind of reading and an
//! accumulate that averages. One module, four operators.

mod reading;
mod settings;

wit_bindgen::generate!({
    path: "../../../../wit/processor",
    inline: "
        package sample:temperature;
        world operators {
            import wasm-graph:processor/logger@1.1.0;
            import wasm-graph:processor/metrics@1.1.0;
            export wasm-graph:processor/%map@1.1.0;
            export wasm-graph:processor/filter@1.1.0;
            export wasm-graph:processor/branch@1.1.0;
            export wasm-graph:processor/accumulate@1.1.0;
        }
    ",
    world: "sample:temperature/operators",
    generate_all,
});

use serde_json::{Map, Value};

use exports::wasm_graph::processor as operators;
use reading::Readings;
use settings::{settings, start};
use wasm_graph::processor::hybrid_logical_clock::HybridLogicalClock;
use wasm_graph::processor::logger::{log, Level};
use wasm_graph::processor::metrics::{add_to_counter, CounterValue};
use wasm_graph::processor::types::{
    BufferOrBytes, BufferOrString, DataModel, Error, Message, ModuleConfiguration,
};

struct Temperature;

export!(Temperature);

fn as_message(data: DataModel) -> Result<Message, Error> {
    match data {
        DataModel::Message(message) => Ok(message),
        _ => Err(Error { message: "Unexpected input type: this operator takes messages only".to_owned() }),
    }
}

fn payload_of(message: &Message) -> Vec<u8> {
    match &message.payload {
        BufferOrBytes::Buffer(buffer) => buffer.read(),
        BufferOrBytes::Bytes(bytes) => bytes.clone(),
    }
}

fn object_of(message: &Message) -> Result<Map<String, Value>, Error> {
    reading::parse(&payload_of(message)).map_err(|message| Error { message })
}

fn set_payload(message: &mut Message, object: Map<String, Value>) {
    message.payload = BufferOrBytes::Bytes(Value::Object(object).to_string().into_bytes());
    message.content_type = Some(BufferOrString::String("application/json".to_owned()));
}

impl operators::map::Guest for Temperature {
    fn init(configuration: ModuleConfiguration) -> bool {
        start("temperature/map", &configuration)
    }

    /// Converts to degrees Celsius. A payload without a temperature passes unchanged.
    fn process(message: DataModel) -> Result<DataModel, Error> {
        let mut message = as_message(message)?;
        let mut object = object_of(&message)?;
        let changed = reading::to_celsius(&mut object, settings().decimals);
        if changed.map_err(|message| Error { message })? {
            set_payload(&mut message, object);
            let _ = add_to_counter("temperature_conversions", CounterValue::U64(1), None);
        }
        Ok(DataModel::Message(message))
    }
}

impl operators::filter::Guest for Temperature {
    fn init(configuration: ModuleConfiguration) -> bool {
        start("temperature/filter", &configuration)
    }

    /// Keeps readings of the kind within the bounds, both included.
    fn process(message: DataModel) -> Result<bool, Error> {
        let object = object_of(&as_message(message)?)?;
        let settings = settings();
        let found = reading::value_of(&object, &settings.kind).map_err(|message| Error { message })?;
        let Some(value) = found else {
            log(Level::Debug, "temperature/filter", &format!("dropped: no {} in the payload", settings.kind));
            return Ok(false);
        };
        let is_within = settings.lower_bound <= value && value <= settings.upper_bound;
        if !is_within {
            let bounds = format!("{} to {}", settings.lower_bound, settings.upper_bound);
            log(Level::Debug, "temperature/filter", &format!("dropped: {value} is not within {bounds}"));
        }
        Ok(is_within)
    }
}

impl operators::branch::Guest for Temperature {
    fn init(configuration: ModuleConfiguration) -> bool {
        start("temperature/branch", &configuration)
    }

    /// True when the payload has a reading of the kind.
    fn process(_timestamp: HybridLogicalClock, message: DataModel) -> Result<bool, Error> {
        Ok(object_of(&as_message(message)?)?.contains_key(&settings().kind))
    }
}

impl operators::accumulate::Guest for Temperature {
    fn init(configuration: ModuleConfiguration) -> bool {
        start("temperature/accumulate", &configuration)
    }

    /// Averages the readings of the kind. The result is the last message with
    /// `{kind: {count, sum, unit, value}}`, where `value` is the average.
    fn process(staged: DataModel, message: Vec<DataModel>) -> Result<DataModel, Error> {
        let settings = settings();
        let mut latest = as_message(staged)?;
        let mut readings = Readings::default();
        let mut payloads = vec![payload_of(&latest)];
        for item in message {
            latest = as_message(item)?;
            payloads.push(payload_of(&latest));
        }
        for payload in payloads.iter().filter(|payload| !payload.is_empty()) {
            let added = reading::parse(payload).and_then(|object| readings.add(&object, &settings.kind));
            added.map_err(|message| Error { message })?;
        }
        let average = readings.average(&settings.kind, settings.decimals);
        set_payload(&mut latest, average.map_err(|message| Error { message })?);
        Ok(DataModel::Message(latest))
    }
}
