import type { NotifyLevel } from './notifications.ts';

/**
 * Whether a message asks for its reader, so that they are told of it while they are not looking: what is written to them
 * directly, what mentions them, and replies in a thread that they follow, as far as they want to notice. The server says
 * the same in SQL (server/domain/alert-rows.ts).
 */
export function asksForReader(
  { kind, level, muted }: { kind: string; level: NotifyLevel; muted: boolean },
  isMention: boolean,
): boolean {
  if (muted || level === 'nothing') return false;
  return isMention || kind === 'direct' || (kind === 'thread' && level === 'all');
}
