import type { Message } from '#contract/messages.ts';

export type Reactions = Message['reactions'];
type ReactionUserId = Reactions[number]['userIds'][number];

/** Reactions after one was given or taken away; the same ones if nothing changes. Whoever gives comes last. */
export function withReaction(
  reactions: Reactions,
  emoji: string,
  userId: ReactionUserId,
  given: boolean,
): Reactions {
  const known = reactions.find((reaction) => reaction.emoji === emoji);
  if ((known?.userIds.includes(userId) ?? false) === given) return reactions;
  if (!known) return [...reactions, { emoji, userIds: [userId] }];
  const userIds = given ? [...known.userIds, userId] : known.userIds.filter((id) => id !== userId);
  return reactions.flatMap((reaction) =>
    reaction !== known ? [reaction] : userIds.length > 0 ? [{ emoji, userIds }] : [],
  );
}
