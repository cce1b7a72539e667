//! Finds the end of a time window. Plain Rust that knows nothing of the host,
//! so that `cargo test` runs it on your own machine.

const NANOS_PER_SECOND: u128 = 1_000_000_000;

/// The length of windows where the graph does not say, in seconds.
pub const DEFAULT_SECONDS: u64 = 10;

/// Reads the parameter `window_seconds`.
pub fn parse_seconds(text: &str) -> Result<u64, String> {
    let parsed = text.trim().parse::<u64>().ok().filter(|seconds| (1..=86_400).contains(seconds));
    parsed.ok_or_else(|| format!("window_seconds must be a whole number from 1 to 86400, but is `{text}`"))
}

/// The end of the window that a time is in: the next multiple of the window's
/// length, or the time itself when it is one. Times are seconds since 1970
/// and nanoseconds.
pub fn window_end(seconds: u64, nanos: u32, window_seconds: u64) -> Result<(u64, u32), String> {
    let window = u128::from(window_seconds) * NANOS_PER_SECOND;
    let time = u128::from(seconds) * NANOS_PER_SECOND + u128::from(nanos);
    let end = time.div_ceil(window) * window;
    let end_seconds = u64::try_from(end / NANOS_PER_SECOND)
        .map_err(|_| "the end of the window is beyond the range of time".to_owned())?;
    Ok((end_seconds, (end % NANOS_PER_SECOND) as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_to_the_end_of_the_window() {
        assert_eq!(window_end(100, 1, 10), Ok((110, 0)));
        assert_eq!(window_end(109, 999_999_999, 10), Ok((110, 0)));
    }

    #[test]
    fn stays_at_the_end_of_a_window() {
        assert_eq!(window_end(110, 0, 10), Ok((110, 0)));
        assert_eq!(window_end(0, 0, 10), Ok((0, 0)));
    }

    #[test]
    fn reports_times_that_have_no_end() {
        assert!(window_end(u64::MAX, 1, 10).is_err());
    }

    #[test]
    fn refuses_a_bad_parameter() {
        assert_eq!(parse_seconds(" 60 "), Ok(60));
        for text in ["", "0", "-1", "1.5", "86401", "long"] {
            assert!(parse_seconds(text).is_err(), "{text}");
        }
    }
}
