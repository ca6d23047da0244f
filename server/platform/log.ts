import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';
import { currentRequestId } from './request-id.ts';

export type Log = Logger;

/** Structured logs on standard output; each line names the request it belongs to. Callers pass ids and counts; never message text, never a secret. */
export function createLog(config: Pick<Config, 'logLevel'>): Log {
  return pino({
    level: config.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin() {
      const request = currentRequestId();
      return request === undefined ? {} : { request };
    },
    formatters: { level: (label) => ({ level: label }) },
    // A second fence: whatever somebody logs by mistake, these never reach the disk.
    redact: {
      paths: ['*.password', '*.body', '*.cookie', '*.authorization', 'password', 'body', 'cookie', 'token'],
      censor: '[hidden]',
    },
  });
}
