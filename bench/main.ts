// Runs every benchmark and prints the figures; the keys are explained in README.md beside this file.
import { measureBroker } from './brokerRun.ts';
import { measureHops } from './hops.ts';

console.log(await measureHops());
if (!process.argv.includes('hops')) console.log(await measureBroker());
