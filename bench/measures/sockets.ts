import type { Measure } from '#bench/measure.ts';

/** What is measured over sockets. */
export const socketMeasures: Measure[] = [];
