import { bodyReader } from '#ui/formatting/parsed.ts';
import { loadLater, useLater } from '#ui/parts/load-later.ts';
import { useIsHere } from '#ui/parts/use-first-sign.ts';

/** Together with what reads messages: an alert says at once what one says. */
const laterHere = loadLater(async () => {
  const [{ here }] = await Promise.all([import('./here.ts'), bodyReader.load()]);
  return here;
});

/** What the frame adds from the first sign that somebody is here: null until then, and until its script is. */
export function useHere() {
  return useLater(laterHere, useIsHere());
}
