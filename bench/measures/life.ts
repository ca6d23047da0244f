import type { Measure } from '#bench/measure.ts';

/** What is measured of starting, coming back, and the browser. */
export const lifeMeasures: Measure[] = [];
