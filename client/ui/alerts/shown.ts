import type { PushPayload } from '#contract/alerts.ts';
import type { ChatState } from '#state/nouns/state.ts';
import { loudAttention } from '#state/nouns/unread.ts';
import { plainText } from '#ui/formatting/parsed.ts';
import { pathTo } from '#ui/navigation/address.ts';
import { nameOf } from '#ui/parts/conversation-name.ts';
import { isolated } from '#ui/parts/isolated.ts';
import { alertWords } from './alert-words.ts';
import { alertingIn } from './news.ts';

/** Characters of a message that a device shows. */
const most = 300;

/** What a device shows of a conversation, from what the page knows of it; null: it is not known. */
export function shownFor(state: ChatState, id: string): Extract<PushPayload, { kind: 'show' }> | null {
  const conversation = state.conversations[id];
  if (!conversation) return null;
  const parent = conversation.parentId ? state.conversations[conversation.parentId] : undefined;
  const name = isolated(nameOf(parent ?? conversation, state.users, state.me.id));
  const last = state.timelines[id]?.messages.at(-1);
  const count = alertingIn(state).get(id) ?? 1;
  const rootSeq = conversation.rootSeq;
  const panel = rootSeq === null ? null : ({ kind: 'thread', rootSeq, reply: null } as const);
  return {
    kind: 'show',
    tag: id,
    title: parent ? alertWords.thread(name) : name,
    body:
      last && last.seq === conversation.lastSeq
        ? plainText(last.body).slice(0, most)
        : alertWords.news(count),
    path: pathTo({ conversationId: parent?.id ?? id, message: null, panel }),
    at: conversation.lastMessageAt ?? new Date().toISOString(),
    badge: loudAttention(state).forMe,
  };
}
