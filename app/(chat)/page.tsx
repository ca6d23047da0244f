import { redirect } from 'next/navigation';
import { bridge } from '#bridge.ts';
import { pathTo } from '#ui/navigation/address.ts';
import { ChatPage } from './chat-page.tsx';
import { visitor } from './visitor.ts';

const nowhere = { conversationId: null, message: null };

/** Leads to `general`, or to whatever channel or conversation there is. */
export default async function HomePage() {
  const actor = await visitor(nowhere);
  const snapshot = await bridge().call(actor, 'sync', {});
  const mine = snapshot.conversations.filter((conversation) => conversation.joined);
  const first =
    mine.find((conversation) => conversation.name === 'general') ??
    mine.find((conversation) => conversation.kind !== 'direct') ??
    mine[0];
  if (first) redirect(pathTo({ conversationId: first.id, message: null }));
  return <ChatPage snapshot={snapshot} opened={null} address={nowhere} />;
}
