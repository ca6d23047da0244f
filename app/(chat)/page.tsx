import { redirect } from 'next/navigation';
import { bridge } from '#bridge.ts';
import { pathTo } from '#ui/navigation/address.ts';
import { ChatPage } from './chat-page.tsx';
import { visitor } from './visitor.ts';

const nowhere = { conversationId: null, message: null };

interface HomePageProps {
  searchParams: Promise<{ panel?: string | string[] }>;
}

/** Leads to `general`, or to whatever channel or conversation there is; a newcomer finds a welcome beside it. */
export default async function HomePage({ searchParams }: HomePageProps) {
  const actor = await visitor(nowhere);
  const snapshot = await bridge().call(actor, 'sync', {});
  const mine = snapshot.conversations.filter((conversation) => conversation.joined);
  const first =
    mine.find((conversation) => conversation.name === 'general') ??
    mine.find((conversation) => conversation.kind !== 'direct') ??
    mine[0];
  const panel = (await searchParams).panel === 'welcome' ? ({ kind: 'welcome' } as const) : null;
  if (first) redirect(pathTo({ conversationId: first.id, message: null, panel }));
  return <ChatPage snapshot={snapshot} opened={null} address={nowhere} />;
}
