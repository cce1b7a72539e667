// Stands in for VS Code's native logger, which would need a compiler: without it output channels and log files stay empty.
// Offers what VS Code's log service calls, no more; must not know what is logged.
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

const levelNames = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];

/** Local time as VS Code's own log lines have it: `2025-01-31 08:05:09.042`. */
function timestamp(date = new Date()) {
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().replace('T', ' ').replace('Z', '');
}

export class Logger {
  #file;
  #level = levelNames.indexOf('info');
  #isBare = false;

  constructor(_kind, _name, file) {
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, '');
    this.#file = file;
  }

  #write(level, message) {
    if (level < this.#level) return;
    const line = this.#isBare ? message : `${timestamp()} [${levelNames[level]}] ${message}\n`;
    try {
      appendFileSync(this.#file, line);
    } catch {
      // The folder goes away when a test ends; nobody reads this any more.
    }
  }

  trace(message) {
    this.#write(0, message);
  }
  debug(message) {
    this.#write(1, message);
  }
  info(message) {
    this.#write(2, message);
  }
  warn(message) {
    this.#write(3, message);
  }
  error(message) {
    this.#write(4, message);
  }
  critical(message) {
    this.#write(5, message);
  }

  getLevel() {
    return this.#level;
  }
  setLevel(level) {
    this.#level = level;
  }
  /** Channels bring whole lines of their own. */
  clearFormatters() {
    this.#isBare = true;
  }
  setPattern() {
    this.#isBare = false;
  }
  flush() {}
  drop() {}
}

const create = async (name, file) => new Logger('rotating', name, file);
export const createRotatingLogger = create;
export const createAsyncRotatingLogger = create;
export const setFlushOn = () => {};
export const setLevel = () => {};
export const version = 0;
