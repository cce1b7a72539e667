//! Converts readings to degrees Celsius. Plain Rust that knows nothing of the
//! host, so that `cargo test` runs it on your own machine.

use serde_json::Value;

/// Reads the parameter `decimals`: digits after the point, 0 to 9.
pub fn parse_decimals(text: &str) -> Result<i32, String> {
    let parsed = text.trim().parse::<i32>().ok().filter(|digits| (0..=9).contains(digits));
    parsed.ok_or_else(|| format!("decimals must be a whole number from 0 to 9, but is `{text}`"))
}

/// The payload with `temperature` in degrees Celsius; all else stays. A
/// reading without a unit is taken to be in degrees Fahrenheit.
pub fn to_celsius(payload: &[u8], decimals: i32) -> Result<Vec<u8>, String> {
    let mut reading: Value =
        serde_json::from_slice(payload).map_err(|error| format!("the payload is not JSON: {error}"))?;
    // Unlike `[...]`, `get` takes anything: writing by `[...]` panics where there is no object.
    let temperature = reading.get_mut("temperature").and_then(Value::as_object_mut);
    let temperature = temperature.ok_or("temperature is not an object")?;
    let value = temperature.get("value").and_then(Value::as_f64).ok_or("temperature.value is not a number")?;
    let celsius = match temperature.get("unit").and_then(Value::as_str) {
        None | Some("F") => (value - 32.0) * 5.0 / 9.0,
        Some("K") => value - 273.15,
        Some("C") => value,
        Some(unit) => return Err(format!("temperature.unit is unknown: {unit}")),
    };
    let scale = 10f64.powi(decimals);
    temperature.insert("value".to_owned(), Value::from((celsius * scale).round() / scale));
    temperature.insert("unit".to_owned(), Value::from("C"));
    Ok(reading.to_string().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn convert(payload: &str) -> Result<String, String> {
        to_celsius(payload.as_bytes(), 1).map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn converts_degrees_fahrenheit() {
        let converted = convert(r#"{"temperature":{"unit":"F","value":72}}"#);
        assert_eq!(converted.unwrap(), r#"{"temperature":{"unit":"C","value":22.2}}"#);
    }

    #[test]
    fn keeps_what_it_does_not_know() {
        let converted = convert(r#"{"room":"lobby","temperature":{"value":50}}"#).unwrap();
        assert!(converted.contains(r#""room":"lobby""#), "{converted}");
    }

    #[test]
    fn reports_bad_payloads_instead_of_failing() {
        for payload in ["", "not JSON", "[]", "7", "{}", r#"{"temperature":7}"#, r#"{"temperature":{"value":"warm"}}"#] {
            assert!(convert(payload).is_err(), "{payload}");
        }
    }

    #[test]
    fn refuses_a_bad_parameter() {
        assert_eq!(parse_decimals(" 2 "), Ok(2));
        for text in ["", "-1", "10", "1.5", "many"] {
            assert!(parse_decimals(text).is_err(), "{text}");
        }
    }
}
