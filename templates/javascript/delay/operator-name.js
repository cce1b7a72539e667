// The delay `operator-name`: holds each message until the end of its time window, so that an accumulate behind it
// sees the whole window at one logical time.
//
// Built by `jco componentize`, which gives it the host's interfaces to import.
// It keeps to plain JavaScript, since the engines of jco differ in what else they have.
import { log } from 'wasm-graph:processor/logger@1.1.0';
import { addToCounter } from 'wasm-graph:processor/metrics@1.1.0';

// Stands before this operator's lines in the log.
const NAME = 'operator-name/delay';

// Set by `init`.
const settings = { window_seconds: 10 };

/** A whole number from 1 to 86400, or undefined. */
function parseSeconds(text) {
  const number = /^\d+$/.test(text.trim()) ? Number(text) : 0;
  return 1 <= number && number <= 86_400 ? number : undefined;
}

/** The end of the window that a time is in, in seconds; the time itself when it is one. */
function windowEnd({ secs, nanos }, windowSeconds) {
  // The engines of jco differ in what they give for 64 bits: SpiderMonkey a BigInt, QuickJS a number. Both take a number.
  const whole = Number(secs) + (nanos > 0 ? 1 : 0);
  return Math.ceil(whole / windowSeconds) * windowSeconds;
}

function count(name, number = 1) {
  try {
    addToCounter(name, { tag: 'u64', val: number }, undefined);
  } catch {
    // A metric that cannot be counted is no reason to lose the message.
  }
}

export const delay = {
  /** Reads the parameters of the graph's `moduleConfigurations`. False keeps the graph from starting. */
  init(configuration) {
    for (const [name, text] of configuration.properties) {
      if (!(name in settings)) {
        log('warn', NAME, `unknown parameter ${name}`);
        continue;
      }
      const value = parseSeconds(text);
      if (value === undefined) {
        log('error', NAME, `${name} must be a whole number from 1 to 86400, but is \`${text}\``);
        return false;
      }
      settings[name] = value;
    }
    log('info', NAME, `windows of ${settings.window_seconds} seconds`);
    return true;
  },

  /** Called for every message: the logical time at which it goes on. */
  process(data, timestamp) {
    const end = windowEnd(timestamp.timestamp, settings.window_seconds);
    if (end > Number.MAX_SAFE_INTEGER) throw { message: 'the end of the window is beyond the range of time' };
    count('delayed_messages');
    return { timestamp: { secs: end, nanos: 0 }, counter: 0, nodeId: timestamp.nodeId };
  },
};
