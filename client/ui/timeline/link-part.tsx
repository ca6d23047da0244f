import type { Message } from '#contract/messages.ts';
import { useMe } from '#state/hooks.ts';
import { loadLater, useLater } from '#ui/parts/load-later.ts';

const linkCards = loadLater(async () => (await import('#ui/messages/link-cards.tsx')).LinkCards);

/** What pages are about that a message links to. Its room is there before its script, so that nothing moves. */
export function LinkPart({ message, current }: { message: Message; current: boolean }) {
  const { hidesPreviews } = useMe();
  const Cards = useLater(linkCards, !hidesPreviews, nothing);
  if (hidesPreviews) return null;
  if (Cards) return <Cards message={message} current={current} />;
  // Each as high as a card, with the space above it.
  return message.previews.length > 0 && <div style={{ height: `${message.previews.length * 6}rem` }} />;
}

/** Without it, the links can be followed. */
function nothing() {}
