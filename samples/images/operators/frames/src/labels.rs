//! How often each label was seen, as JSON: `{"fault":1,"off":2}`. Labels are words.

use std::collections::BTreeMap;

#[derive(Default)]
pub struct Labels {
    counts: BTreeMap<String, u64>,
}

impl Labels {
    /// Reads what [`Labels::to_json`] wrote; of anything else there is none.
    pub fn parse(json: &str) -> Self {
        let inside = json.trim().trim_start_matches('{').trim_end_matches('}');
        let entries = inside.split(',').filter_map(|entry| {
            let (label, count) = entry.split_once(':')?;
            Some((label.trim().trim_matches('"').to_owned(), count.trim().parse().ok()?))
        });
        Labels { counts: entries.collect() }
    }

    pub fn add(&mut self, label: &str) {
        *self.counts.entry(label.to_owned()).or_default() += 1;
    }

    pub fn to_json(&self) -> String {
        let entries: Vec<String> = self.counts.iter().map(|(label, count)| format!("\"{label}\":{count}")).collect();
        format!("{{{}}}", entries.join(","))
    }
}

/// The word behind `"label":`.
pub fn label_of(json: &str) -> Option<&str> {
    let (_, rest) = json.split_once("\"label\"")?;
    let (_, rest) = rest.split_once('"')?;
    rest.split_once('"').map(|(label, _)| label).filter(|label| !label.is_empty())
}
