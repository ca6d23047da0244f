import type { Measure } from '#bench/measure.ts';
import { historyLarge, historySmall } from './history.ts';
import { pages } from './pages.ts';
import { post } from './post.ts';
import { search } from './search.ts';
import { sync } from './sync.ts';

/** What is measured over HTTP. */
export const httpMeasures: Measure[] = [post, historySmall, historyLarge, sync, pages, search];
