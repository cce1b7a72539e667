// Numbers of runs as short texts: three digits and a unit. Knows nothing about what they count.

/** 999, 1.2k, 12.3k, 123k, 1.2M. */
export function formatCount(count: number): string {
  if (count < 1000) return shorten(count, 0);
  const steps = ['k', 'M', 'G', 'T'];
  let value = count;
  let unit = '';
  for (const step of steps) {
    // What would be shown as 1000 takes the next unit.
    if (value < 999.5) break;
    value /= 1000;
    unit = step;
  }
  return `${shorten(value, value < 99.95 ? 1 : 0)}${unit}`;
}

/** 0/s, 0.4/s, 12/s, 12.3k/s. */
export function formatRate(perSecond: number): string {
  if (perSecond > 0 && perSecond < 0.05) return '<0.1/s';
  return `${perSecond < 9.95 ? shorten(perSecond, 1) : formatCount(Math.round(perSecond))}/s`;
}

/** 0.4 µs, 45 µs, 1.2 ms, 3.4 s. */
export function formatMicroseconds(us: number): string {
  if (us < 999.5) return `${shorten(us, us < 9.95 ? 1 : 0)} µs`;
  const ms = us / 1000;
  if (ms < 999.5) return `${shorten(ms, ms < 99.95 ? 1 : 0)} ms`;
  return `${shorten(ms / 1000, ms < 99_950 ? 1 : 0)} s`;
}

/** 0.0 s, 12.3 s, 2:03, 1:02:03. */
export function formatElapsed(ms: number): string {
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const padded = (value: number): string => String(value).padStart(2, '0');
  const tail = `${hours > 0 ? padded(minutes) : String(minutes)}:${padded(seconds % 60)}`;
  return hours > 0 ? `${String(hours)}:${tail}` : tail;
}

/** Without a zero behind the point. */
function shorten(value: number, digits: number): string {
  return value.toFixed(digits).replace(/\.0$/, '');
}
