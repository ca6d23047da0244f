import type { Measure } from './measure.ts';
import { httpMeasures } from './measures/http.ts';
import { lifeMeasures } from './measures/life.ts';
import { socketMeasures } from './measures/sockets.ts';

/** Everything that `npm run bench` measures, in this order. Each part has its own list, each measure its own file. */
export const measures: Measure[] = [...socketMeasures, ...httpMeasures, ...lifeMeasures];
