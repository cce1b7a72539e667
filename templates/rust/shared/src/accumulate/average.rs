//! Averages readings. Plain Rust that knows nothing of the host, so that
//! `cargo test` runs it on your own machine.

use serde_json::{json, Value};

/// Reads the parameter `decimals`: digits after the point, 0 to 9.
pub fn parse_decimals(text: &str) -> Result<i32, String> {
    let parsed = text.trim().parse::<i32>().ok().filter(|digits| (0..=9).contains(digits));
    parsed.ok_or_else(|| format!("decimals must be a whole number from 0 to 9, but is `{text}`"))
}

/// Readings on their way to an average.
#[derive(Default)]
pub struct Average {
    count: u64,
    sum: f64,
}

impl Average {
    /// Adds one payload: a reading, or what was made of earlier ones, which
    /// says how many there were. An empty payload, with which a window
    /// begins, is none.
    pub fn add(&mut self, payload: &[u8]) -> Result<(), String> {
        if payload.is_empty() {
            return Ok(());
        }
        let reading: Value =
            serde_json::from_slice(payload).map_err(|error| format!("the payload is not JSON: {error}"))?;
        let temperature = &reading["temperature"];
        let value = temperature["value"].as_f64().ok_or("temperature.value is not a number")?;
        self.count += temperature["count"].as_u64().unwrap_or(1);
        self.sum += temperature["sum"].as_f64().unwrap_or(value);
        Ok(())
    }

    /// `{"temperature":{"count":2,"sum":143.0,"value":71.5}}`
    pub fn payload(&self, decimals: i32) -> Result<Vec<u8>, String> {
        if self.count == 0 {
            return Err("no reading to average".to_owned());
        }
        let scale = 10f64.powi(decimals);
        let value = (self.sum / self.count as f64 * scale).round() / scale;
        let average = json!({ "temperature": { "count": self.count, "sum": self.sum, "value": value } });
        Ok(average.to_string().into_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn average(payloads: &[&str]) -> Result<String, String> {
        let mut average = Average::default();
        for payload in payloads {
            average.add(payload.as_bytes())?;
        }
        average.payload(1).map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn averages_readings() {
        let payloads = [r#"{"temperature":{"value":72}}"#, r#"{"temperature":{"value":71}}"#];
        let expected = r#"{"temperature":{"count":2,"sum":143.0,"value":71.5}}"#;
        assert_eq!(average(&payloads).unwrap(), expected);
    }

    #[test]
    fn goes_on_from_what_it_made_before() {
        let staged = r#"{"temperature":{"count":3,"sum":30.0,"value":10}}"#;
        let averaged = average(&["", staged, r#"{"temperature":{"value":30}}"#]).unwrap();
        assert_eq!(averaged, r#"{"temperature":{"count":4,"sum":60.0,"value":15.0}}"#);
    }

    #[test]
    fn reports_bad_payloads_instead_of_failing() {
        for payload in ["", "not JSON", "7", "{}", r#"{"temperature":{"value":"warm"}}"#] {
            assert!(average(&[payload]).is_err(), "{payload}");
        }
    }

    #[test]
    fn refuses_a_bad_parameter() {
        assert_eq!(parse_decimals("0"), Ok(0));
        for text in ["", "-1", "10", "many"] {
            assert!(parse_decimals(text).is_err(), "{text}");
        }
    }
}
