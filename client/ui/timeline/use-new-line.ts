import { useEffect, useRef, useState } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import { newLine } from '#state/nouns/opening.ts';
import type { Timeline } from '#state/nouns/timeline.ts';

/**
 * The message below which the "New" line stands: where reading had come to when the conversation was opened,
 * again whenever messages come in while nobody looks, and wherever the position is put back to.
 * @param isReturn the conversation was on the screen already: its line is still there
 */
export function useNewLine(
  conversation: MyConversation,
  timeline: Timeline,
  isReturn: boolean,
): [seq: number | null, clear: () => void] {
  const { unread, lastReadSeq } = conversation;
  // A window that is loaded says where the line stood at the visit before, until the conversation is opened anew; but
  // where the view opens is decided by what is drawn first.
  const [seq, setSeq] = useState(() => newLine(conversation) ?? (isReturn ? timeline.newLineSeq : null));
  const [drawn, setDrawn] = useState(timeline.newLineSeq);
  if (drawn !== timeline.newLineSeq) {
    setDrawn(timeline.newLineSeq);
    setSeq(timeline.newLineSeq);
  }

  useEffect(() => {
    const isLooking = document.visibilityState === 'visible' && document.hasFocus();
    if (unread > 0 && !isLooking) setSeq((before) => (before !== null && unread > 1 ? before : lastReadSeq));
  }, [unread, lastReadSeq]);

  const before = useRef(lastReadSeq);
  useEffect(() => {
    if (lastReadSeq < before.current) setSeq(lastReadSeq);
    before.current = lastReadSeq;
  }, [lastReadSeq]);

  return [seq, () => setSeq(null)];
}
