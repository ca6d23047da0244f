import { notFound } from 'next/navigation';
import { appearance } from '#app/(chat)/appearance.ts';
import { searchOf } from '#app/(chat)/search-of.ts';
import { isAbsent, visitor } from '#app/(chat)/visitor.ts';
import { bridge } from '#bridge.ts';
import type { MyConversation } from '#contract/conversations.ts';
import { limits } from '#contract/limits.ts';
import { dayStart } from '#contract/search-days.ts';
import { Chat } from '#ui/frame/chat.tsx';
import { type Address, addressOf } from '#ui/navigation/address.ts';

interface ConversationPageProps {
  params: Promise<{ conversationId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** A conversation with its messages in the page, so that they are read before any script runs. */
export default async function ConversationPage({ params, searchParams }: ConversationPageProps) {
  const { conversationId } = await params;
  const address = addressOf({ pathname: `/c/${conversationId}`, search: searchOf(await searchParams) });
  const actor = await visitor(address);
  const looks = await appearance();
  const loaded = await load(actor, conversationId, address, looks.timeZone).catch((error: unknown) => {
    if (isAbsent(error)) return null;
    throw error;
  });
  if (!loaded) notFound();
  return (
    <Chat {...loaded} address={{ ...address, conversationId: loaded.opened.conversationId }} {...looks} />
  );
}

type Visitor = Awaited<ReturnType<typeof visitor>>;

/** The snapshot first and the page after it, so that the page is never behind the snapshot. */
async function load(actor: Visitor, conversationId: string, { message, at }: Address, timeZone: string) {
  const { call } = bridge();
  const snapshot = await call(actor, 'sync', {});
  const mine = snapshot.conversations.find((item) => item.id === conversationId);
  const conversation = mine ?? (await call(actor, 'conversation:get', { conversationId }));
  const around = message ?? (at ? null : firstUnread(conversation));
  const range =
    around !== null ? { around } : at ? { at: new Date(dayStart(at, timeZone)).toISOString() } : {};
  const page = await call(actor, 'message:list', { conversationId, ...range });
  const missing = new Set(page.items.map((item) => item.authorId));
  for (const user of snapshot.users) missing.delete(user.id);
  const authors =
    missing.size === 0
      ? []
      : (await call(actor, 'user:list', { ids: [...missing], limit: limits.page })).items;
  return {
    snapshot: {
      ...snapshot,
      conversations: mine ? snapshot.conversations : [...snapshot.conversations, conversation],
      users: [...snapshot.users, ...authors],
    },
    opened: { conversationId: conversation.id, page },
  };
}

function firstUnread({ unread, lastReadSeq }: MyConversation): number | null {
  return unread > 0 ? lastReadSeq + 1 : null;
}
