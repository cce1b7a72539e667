//! Tells warm readings from cold ones. Plain Rust that knows nothing of the
//! host, so that `cargo test` runs it on your own machine.

use serde_json::Value;

/// Reads the parameter `threshold`.
pub fn parse_threshold(text: &str) -> Result<f64, String> {
    let parsed = text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    parsed.ok_or_else(|| format!("threshold must be a number, but is `{text}`"))
}

/// Whether `temperature.value` of the payload is above the threshold.
pub fn is_above(payload: &[u8], threshold: f64) -> Result<bool, String> {
    let reading: Value =
        serde_json::from_slice(payload).map_err(|error| format!("the payload is not JSON: {error}"))?;
    let value = reading["temperature"]["value"].as_f64().ok_or("temperature.value is not a number")?;
    Ok(value > threshold)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str) -> Result<bool, String> {
        is_above(format!(r#"{{"temperature":{{"value":{value}}}}}"#).as_bytes(), 70.0)
    }

    #[test]
    fn tells_above_from_below() {
        assert_eq!(check("70.1"), Ok(true));
        assert_eq!(check("70"), Ok(false));
        assert_eq!(check("-5"), Ok(false));
    }

    #[test]
    fn reports_bad_payloads_instead_of_failing() {
        for value in ["\"warm\"", "null", "[1]", "}"] {
            assert!(check(value).is_err(), "{value}");
        }
    }

    #[test]
    fn refuses_a_bad_parameter() {
        assert_eq!(parse_threshold(" 70.5 "), Ok(70.5));
        for text in ["", "high", "NaN", "inf"] {
            assert!(parse_threshold(text).is_err(), "{text}");
        }
    }
}
