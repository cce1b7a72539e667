//! Readings in JSON payloads. Knows nothing of the host.

use serde_json::{Map, Number, Value};

/// The object in a payload.
pub fn parse(payload: &[u8]) -> Result<Map<String, Value>, String> {
    match serde_json::from_slice(payload) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err("the payload is JSON, but not an object".to_owned()),
        Err(error) => Err(format!("the payload is not JSON: {error}")),
    }
}

/// The value of the reading; nothing when there is no reading of this kind.
pub fn value_of(object: &Map<String, Value>, kind: &str) -> Result<Option<f64>, String> {
    let Some(reading) = object.get(kind) else {
        return Ok(None);
    };
    let value = reading.get("value").and_then(Value::as_f64);
    value.map(Some).ok_or_else(|| format!("{kind}.value is not a number"))
}

fn unit_of(object: &Map<String, Value>, kind: &str) -> Option<String> {
    let unit = object.get(kind)?.get("unit")?;
    unit.as_str().map(str::to_owned)
}

/// Rewrites `temperature` in degrees Celsius. False when there is none. A
/// reading without a unit is taken to be in degrees Fahrenheit.
pub fn to_celsius(object: &mut Map<String, Value>, decimals: u32) -> Result<bool, String> {
    let Some(value) = value_of(object, "temperature")? else {
        return Ok(false);
    };
    let celsius = match unit_of(object, "temperature").as_deref() {
        None | Some("F") => (value - 32.0) * 5.0 / 9.0,
        Some("C") => value,
        Some("K") => value - 273.15,
        Some(other) => return Err(format!("unknown temperature unit `{other}`")),
    };
    if !celsius.is_finite() {
        return Err("temperature.value is too large".to_owned());
    }
    if let Some(Value::Object(reading)) = object.get_mut("temperature") {
        reading.insert("value".to_owned(), number(celsius, decimals));
        reading.insert("unit".to_owned(), Value::from("C"));
    }
    Ok(true)
}

/// A number for people: rounded, and without a point when it is whole.
fn number(value: f64, decimals: u32) -> Value {
    let scale = 10f64.powi(decimals as i32);
    let rounded = (value * scale).round() / scale;
    let rounded = if rounded.is_finite() { rounded } else { value };
    if rounded.fract() == 0.0 && rounded.abs() < 1e15 {
        return Value::from(rounded as i64);
    }
    Number::from_f64(rounded).map_or(Value::Null, Value::Number)
}

/// Readings of one kind that become their average.
#[derive(Default)]
pub struct Readings {
    count: u64,
    sum: f64,
    unit: Option<String>,
}

impl Readings {
    /// Adds a reading, or an average made before. Payloads without a reading
    /// of this kind count as nothing.
    pub fn add(&mut self, object: &Map<String, Value>, kind: &str) -> Result<(), String> {
        let Some(value) = value_of(object, kind)? else {
            return Ok(());
        };
        let unit = unit_of(object, kind);
        if self.count > 0 && unit != self.unit {
            return Err(format!("{kind} readings in different units cannot be averaged"));
        }
        let field = |name: &str| object.get(kind).and_then(|reading| reading.get(name));
        self.unit = unit;
        self.count = self.count.saturating_add(field("count").and_then(Value::as_u64).unwrap_or(1));
        self.sum += field("sum").and_then(Value::as_f64).unwrap_or(value);
        Ok(())
    }

    /// `{kind: {count, sum, unit, value}}`.
    pub fn average(self, kind: &str, decimals: u32) -> Result<Map<String, Value>, String> {
        if self.count == 0 {
            return Err(format!("no {kind} reading to average"));
        }
        if !self.sum.is_finite() {
            return Err(format!("the sum of the {kind} readings is too large"));
        }
        let mut reading = Map::new();
        reading.insert("count".to_owned(), Value::from(self.count));
        reading.insert("sum".to_owned(), number(self.sum, 6));
        reading.insert("value".to_owned(), number(self.sum / self.count as f64, decimals));
        if let Some(unit) = self.unit {
            reading.insert("unit".to_owned(), Value::from(unit));
        }
        Ok(Map::from_iter([(kind.to_owned(), Value::Object(reading))]))
    }
}
