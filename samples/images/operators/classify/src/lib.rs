//! A map that runs an ONNX model on each snapshot and passes on what is seen there: `{"label":"fault","percent":99}`. The model is
//! embedded in the module; with the parameter `model` it is one of the workspace's folder `models`.

wit_bindgen::generate!({
    path: ["../../../../wit/processor", "../../../../wit/nn"],
    inline: "
        package sample:classify;
        world operators {
            import wasm-graph:processor/logger@1.1.0;
            import wasi:nn/graph@0.2.0-rc-2024-10-28;
            import wasi:nn/tensor@0.2.0-rc-2024-10-28;
            import wasi:nn/inference@0.2.0-rc-2024-10-28;
            export wasm-graph:processor/%map@1.1.0;
        }
    ",
    world: "sample:classify/operators",
    generate_all,
});

use std::cell::RefCell;

use exports::wasm_graph::processor::map::Guest;
use wasi::nn::errors::Error as NnError;
use wasi::nn::graph::{load, load_by_name, ExecutionTarget, GraphEncoding};
use wasi::nn::inference::GraphExecutionContext;
use wasi::nn::tensor::{Tensor, TensorType};
use wasm_graph::processor::logger::{log, Level};
use wasm_graph::processor::types::{
    BufferOrBytes, BufferOrString, DataModel, Error, Message, MessageProperties, ModuleConfiguration, Snapshot,
};

const NAME: &str = "classify/map";
/// Made by samples/images/make.mjs.
const MODEL: &[u8] = include_bytes!("../model/stack-light.onnx");
/// In the order of the model's outputs.
const LABELS: [&str; 4] = ["running", "waiting", "fault", "off"];

thread_local! {
    static CONTEXT: RefCell<Option<GraphExecutionContext>> = const { RefCell::new(None) };
}

struct Classify;

export!(Classify);

fn describe(error: &NnError) -> String {
    format!("{:?}: {}", error.code(), error.data())
}

/// The context keeps its model, so the graph can go.
fn open(model: Option<&str>) -> Result<GraphExecutionContext, NnError> {
    let graph = match model {
        Some(name) => load_by_name(name)?,
        None => load(&[MODEL.to_vec()], GraphEncoding::Onnx, ExecutionTarget::Cpu)?,
    };
    graph.init_execution_context()
}

/// Red, green and blue one after another instead of side by side, from 0 to 1.
fn tensor_of(snapshot: &Snapshot) -> Result<Tensor, String> {
    let frame = match &snapshot.frame {
        BufferOrBytes::Buffer(buffer) => buffer.read(),
        BufferOrBytes::Bytes(bytes) => bytes.clone(),
    };
    let count = snapshot.width as usize * snapshot.height as usize;
    if frame.len() != count * 3 {
        return Err(format!("{} by {} pixels of rgb8 are not {} bytes", snapshot.width, snapshot.height, frame.len()));
    }
    let mut bytes = Vec::with_capacity(frame.len() * 4);
    for colour in 0..3 {
        for pixel in frame.chunks_exact(3) {
            bytes.extend((f32::from(pixel[colour]) / 255.0).to_le_bytes());
        }
    }
    Ok(Tensor::new(&[1, 3, snapshot.height, snapshot.width], TensorType::Fp32, &bytes))
}

fn scores_of(frame: Tensor) -> Result<Vec<f32>, String> {
    CONTEXT.with_borrow(|context| {
        let context = context.as_ref().ok_or("there is no model")?;
        let outputs = context.compute(vec![("frame".to_owned(), frame)]).map_err(|error| describe(&error))?;
        let (_, scores) = outputs.first().ok_or("the model gave nothing")?;
        Ok(scores.data().chunks_exact(4).map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect())
    })
}

fn classify(snapshot: &Snapshot) -> Result<String, String> {
    let scores = scores_of(tensor_of(snapshot)?)?;
    let best = scores.iter().zip(LABELS).max_by(|left, right| left.0.total_cmp(right.0));
    let (score, label) = best.ok_or("the model gave no scores")?;
    Ok(format!("{{\"label\":\"{label}\",\"percent\":{}}}", (score * 100.0).round()))
}

impl Guest for Classify {
    fn init(configuration: ModuleConfiguration) -> bool {
        let mut model = None;
        for (name, value) in &configuration.properties {
            match name.as_str() {
                "model" => model = Some(value.as_str()).filter(|name| !name.is_empty()),
                _ => log(Level::Warn, NAME, &format!("unknown parameter {name}")),
            }
        }
        match open(model) {
            Ok(context) => {
                CONTEXT.set(Some(context));
                true
            }
            Err(error) => {
                log(Level::Error, NAME, &format!("the model cannot be loaded: {}", describe(&error)));
                false
            }
        }
    }

    fn process(message: DataModel) -> Result<DataModel, Error> {
        let DataModel::Snapshot(snapshot) = message else {
            return Err(Error { message: "Unexpected input type: this operator takes snapshots only".to_owned() });
        };
        let answer = classify(&snapshot).map_err(|message| Error { message })?;
        // A snapshot has no topic of its own.
        Ok(DataModel::Message(Message {
            timestamp: snapshot.timestamp,
            topic: BufferOrBytes::Bytes(b"labels".to_vec()),
            content_type: Some(BufferOrString::String("application/json".to_owned())),
            payload: BufferOrBytes::Bytes(answer.into_bytes()),
            properties: MessageProperties { user_properties: Vec::new() },
            schema: None,
        }))
    }
}
