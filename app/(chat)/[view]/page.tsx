import { notFound } from 'next/navigation';
import { ChatPage } from '#app/(chat)/chat-page.tsx';
import { searchOf } from '#app/(chat)/search-of.ts';
import { visitor } from '#app/(chat)/visitor.ts';
import { bridge } from '#bridge.ts';
import { addressOf } from '#ui/navigation/address.ts';

interface ViewPageProps {
  params: Promise<{ view: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** A list that stands in place of a conversation; what it holds is loaded when the page is there. */
export default async function ViewPage({ params, searchParams }: ViewPageProps) {
  const { view } = await params;
  const address = addressOf({ pathname: `/${view}`, search: searchOf(await searchParams) });
  if (!address.view) notFound();
  const snapshot = await bridge().call(await visitor(address), 'sync', {});
  return <ChatPage snapshot={snapshot} opened={null} address={address} />;
}
