// Worker entry: sends what a run tells of itself by OpenTelemetry, in a thread of its own, so that neither the engine nor the broker ever
// waits for a receiver, and nothing of it outlives the run. Knows nothing about graphs' files or brokers.
import { parentPort } from 'node:worker_threads';
import { connectRpc } from '../../protocol/rpc.ts';
import {
  type MeterMethods,
  type SpanEvents,
  TELEMETRY_PROTOCOL,
  type TelemetryEvents,
  type TelemetryMethods,
} from '../../protocol/telemetry.ts';
import { TelemetryExporter } from './telemetryExporter.ts';

if (!parentPort) throw new Error('this file runs as a worker');
const port = parentPort;
let exporter: TelemetryExporter | undefined;

const peer = connectRpc<TelemetryMethods, SpanEvents, MeterMethods, TelemetryEvents>(
  {
    post: (value, transfer) => port.postMessage(value, transfer ? [...transfer] : []),
    listen: (listener) => void port.on('message', listener),
  },
  TELEMETRY_PROTOCOL,
  {
    methods: {
      begin: (start) => {
        exporter = new TelemetryExporter({
          start,
          environment: process.env,
          epochMs: () => Date.now(),
          readMeters: () => peer.request('readMeters', null),
          onSettled: (count, isDelivered) => peer.notify('settled', { count, isDelivered }),
          onRefused: (url, reason) => peer.notify('refused', { url, reason }),
        });
        return null;
      },
      end: async () => {
        await exporter?.end();
        return null;
      },
    },
    events: {
      payload: (payload) => exporter?.record(payload),
      spans: (batch) => exporter?.take(batch),
    },
  },
);
