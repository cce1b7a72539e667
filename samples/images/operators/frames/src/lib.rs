//! Pictures and what is seen on them, in three operators: a map that takes a picture (a portable pixmap, P6) apart into a snapshot, a
//! delay that holds everything until the end of its time window, and an accumulate that counts the labels of a window.

mod labels;
mod pixmap;

wit_bindgen::generate!({
    path: "../../../../wit/processor",
    inline: "
        package sample:frames;
        world operators {
            import wasm-graph:processor/logger@1.1.0;
            export wasm-graph:processor/%map@1.1.0;
            export wasm-graph:processor/delay@1.1.0;
            export wasm-graph:processor/accumulate@1.1.0;
        }
    ",
    world: "sample:frames/operators",
    generate_all,
});

use std::cell::Cell;

use exports::wasm_graph::processor::{accumulate, delay, map};
use labels::Labels;
use wasm_graph::processor::hybrid_logical_clock::{HybridLogicalClock, Timespec};
use wasm_graph::processor::logger::{log, Level};
use wasm_graph::processor::types::{
    BufferOrBytes, BufferOrString, DataModel, Error, ModuleConfiguration, Snapshot,
};

const NAME: &str = "frames";

thread_local! {
    static WINDOW_SECONDS: Cell<u64> = const { Cell::new(10) };
}

struct Frames;

export!(Frames);

fn fail<T>(message: impl Into<String>) -> Result<T, Error> {
    Err(Error { message: message.into() })
}

fn bytes_of(content: &BufferOrBytes) -> Vec<u8> {
    match content {
        BufferOrBytes::Buffer(buffer) => buffer.read(),
        BufferOrBytes::Bytes(bytes) => bytes.clone(),
    }
}

/// Every operator of the module is given the parameters of its own operation.
fn configure(configuration: ModuleConfiguration) -> bool {
    for (name, value) in &configuration.properties {
        match (name.as_str(), value.trim().parse()) {
            ("window_seconds", Ok(seconds)) if seconds > 0 => WINDOW_SECONDS.set(seconds),
            ("window_seconds", _) => {
                log(Level::Error, NAME, &format!("window_seconds must be a whole number from 1 on, but is `{value}`"));
                return false;
            }
            _ => log(Level::Warn, NAME, &format!("unknown parameter {name}")),
        }
    }
    true
}

impl map::Guest for Frames {
    fn init(configuration: ModuleConfiguration) -> bool {
        configure(configuration)
    }

    fn process(message: DataModel) -> Result<DataModel, Error> {
        let DataModel::Message(message) = message else {
            return fail("Unexpected input type: this operator takes messages only");
        };
        let payload = bytes_of(&message.payload);
        let picture = pixmap::read(&payload).map_err(|reason| Error { message: format!("the payload is no picture: {reason}") })?;
        Ok(DataModel::Snapshot(Snapshot {
            timestamp: message.timestamp,
            format: BufferOrString::String("rgb8".to_owned()),
            width: picture.width,
            height: picture.height,
            frame: BufferOrBytes::Bytes(picture.pixels.to_vec()),
        }))
    }
}

impl delay::Guest for Frames {
    fn init(configuration: ModuleConfiguration) -> bool {
        configure(configuration)
    }

    /// The end of the window; a time that is one already stays.
    fn process(_data: DataModel, time: HybridLogicalClock) -> Result<HybridLogicalClock, Error> {
        let Timespec { secs, nanos } = time.timestamp;
        let window = WINDOW_SECONDS.get();
        let begun = secs.saturating_add(u64::from(nanos > 0));
        let Some(secs) = begun.div_ceil(window).checked_mul(window) else {
            return fail("the end of the window is beyond the range of time");
        };
        Ok(HybridLogicalClock { timestamp: Timespec { secs, nanos: 0 }, counter: 0, node_id: time.node_id })
    }
}

impl accumulate::Guest for Frames {
    fn init(configuration: ModuleConfiguration) -> bool {
        configure(configuration)
    }

    fn process(staged: DataModel, items: Vec<DataModel>) -> Result<DataModel, Error> {
        let DataModel::Message(mut collected) = staged else {
            return fail("Unexpected staged type: this operator gives messages");
        };
        let mut labels = Labels::parse(&String::from_utf8_lossy(&bytes_of(&collected.payload)));
        for item in items {
            let DataModel::Message(message) = item else {
                return fail("Unexpected input type: this operator takes messages only");
            };
            let payload = bytes_of(&message.payload);
            let Some(label) = labels::label_of(&String::from_utf8_lossy(&payload)).map(str::to_owned) else {
                return fail("the payload has no label like {\"label\":\"off\"}");
            };
            labels.add(&label);
            collected.topic = message.topic;
        }
        collected.payload = BufferOrBytes::Bytes(labels.to_json().into_bytes());
        collected.content_type = Some(BufferOrString::String("application/json".to_owned()));
        Ok(DataModel::Message(collected))
    }
}
