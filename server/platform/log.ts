import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';

export type Log = Logger;

/** Structured logs on standard output. Callers pass ids and counts; never message text, never a secret. */
export function createLog(config: Pick<Config, 'logLevel'>): Log {
  return pino({
    level: config.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    // A second fence: whatever somebody logs by mistake, these never reach the disk.
    redact: {
      paths: ['*.password', '*.body', '*.cookie', '*.authorization', 'password', 'body', 'cookie', 'token'],
      censor: '[hidden]',
    },
  });
}
