// A map that adds a label to temperature readings: "cold", "mild" or "hot".
// Plain JavaScript; built by `jco componentize` with the QuickJS engine, which
// has neither TextDecoder nor TextEncoder.

import { log } from 'wasm-graph:processor/logger@1.1.0';

const NAME = 'label-js/map';
const settings = { coldBelow: 15, hotAbove: 25 };

function decodeUtf8(bytes) {
  let escaped = '';
  for (const byte of bytes) {
    escaped += '%' + byte.toString(16).padStart(2, '0');
  }
  return decodeURIComponent(escaped);
}

function encodeUtf8(text) {
  const bytes = [];
  for (const part of encodeURIComponent(text).match(/%..|[^%]/g) ?? []) {
    bytes.push(part.length === 3 ? Number.parseInt(part.slice(1), 16) : part.charCodeAt(0));
  }
  return Uint8Array.from(bytes);
}

function readPayload(payload) {
  return payload.tag === 'buffer' ? payload.val.read() : payload.val;
}

function parseObject(bytes) {
  let parsed;
  try {
    parsed = JSON.parse(decodeUtf8(bytes));
  } catch (error) {
    throw { message: `the payload is not JSON: ${error.message}` };
  }
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed)) {
    throw { message: 'the payload is JSON, but not an object' };
  }
  return parsed;
}

function toCelsius(reading) {
  if (reading.unit === 'C') return reading.value;
  if (reading.unit === 'K') return reading.value - 273.15;
  return ((reading.value - 32) * 5) / 9;
}

function labelFor(celsius) {
  if (celsius < settings.coldBelow) return 'cold';
  return celsius > settings.hotAbove ? 'hot' : 'mild';
}

function applyNumber(name, text) {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) {
    log('error', NAME, `${name} must be a number, but is \`${text}\``);
    return false;
  }
  settings[name === 'hot_above' ? 'hotAbove' : 'coldBelow'] = value;
  return true;
}

export const map = {
  init(configuration) {
    for (const [name, value] of configuration.properties) {
      if (name !== 'hot_above' && name !== 'cold_below') {
        log('warn', NAME, `unknown parameter ${name}`);
      } else if (!applyNumber(name, value)) {
        return false;
      }
    }
    return true;
  },

  // A payload without a temperature passes unchanged.
  process(data) {
    if (data.tag !== 'message') {
      throw { message: 'Unexpected input type: this operator takes messages only' };
    }
    const object = parseObject(readPayload(data.val.payload));
    const reading = object.temperature;
    if (typeof reading?.value !== 'number') {
      return data;
    }
    object.label = labelFor(toCelsius(reading));
    data.val.payload = { tag: 'bytes', val: encodeUtf8(JSON.stringify(object)) };
    return data;
  },
};
