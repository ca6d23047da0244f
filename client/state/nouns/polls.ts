import type { UserId } from '#contract/ids.ts';
import type { Message } from '#contract/messages.ts';
import type { Poll } from '#contract/polls.ts';
import { changesOver } from './changes.ts';

/**
 * What a user has chosen, by what the poll says itself; null where it does not say: it names nobody, or not everybody,
 * and not this one.
 */
export function choiceIn({ options }: Poll, userId: UserId): readonly number[] | null {
  const chosen = options.flatMap(({ userIds }, index) => (userIds.includes(userId) ? [index] : []));
  const isWhole = options.every(({ votes, userIds }) => votes === userIds.length);
  return isWhole ? chosen : null;
}

/** Whether nobody votes any more, at a time in ms since 1970. */
export function isClosed({ closedAt, closesAt }: Poll, now: number): boolean {
  return closedAt !== null || (closesAt !== null && Date.parse(closesAt) <= now);
}

/** A poll with what I did to it laid over, and waits: my vote in the place of the one before, or its end. */
export function pollWithWaiting(
  message: Message,
  poll: Poll,
  me: UserId,
  before: readonly number[],
): { poll: Poll; choice: readonly number[] } {
  let shown = { poll, choice: before };
  for (const { change, state, createdAt } of changesOver(message)) {
    if (state !== 'sending') continue;
    if (change.kind === 'vote')
      shown = { poll: withVote(shown.poll, me, shown.choice, change.options), choice: change.options };
    if (change.kind === 'closePoll') shown = { ...shown, poll: { ...shown.poll, closedAt: createdAt } };
  }
  return shown;
}

/** A poll after a user chose `next` in the place of `before`. */
export function withVote(
  poll: Poll,
  userId: UserId,
  before: readonly number[],
  next: readonly number[],
): Poll {
  const options = poll.options.map((option, index) => {
    const [had, has] = [before.includes(index), next.includes(index)];
    if (had === has) return option;
    const others = option.userIds.filter((id) => id !== userId);
    const userIds = has && !poll.anonymous ? [...others, userId] : others;
    return { ...option, userIds, votes: option.votes + (has ? 1 : -1) };
  });
  const voters = poll.voters + Number(next.length > 0) - Number(before.length > 0);
  return { ...poll, options, voters };
}
