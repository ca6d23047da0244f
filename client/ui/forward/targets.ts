import type { MyConversation } from '#contract/conversations.ts';
import type { User } from '#contract/users.ts';
import { bestFit, folded } from '#ui/completion/fold.ts';
import { type Use, weightAt } from '#ui/navigation/uses.ts';

/** Where a message may be passed on to: a conversation, or a user with whom there is none of two yet. */
export interface Target {
  /** What its use is remembered by, as the switcher does. */
  key: string;
  name: string;
  /** What the letters are compared with. */
  names: readonly string[];
  conversation: MyConversation | null;
  user: User | null;
}

/** So many are shown. */
const most = 30;

/** What fits, best first: by how well the letters fit, then by use, then by name. */
export function rankedTargets(
  targets: readonly Target[],
  text: string,
  uses: readonly Use[],
  now: number,
): Target[] {
  const wanted = folded(text.replace(/^[#@]/, '').trim());
  const weights = new Map(uses.map((use) => [use.key, weightAt(use, now)]));
  return targets
    .flatMap((target) => {
      const fit = wanted === '' ? 0 : bestFit(target.names, wanted);
      return fit === null ? [] : [{ target, fit, weight: weights.get(target.key) ?? 0 }];
    })
    .sort(
      (one, other) =>
        one.fit - other.fit || other.weight - one.weight || one.target.name.localeCompare(other.target.name),
    )
    .map(({ target }) => target)
    .slice(0, most);
}
