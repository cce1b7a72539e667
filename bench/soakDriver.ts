// The load of a soak, in a process of its own: numbered messages at QoS 1 and a steady rate, through connections that break. Prints one
// JSON object once all of them are acknowledged. Arguments: url, topic, payload, messages per second, seconds.
import { connectAsync } from 'mqtt';

const [url = '', topic = '', payload = '', rateText = '', secondsText = ''] = process.argv.slice(2);
const [rate, seconds] = [Number(rateText), Number(secondsText)];
const total = rate * seconds;
const EVERY_MS = 10;

// What is not acknowledged when the broker goes is sent again when it is back.
const client = await connectAsync(url, { protocolVersion: 5, reconnectPeriod: 100, clean: true });
client.stream.setMaxListeners(0);
client.on('error', () => undefined);
let [sent, acknowledged] = [0, 0];
const startMs = performance.now();
await new Promise<void>((resolve) => {
  const timer = setInterval(() => {
    const due = Math.min(total, Math.floor(((performance.now() - startMs) / 1000) * rate));
    for (; sent < due; sent += 1)
      client.publish(
        topic,
        payload,
        { qos: 1, properties: { userProperties: { seq: String(sent) } } },
        () => {
          acknowledged += 1;
          if (acknowledged === total) resolve();
        },
      );
    if (sent === total) clearInterval(timer);
  }, EVERY_MS);
});
const took = (performance.now() - startMs) / 1000;
process.stdout.write(JSON.stringify({ sent, perSecond: sent / took }));
await client.endAsync(true);
