import { notFound } from 'next/navigation';
import { ChatPage } from '#app/(chat)/chat-page.tsx';
import { visitor } from '#app/(chat)/visitor.ts';
import { bridge } from '#bridge.ts';
import { addressOf } from '#ui/navigation/address.ts';

/** One section of a view that has several. */
export default async function SectionPage({
  params,
}: {
  params: Promise<{ view: string; section: string }>;
}) {
  const { view, section } = await params;
  const address = addressOf({ pathname: `/${view}/${section}`, search: '' });
  if (!address.view) notFound();
  const snapshot = await bridge().call(await visitor(address), 'sync', {});
  return <ChatPage snapshot={snapshot} opened={null} address={address} />;
}
