import { Refusal } from '#contract/errors.ts';
import { limits } from '#contract/limits.ts';

// Images are decoded by a library that reads what anybody may have made: one at a time, for the memory that it takes,
// within bounds of pixels and time.

export type Sharp = typeof import('sharp')['default'];

/** What every image is opened with. Of one that moves, all frames together count. */
export const decoding = { limitInputPixels: limits.picturePixels, failOn: 'error' } as const;
/** Seconds that one may take. */
export const decodingSeconds = 20;

/** Images that may wait on this instance; nothing of them is in memory. */
const MOST_WAITING = 100;

let waiting = 0;
/** Who wait for their turn, by whose image it is. */
const queues = new Map<string, (() => void)[]>();
/** Whose image is being decoded; null: nobody's. */
let served: string | null = null;

/**
 * Runs when no other image is being decoded here. Those who have several take turns with the others, so that nobody waits
 * for more than one of each. Throws `unavailable` when too many wait.
 *
 * @param whose somebody's id, or what else brings images
 */
export async function decodeInTurn<Result>(
  whose: string,
  work: (sharp: Sharp) => Promise<Result>,
): Promise<Result> {
  if (waiting >= MOST_WAITING)
    throw new Refusal('unavailable', 'Too many pictures are being read: try again in a moment.', {
      retryAfter: 5,
    });
  waiting += 1;
  await turnOf(whose);
  try {
    return await work(await loadLibrary());
  } finally {
    waiting -= 1;
    passTurn();
  }
}

async function turnOf(whose: string): Promise<void> {
  if (served === null) served = whose;
  else
    await new Promise<void>((resolve) => {
      queues.set(whose, [...(queues.get(whose) ?? []), resolve]);
    });
}

/** Gives the turn to somebody else, where anybody waits, and so on around. */
function passTurn(): void {
  const others = [...queues.keys()];
  const next = others.find((whose) => whose !== served) ?? others[0] ?? null;
  served = next;
  if (next === null) return;
  const [first, ...rest] = queues.get(next) ?? [];
  queues.delete(next);
  if (rest.length > 0) queues.set(next, rest);
  first?.();
}

/** The library is loaded with the first image: most processes never need it. */
let library: Promise<Sharp> | undefined;

function loadLibrary(): Promise<Sharp> {
  library ??= import('sharp').then(({ default: sharp }) => {
    sharp.cache(false);
    sharp.concurrency(1);
    return sharp;
  });
  return library;
}

/** What the library says of a file is about the file: it has nothing else to do. */
export function refusalOfDecoding(error: unknown): Refusal {
  if (isTooManyPixels(error))
    return new Refusal(
      'invalid',
      `This picture is too large: it may have ${limits.picturePixels / 1_000_000} million pixels.`,
    );
  if (error instanceof Error && /timeout/i.test(error.message))
    return new Refusal('invalid', 'This picture takes too long to read: save it in another format.');
  return new Refusal('invalid', 'This picture cannot be read: it is damaged, or only a part of it came.');
}

export function isTooManyPixels(error: unknown): boolean {
  return error instanceof Error && /exceeds pixel limit/i.test(error.message);
}
