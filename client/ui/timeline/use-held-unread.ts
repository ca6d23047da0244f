import { useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import type { MyConversation } from '#contract/conversations.ts';

/** Names the conversation in this tab whose reading is held, so that it outlives a reload. */
const key = 'parley-held-unread';

export interface HeldUnread {
  isHeld: () => boolean;
  release: () => void;
}

/**
 * A position that is put back while one looks at it, here or on another device, stays there: looking counts as reading
 * again only when one has left the conversation, or says so by writing or by Escape.
 */
export function useHeldUnread({ id, lastReadSeq, unread }: MyConversation): HeldUnread {
  const held = useRef(false);
  const before = useRef(lastReadSeq);

  const set = useCallback(
    (next: boolean) => {
      held.current = next;
      try {
        if (next) sessionStorage.setItem(key, id);
        else if (sessionStorage.getItem(key) === id) sessionStorage.removeItem(key);
      } catch {
        // Forbidden: then a reload reads on.
      }
    },
    [id],
  );

  const wasUnread = useRef(unread > 0);
  useLayoutEffect(() => {
    held.current = wasUnread.current && heldBefore() === id;
  }, [id]);
  useLayoutEffect(() => {
    if (lastReadSeq < before.current) set(true);
    before.current = lastReadSeq;
  }, [lastReadSeq, set]);
  // A reload does not come here.
  useEffect(() => () => set(false), [set]);

  const isHeld = useCallback(() => held.current, []);
  const release = useCallback(() => set(false), [set]);
  return { isHeld, release };
}

function heldBefore(): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}
