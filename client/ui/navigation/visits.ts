/** Where somebody was since that was last remembered (uses.ts), in that order: `c:` and a conversation's id, `view:` and a name. */
export const visits: string[] = [];

/** What is kept of them until they are remembered: the newest. */
const MOST = 100;

/** Notes where somebody is. */
export function visit(place: string): void {
  if (visits.push(place) > MOST) visits.shift();
}
