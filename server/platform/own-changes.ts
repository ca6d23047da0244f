import type { Command } from './events.ts';

/**
 * Changes of memberships that this instance has carried out and sent, and that have not come back to it through the
 * stream. The order of the stream is the same for all instances: what another instance said of the same membership
 * and arrives before the own change comes back stands before it, and must not be carried out after it.
 */
export interface OwnChanges {
  /** Notes what goes out in the entry with this number. */
  sent(number: number, commands: readonly Command[]): void;
  /** The entry came back, or will never do: so have all before it. */
  settled(number: number): void;
  /** Whether an own change follows this one in the stream. */
  overrule(command: Command): boolean;
}

export function createOwnChanges(): OwnChanges {
  const onTheWay: { number: number; keys: string[] }[] = [];
  const counts = new Map<string, number>();

  return {
    sent(number, commands) {
      const keys = commands.flatMap((command) => keyOf(command) ?? []);
      if (keys.length === 0) return;
      onTheWay.push({ number, keys });
      for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    },
    settled(number) {
      while (onTheWay[0] && onTheWay[0].number <= number) {
        for (const key of onTheWay.shift()?.keys ?? []) {
          const left = (counts.get(key) ?? 0) - 1;
          if (left > 0) counts.set(key, left);
          else counts.delete(key);
        }
      }
    },
    overrule(command) {
      if (counts.size === 0) return false;
      const key = keyOf(command);
      return key !== null && counts.has(key);
    },
  };
}

function keyOf(command: Command): string | null {
  return command[0] === 'subscribe' || command[0] === 'unsubscribe' ? `${command[1]} ${command[2]}` : null;
}
