import type { Message } from '#contract/messages.ts';
import { useMe } from '#state/hooks.ts';
import { HeldRows } from '#ui/formatting/held-rows.tsx';
import { loadLater, useLater } from '#ui/parts/load-later.ts';

/** Most messages link to nothing. */
export const linkCards = loadLater(async () => (await import('#ui/messages/link-cards.tsx')).LinkCards);

/**
 * What pages are about that a message links to, some time after its text. Its room is there before its script, and what
 * is read stays where it is when that comes.
 */
export function LinkPart({ message, current }: { message: Message; current: boolean }) {
  const { hidesPreviews } = useMe();
  const count = hidesPreviews ? 0 : message.previews.length;
  const Cards = useLater(linkCards, count > 0);
  return (
    <HeldRows held={count}>
      {Cards ? (
        <Cards message={message} current={current} />
      ) : (
        // Each as high as a card, with the space above it.
        count > 0 && <div style={{ height: `${count * 6}rem` }} />
      )}
    </HeldRows>
  );
}
