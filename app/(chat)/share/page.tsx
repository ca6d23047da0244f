import { ChatPage } from '#app/(chat)/chat-page.tsx';
import { visitor } from '#app/(chat)/visitor.ts';
import { bridge } from '#bridge.ts';
import { SharedHere } from '#ui/frame/shared-here.tsx';

const nowhere = { conversationId: null, message: null };

/** Where other apps share something to: the list, and a question above it. */
export default async function SharePage() {
  const snapshot = await bridge().call(await visitor(nowhere), 'sync', {});
  return <ChatPage snapshot={snapshot} opened={null} address={nowhere} beside={<SharedHere />} />;
}
