// Floods a broker, in a process of its own, until its standard input ends. Prints one JSON object. Arguments: url, topic, payload,
// messages per second.
import { connectAsync } from 'mqtt';

const [url = '', topic = '', payload = '', rateText = ''] = process.argv.slice(2);
const rate = Number(rateText);
const EVERY_MS = 10;

const client = await connectAsync(url, { protocolVersion: 5 });
const startMs = performance.now();
let sent = 0;
let isFull = false;
// What the broker does not take at once waits there, not here.
client.stream.on('drain', () => (isFull = false));
const timer = setInterval(() => {
  const due = ((performance.now() - startMs) / 1000) * rate;
  while (sent < due && !isFull) {
    client.publish(topic, payload, { qos: 0 });
    sent += 1;
    isFull = client.stream.writableNeedDrain;
  }
}, EVERY_MS);
process.stdin.resume().on('end', () => {
  clearInterval(timer);
  const seconds = (performance.now() - startMs) / 1000;
  // Ends once everything has been handed over.
  client.end(false, () => process.stdout.write(JSON.stringify({ sent, perSecond: sent / seconds })));
});
