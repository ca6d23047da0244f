import { loadLater, useLater } from '#ui/parts/load-later.ts';

export const laterRare = loadLater(async () => (await import('./rare.ts')).rare);

/** What the frame shows now and then: null while nothing of it is wanted, and until its script is here. */
export function useRare(isWanted: boolean) {
  return useLater(laterRare, isWanted);
}
