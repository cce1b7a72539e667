// The map `operator-name`: converts temperatures to degrees Celsius.
//
// Built by `jco componentize`, which gives it the host's interfaces to import.
// It keeps to plain JavaScript, since the engines of jco differ in what else they have.
import { log } from 'wasm-graph:processor/logger@1.1.0';
import { addToCounter } from 'wasm-graph:processor/metrics@1.1.0';

// Stands before this operator's lines in the log.
const NAME = 'operator-name/map';

// Digits after the point. Set by `init`.
const settings = { decimals: 1 };

/** A number from 0 to 9, or undefined. */
function parseDecimals(text) {
  return /^\d$/.test(text.trim()) ? Number(text) : undefined;
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

function encodeUtf8(text) {
  const bytes = [];
  for (const part of encodeURIComponent(text).match(/%..|[^%]/g) ?? [])
    bytes.push(part.length === 3 ? Number.parseInt(part.slice(1), 16) : part.charCodeAt(0));
  return Uint8Array.from(bytes);
}

function setPayload(message, value) {
  message.payload = { tag: 'bytes', val: encodeUtf8(JSON.stringify(value)) };
  message.contentType = { tag: 'string', val: 'application/json' };
}

function count(name, number = 1) {
  try {
    addToCounter(name, { tag: 'u64', val: number }, undefined);
  } catch {
    // A metric that cannot be counted is no reason to lose the message.
  }
}

function round(value, decimals) {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale;
}

/** A reading without a unit is taken to be in degrees Fahrenheit. */
function toCelsius({ unit = 'F', value }) {
  if (unit === 'F') return ((value - 32) * 5) / 9;
  if (unit === 'K') return value - 273.15;
  if (unit === 'C') return value;
  throw fail(`temperature.unit is unknown: ${unit}`);
}

export const map = {
  /** Reads the parameters of the graph's `moduleConfigurations`. False keeps the graph from starting. */
  init(configuration) {
    for (const [name, text] of configuration.properties) {
      if (!(name in settings)) {
        log('warn', NAME, `unknown parameter ${name}`);
        continue;
      }
      const value = parseDecimals(text);
      if (value === undefined) {
        log('error', NAME, `${name} must be a whole number from 0 to 9, but is \`${text}\``);
        return false;
      }
      settings[name] = value;
    }
    log('info', NAME, `rounds to ${settings.decimals} decimals`);
    return true;
  },

  /** Called for every message. */
  process(message) {
    const reading = parse(payloadOf(message));
    const temperature = temperatureOf(reading);
    temperature.value = round(toCelsius(temperature), settings.decimals);
    temperature.unit = 'C';
    setPayload(message.val, reading);
    count('converted_readings');
    return message;
  },
};
