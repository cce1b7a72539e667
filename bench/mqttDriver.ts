// The load on a broker, in a process of its own: publishes at QoS 1 with so many messages under way, and counts what
// comes back. Prints one JSON object. Arguments: url, publish topic, subscribe filter, count, window.
import { connectAsync } from 'mqtt';

const [url = '', topic = '', filter = '', countText = '', windowText = ''] = process.argv.slice(2);
const [count, window] = [Number(countText), Number(windowText)];
const client = await connectAsync(url, { protocolVersion: 5 });
const payload = Buffer.from(
  JSON.stringify({ temperature: { value: 72, unit: 'F' }, room: 'lobby', floor: 3 }),
);
const latencies: number[] = [];
let [sent, received, sentAtMs] = [0, 0, 0];
client.stream.setMaxListeners(0);
await client.subscribeAsync(filter, { qos: 1 });
const startMs = performance.now();
await new Promise<void>((resolve) => {
  const fill = (): void => {
    for (; sent < count && sent - received < window; sent += 1) {
      sentAtMs = performance.now();
      client.publish(topic, payload, { qos: 1 });
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
