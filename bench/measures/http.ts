import type { Measure } from '#bench/measure.ts';

/** What is measured over HTTP. */
export const httpMeasures: Measure[] = [];
