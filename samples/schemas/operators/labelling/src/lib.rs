//! A map that looks up the schema of each message, by the last level of its topic, and labels the message with it: as its
//! schema, and for readers outside as the user properties `dataschema` (as CloudEvents have it) and `title`.

wit_bindgen::generate!({
    path: "../../../../wit/processor",
    inline: "
        package sample:labelling;
        world operators {
            import wasm-graph:processor/logger@1.1.0;
            import wasm-graph:processor/schema-registry@1.1.0;
            export wasm-graph:processor/%map@1.1.0;
        }
    ",
    world: "sample:labelling/operators",
    generate_all,
});

use std::cell::RefCell;

use exports::wasm_graph::processor::map::Guest;
use wasm_graph::processor::logger::{log, Level};
use wasm_graph::processor::schema_registry::{get, Schema, SchemaError};
use wasm_graph::processor::types::{
    BufferOrBytes, BufferOrString, DataModel, Error, Message, MessageSchema, ModuleConfiguration,
};

const NAME: &str = "labelling/map";
const TIMEOUT_SECONDS: u64 = 5;

struct Settings {
    namespace: String,
    version: String,
}

thread_local! {
    static SETTINGS: RefCell<Settings> = const { RefCell::new(Settings { namespace: String::new(), version: String::new() }) };
}

struct Labelling;

export!(Labelling);

/// The last level of the topic.
fn kind_of(message: &Message) -> Option<String> {
    let topic = match &message.topic {
        BufferOrBytes::Buffer(buffer) => buffer.read(),
        BufferOrBytes::Bytes(bytes) => bytes.clone(),
    };
    let topic = String::from_utf8(topic).ok()?;
    topic.rsplit('/').next().filter(|kind| !kind.is_empty()).map(str::to_owned)
}

fn look_up(kind: &str) -> Result<Schema, SchemaError> {
    SETTINGS.with_borrow(|Settings { namespace, version }| {
        get(&format!("{namespace}/{kind}"), version, (TIMEOUT_SECONDS, 0))
    })
}

fn explain(error: &SchemaError) -> String {
    match error {
        SchemaError::NotFound => "the registry has no schema for it".to_owned(),
        SchemaError::NotAvailable => "the registry has its schema in other versions only".to_owned(),
        SchemaError::Timeout => "the registry did not answer".to_owned(),
        SchemaError::Request(reason) | SchemaError::Internal(reason) => reason.clone(),
    }
}

fn text(value: &str) -> BufferOrString {
    BufferOrString::String(value.to_owned())
}

impl Guest for Labelling {
    fn init(configuration: ModuleConfiguration) -> bool {
        let mut settings = Settings { namespace: "default".to_owned(), version: "1".to_owned() };
        for (name, value) in configuration.properties {
            match name.as_str() {
                "namespace" => settings.namespace = value,
                "version" => settings.version = value,
                _ => log(Level::Warn, NAME, &format!("unknown parameter {name}")),
            }
        }
        SETTINGS.set(settings);
        true
    }

    fn process(message: DataModel) -> Result<DataModel, Error> {
        let DataModel::Message(mut message) = message else {
            return Err(Error { message: "only messages can be labelled".to_owned() });
        };
        let kind = kind_of(&message).ok_or_else(|| Error { message: "the topic names no kind".to_owned() })?;
        let schema = look_up(&kind).map_err(|error| Error { message: format!("{kind}: {}", explain(&error)) })?;
        let reference = format!("aio-sr://{}/{}:{}", schema.namespace, schema.name, schema.version);
        let properties = &mut message.properties.user_properties;
        properties.push((text("dataschema"), text(&reference)));
        if let Some(title) = &schema.display_name {
            properties.push((text("title"), text(title)));
        }
        message.schema = Some(MessageSchema::RegistryReference(text(&reference)));
        Ok(DataModel::Message(message))
    }
}
