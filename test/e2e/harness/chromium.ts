// Debian's Chromium, without a screen. Must not know what it shows.
import { type Browser, chromium } from 'playwright-core';

const flags = [
  // As root, and in containers, there is no sandbox.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the program at `executablePath`. Whoever started it closes it. */
export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: flags });
}
