import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { appearance } from '#app/(chat)/appearance.ts';
import { ChatPage } from '#app/(chat)/chat-page.tsx';
import { searchOf } from '#app/(chat)/search-of.ts';
import { isAbsent, visitor } from '#app/(chat)/visitor.ts';
import { bridge } from '#bridge.ts';
import { dayStart } from '#contract/search-days.ts';
import { type Address, addressOf } from '#ui/navigation/address.ts';

interface ConversationPageProps {
  params: Promise<{ conversationId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** A conversation with its messages in the page, so that they are read before any script runs. */
export default async function ConversationPage({ params, searchParams }: ConversationPageProps) {
  const { conversationId } = await params;
  const address = addressOf({ pathname: `/c/${conversationId}`, search: searchOf(await searchParams) });
  const loaded = await load(conversationId, address).catch((error: unknown) => {
    if (isAbsent(error)) return null;
    throw error;
  });
  if (!loaded) notFound();
  return <ChatPage {...loaded} address={{ ...address, conversationId: loaded.opened.conversationId }} />;
}

/** What was read for this page before it is drawn, or reads it now. */
async function load(conversationId: string, address: Address) {
  const given = bridge().input(await headers())?.conversation;
  if (given) return given;
  const actor = await visitor(address);
  const { message, at } = address;
  const { timeZone } = await appearance();
  const moment = at ? new Date(dayStart(at, timeZone)).toISOString() : null;
  return bridge().conversation(actor, { conversationId, message, at: moment });
}
