//! Minimum, maximum, average and count for each kind of reading. Knows nothing
//! of the host.

use std::collections::BTreeMap;

use serde_json::{json, Map, Number, Value};

struct Summary {
    count: u64,
    min: f64,
    max: f64,
    sum: f64,
    unit: Option<Value>,
}

/// Summaries by kind.
#[derive(Default)]
pub struct Statistics(BTreeMap<String, Summary>);

impl Statistics {
    /// Adds every reading of an item like `{"humidity":{"value":45}}`. Anything
    /// else in it counts as nothing.
    pub fn add(&mut self, item: &Value) {
        for (kind, reading) in item.as_object().into_iter().flatten() {
            let Some(value) = reading.get("value").and_then(Value::as_f64) else {
                continue;
            };
            let unit = reading.get("unit").cloned();
            self.merge(kind, Summary { count: 1, min: value, max: value, sum: value, unit });
        }
    }

    /// Adds what `into_json` made before.
    pub fn restore(&mut self, staged: &Value) {
        for (kind, summary) in staged.as_object().into_iter().flatten() {
            let number = |name: &str| summary.get(name).and_then(Value::as_f64);
            let count = summary.get("count").and_then(Value::as_u64);
            let (Some(count), Some(min), Some(max), Some(sum)) =
                (count, number("min"), number("max"), number("sum"))
            else {
                continue;
            };
            let unit = summary.get("unit").cloned();
            self.merge(kind, Summary { count, min, max, sum, unit });
        }
    }

    fn merge(&mut self, kind: &str, more: Summary) {
        let Some(summary) = self.0.get_mut(kind) else {
            self.0.insert(kind.to_owned(), more);
            return;
        };
        summary.count = summary.count.saturating_add(more.count);
        summary.min = summary.min.min(more.min);
        summary.max = summary.max.max(more.max);
        summary.sum += more.sum;
        if more.unit.is_some() {
            summary.unit = more.unit;
        }
    }

    /// `{kind: {avg, count, max, min, sum, unit}}`; nothing without a reading.
    pub fn into_json(self) -> Option<Value> {
        if self.0.is_empty() {
            return None;
        }
        let summaries = self.0.into_iter().map(|(kind, summary)| (kind, to_json(summary)));
        Some(Value::Object(summaries.collect::<Map<_, _>>()))
    }
}

fn to_json(summary: Summary) -> Value {
    let average = summary.sum / summary.count.max(1) as f64;
    let mut json = json!({
        "avg": number(average, 100.0),
        "count": summary.count,
        "max": number(summary.max, 1e6),
        "min": number(summary.min, 1e6),
        "sum": number(summary.sum, 1e6),
    });
    if let Some(unit) = summary.unit {
        json["unit"] = unit;
    }
    json
}

/// Rounded to a fraction of `scale`, and without a point when it is whole.
fn number(value: f64, scale: f64) -> Value {
    let rounded = (value * scale).round() / scale;
    let rounded = if rounded.is_finite() { rounded } else { value };
    if rounded.fract() == 0.0 && rounded.abs() < 1e15 {
        return Value::from(rounded as i64);
    }
    Number::from_f64(rounded).map_or(Value::Null, Value::Number)
}
