import type { Measure } from '#bench/measure.ts';
import { browser } from './browser.ts';
import { catchUp } from './catch-up.ts';
import { reconnectStorm } from './reconnect-storm.ts';
import { start } from './start.ts';

/** What is measured of starting, coming back, and the browser. */
export const lifeMeasures: Measure[] = [reconnectStorm, catchUp, start, browser];
