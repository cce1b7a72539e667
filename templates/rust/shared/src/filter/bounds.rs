//! Tells which readings are within bounds. Plain Rust that knows nothing of
//! the host, so that `cargo test` runs it on your own machine.

use serde_json::Value;

/// Lowest and highest temperature that passes, both included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    pub lower: f64,
    pub upper: f64,
}

impl Default for Bounds {
    fn default() -> Self {
        Bounds { lower: 0.0, upper: 100.0 }
    }
}

impl Bounds {
    /// Takes over one parameter. False when it is none of these.
    pub fn set(&mut self, name: &str, text: &str) -> Result<bool, String> {
        let bound = match name {
            "lower_bound" => &mut self.lower,
            "upper_bound" => &mut self.upper,
            _ => return Ok(false),
        };
        let parsed = text.trim().parse::<f64>().ok().filter(|number| !number.is_nan());
        *bound = parsed.ok_or_else(|| format!("{name} must be a number, but is `{text}`"))?;
        Ok(true)
    }

    /// Whether `temperature.value` of the payload is within the bounds.
    pub fn admit(&self, payload: &[u8]) -> Result<bool, String> {
        let reading: Value =
            serde_json::from_slice(payload).map_err(|error| format!("the payload is not JSON: {error}"))?;
        let value = reading["temperature"]["value"].as_f64().ok_or("temperature.value is not a number")?;
        Ok(self.lower <= value && value <= self.upper)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admit(value: &str) -> Result<bool, String> {
        Bounds::default().admit(format!(r#"{{"temperature":{{"value":{value}}}}}"#).as_bytes())
    }

    #[test]
    fn admits_both_bounds_and_what_is_between() {
        for value in ["0", "100", "21.5"] {
            assert_eq!(admit(value), Ok(true), "{value}");
        }
    }

    #[test]
    fn refuses_what_is_outside() {
        for value in ["-0.1", "100.1", "1e300"] {
            assert_eq!(admit(value), Ok(false), "{value}");
        }
    }

    #[test]
    fn reports_bad_payloads_instead_of_failing() {
        for value in ["\"warm\"", "null", "[1]", "}"] {
            assert!(admit(value).is_err(), "{value}");
        }
    }

    #[test]
    fn reads_its_parameters() {
        let mut bounds = Bounds::default();
        assert_eq!(bounds.set("lower_bound", "-40"), Ok(true));
        assert_eq!(bounds.set("colour", "red"), Ok(false));
        assert!(bounds.set("upper_bound", "high").is_err());
        assert_eq!(bounds, Bounds { lower: -40.0, upper: 100.0 });
    }
}
