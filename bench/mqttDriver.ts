// The load on a broker, in a process of its own: publishes at QoS 1 with so many messages under way, and counts what
// comes back. Prints one JSON object. Arguments: url, publish topic, subscribe filter, count, window.
import { connectAsync } from 'mqtt';
import { benchPayload } from './benchPayload.ts';

const [url = '', topic = '', filter = '', countText = '', windowText = ''] = process.argv.slice(2);
const [count, window] = [Number(countText), Number(windowText)];
const client = await connectAsync(url, { protocolVersion: 5 });
const latencies: number[] = [];
let [sent, received, sentAtMs] = [0, 0, 0];
client.stream.setMaxListeners(0);
await client.subscribeAsync(filter, { qos: 1 });

// What clients of Azure IoT Operations put on every message; each has its own time.
function propertiesOf(index: number): { contentType: string; userProperties: Record<string, string> } {
  const timestamp = `${String(Date.now()).padStart(15, '0')}:${String(index % 100_000).padStart(5, '0')}:bench-driver`;
  return {
    contentType: 'application/json',
    userProperties: { __ts: timestamp, __protVer: '1.0', __srcId: 'bench-driver' },
  };
}

const startMs = performance.now();
await new Promise<void>((resolve) => {
  const fill = (): void => {
    for (; sent < count && sent - received < window; sent += 1) {
      if (window === 1) sentAtMs = performance.now();
      client.publish(topic, benchPayload, { qos: 1, properties: propertiesOf(sent) });
    }
  };
  client.on('message', () => {
    received += 1;
    if (window === 1) latencies.push(performance.now() - sentAtMs);
    if (received === count) resolve();
    else fill();
  });
  fill();
});
const seconds = (performance.now() - startMs) / 1000;
latencies.sort((a, b) => a - b);
process.stdout.write(
  JSON.stringify({ perSecond: count / seconds, p50Ms: latencies[latencies.length >> 1] ?? 0 }),
);
await client.endAsync(true);
