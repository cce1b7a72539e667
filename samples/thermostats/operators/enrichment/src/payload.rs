//! Adding a field to a JSON payload. Knows nothing of the host.

use serde_json::{Map, Value};

/// The payload with one more field. A stored value that is JSON is added as
/// JSON, any other as text. A payload that is no object goes under `items`.
pub fn add_field(payload: &[u8], field: &str, stored: &str) -> Result<Vec<u8>, String> {
    let parsed = serde_json::from_slice(payload);
    let mut object = match parsed.map_err(|error| format!("the payload is not JSON: {error}"))? {
        Value::Object(object) => object,
        other => Map::from_iter([("items".to_owned(), other)]),
    };
    let value = serde_json::from_str(stored).unwrap_or_else(|_| Value::from(stored));
    object.insert(field.to_owned(), value);
    Ok(Value::Object(object).to_string().into_bytes())
}
