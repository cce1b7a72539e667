// The branch `operator-name`: sends temperatures above a threshold to the arm "True".
//
// Built by `jco componentize`, which gives it the host's interfaces to import.
// It keeps to plain JavaScript, since the engines of jco differ in what else they have.
import { log } from 'wasm-graph:processor/logger@1.1.0';
import { addToCounter } from 'wasm-graph:processor/metrics@1.1.0';

// Stands before this operator's lines in the log.
const NAME = 'operator-name/branch';

// Set by `init`.
const settings = { threshold: 70 };

/** A number, or undefined. */
function parseNumber(text) {
  const number = Number(text);
  return text.trim() === '' || Number.isNaN(number) ? undefined : number;
}

/** What `process` throws to report an error: the message is dropped and counts as lost. */
function fail(message) {
  return { message };
}

function decodeUtf8(bytes) {
  let escaped = '';
  for (const byte of bytes) escaped += '%' + byte.toString(16).padStart(2, '0');
  return decodeURIComponent(escaped);
}

function payloadOf(data) {
  if (data.tag !== 'message') throw fail('this operator takes messages only');
  const { payload } = data.val;
  return payload.tag === 'buffer' ? payload.val.read() : payload.val;
}

function parse(payload) {
  try {
    return JSON.parse(decodeUtf8(payload));
  } catch (error) {
    throw fail(`the payload is not JSON: ${error.message}`);
  }
}

/** The temperature in a reading, whose value is a number for sure. */
function temperatureOf(reading) {
  const temperature = reading?.temperature;
  if (typeof temperature?.value !== 'number') throw fail('temperature.value is not a number');
  return temperature;
}

function count(name, number = 1) {
  try {
    addToCounter(name, { tag: 'u64', val: number }, undefined);
  } catch {
    // A metric that cannot be counted is no reason to lose the message.
  }
}

export const branch = {
  /** Reads the parameters of the graph's `moduleConfigurations`. False keeps the graph from starting. */
  init(configuration) {
    for (const [name, text] of configuration.properties) {
      if (!(name in settings)) {
        log('warn', NAME, `unknown parameter ${name}`);
        continue;
      }
      const value = parseNumber(text);
      if (value === undefined) {
        log('error', NAME, `${name} must be a number, but is \`${text}\``);
        return false;
      }
      settings[name] = value;
    }
    log('info', NAME, `branches at ${settings.threshold}`);
    return true;
  },

  /** Called for every message: which arm it takes. */
  process(timestamp, message) {
    const isWarm = temperatureOf(parse(payloadOf(message))).value > settings.threshold;
    if (isWarm) count('warm_readings');
    return isWarm;
  },
};
