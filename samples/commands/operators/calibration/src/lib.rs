//! A map that asks each message's device for its calibration, by a command over MQTT, and passes the message on with the
//! answer as its user property `calibration`.

wit_bindgen::generate!({
    path: "../../../../wit/processor",
    inline: "
        package sample:calibration;
        world operators {
            import wasm-graph:processor/logger@1.1.0;
            import wasm-graph:processor/command-invoker@1.1.0;
            export wasm-graph:processor/%map@1.1.0;
        }
    ",
    world: "sample:calibration/operators",
    generate_all,
});

use std::cell::{Cell, RefCell};

use exports::wasm_graph::processor::map::Guest;
use wasm_graph::processor::command_invoker::{
    new_invoker, CommandInvoker, CommandInvokerOptionsBuilder, CommandRequestBuilder,
};
use wasm_graph::processor::logger::{log, Level};
use wasm_graph::processor::rpc_types::RpcError;
use wasm_graph::processor::types::{
    BufferOrBytes, BufferOrString, DataModel, Error, Message, ModuleConfiguration,
};

const NAME: &str = "calibration/map";
const COMMAND: &str = "readCalibration";
const REQUEST_TOPIC: &str = "devices/{deviceId}/command/{commandName}";

thread_local! {
    static INVOKER: RefCell<Option<CommandInvoker>> = const { RefCell::new(None) };
    static TIMEOUT_SECONDS: Cell<u64> = const { Cell::new(5) };
}

struct Calibration;

export!(Calibration);

fn make_invoker() -> Result<CommandInvoker, RpcError> {
    let options = CommandInvokerOptionsBuilder::new()
        .request_topic_pattern(REQUEST_TOPIC)?
        .command_name(COMMAND)?
        .topic_token_map(&[("commandName".to_owned(), COMMAND.to_owned())])?
        .response_topic_prefix("clients/calibration")?
        .build()?;
    new_invoker(options)
}

/// The answer of the device, as text.
fn read_calibration(device: &str) -> Result<String, RpcError> {
    INVOKER.with_borrow(|invoker| {
        let invoker = invoker.as_ref().ok_or(RpcError::StateInvalid)?;
        let request = CommandRequestBuilder::new()
            .payload(b"{}")?
            .topic_tokens(&[("deviceId".to_owned(), device.to_owned())])?
            .timeout(TIMEOUT_SECONDS.get(), 0)?
            .build()?;
        let answer = invoker.invoke(request)?;
        String::from_utf8(answer.payload).map_err(|_| RpcError::PayloadInvalid)
    })
}

/// The last level of the topic.
fn device_of(message: &Message) -> Option<String> {
    let topic = match &message.topic {
        BufferOrBytes::Buffer(buffer) => buffer.read(),
        BufferOrBytes::Bytes(bytes) => bytes.clone(),
    };
    let topic = String::from_utf8(topic).ok()?;
    topic.rsplit('/').next().filter(|device| !device.is_empty()).map(str::to_owned)
}

impl Guest for Calibration {
    fn init(configuration: ModuleConfiguration) -> bool {
        for (name, value) in &configuration.properties {
            match (name.as_str(), value.trim().parse()) {
                ("timeout_seconds", Ok(seconds)) if seconds > 0 => TIMEOUT_SECONDS.set(seconds),
                ("timeout_seconds", _) => {
                    log(Level::Error, NAME, &format!("timeout_seconds must be a whole number from 1 on, but is `{value}`"));
                    return false;
                }
                _ => log(Level::Warn, NAME, &format!("unknown parameter {name}")),
            }
        }
        match make_invoker() {
            Ok(invoker) => {
                INVOKER.set(Some(invoker));
                true
            }
            Err(error) => {
                log(Level::Error, NAME, &format!("no invoker: {error:?}"));
                false
            }
        }
    }

    fn process(message: DataModel) -> Result<DataModel, Error> {
        let DataModel::Message(mut message) = message else {
            return Err(Error { message: "only messages can be calibrated".to_owned() });
        };
        let device = device_of(&message)
            .ok_or_else(|| Error { message: "the topic names no device".to_owned() })?;
        let calibration = read_calibration(&device)
            .map_err(|error| Error { message: format!("{device} gave no calibration: {error:?}") })?;
        let property = (BufferOrString::String("calibration".to_owned()), BufferOrString::String(calibration));
        message.properties.user_properties.push(property);
        Ok(DataModel::Message(message))
    }
}
