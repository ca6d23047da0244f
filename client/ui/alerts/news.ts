import { asksForReader } from '#contract/asking.ts';
import type { MyConversation } from '#contract/conversations.ts';
import type { Message } from '#contract/messages.ts';
import type { ChatState } from '#state/nouns/state.ts';
import { attentionOf } from '#state/nouns/unread.ts';

/** How many messages each conversation alerts me to, by id; those with none are left out. */
export type Alerting = ReadonlyMap<string, number>;

/** Messages of a conversation that a device alerts me to while nobody looks: `asksForReader` of what is unread. */
export function alertingOf(conversation: MyConversation): number {
  const { unread, forMe } = attentionOf(conversation);
  if (!asksForReader(conversation, true)) return 0;
  return asksForReader(conversation, false) ? unread : forMe;
}

const known = new WeakMap<ChatState['conversations'], Alerting>();

/** Of all conversations; counted once for each state of them. */
export function alertingIn({ conversations }: Pick<ChatState, 'conversations'>): Alerting {
  const before = known.get(conversations);
  if (before) return before;
  const counted = new Map<string, number>();
  for (const conversation of Object.values(conversations)) {
    const alerting = alertingOf(conversation);
    if (alerting > 0) counted.set(conversation.id, alerting);
  }
  known.set(conversations, counted);
  return counted;
}

/** Which message each conversation's alert shows the text of, by id of the conversation. */
export type ShownTexts = ReadonlyMap<string, number>;

/** Messages that are loaded, by id of their conversation. */
type Loaded = Readonly<
  Record<string, { messages: readonly Pick<Message, 'seq' | 'deletedAt'>[] } | undefined>
>;

/** Conversations whose alert shows the text of a message that was deleted since. */
export function deletedOf(shown: ShownTexts, { timelines }: { timelines: Loaded }): string[] {
  return [...shown].flatMap(([id, seq]) => {
    const message = timelines[id]?.messages.findLast((one) => one.seq === seq);
    return message?.deletedAt ? [id] : [];
  });
}

/** Where there is more than before, and where there is nothing any more. */
export function newsBetween(before: Alerting, after: Alerting): { more: string[]; read: string[] } {
  return {
    more: [...after].flatMap(([id, count]) => (count > (before.get(id) ?? 0) ? [id] : [])),
    read: [...before.keys()].filter((id) => !after.has(id)),
  };
}
