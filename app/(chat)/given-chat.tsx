'use client';

import { useState } from 'react';
import { bridge } from '#bridge.ts';
import { Chat, type ChatProps } from '#ui/frame/chat.tsx';
import { KnownRowsContext } from '#ui/timeline/known-row.ts';

interface GivenChatProps extends Omit<ChatProps, 'snapshot' | 'opened'> {
  /** Both, but for the snapshot's cursor, as JSON: an object would be written and read one value at a time. */
  state: string;
  cursor: string;
}

/** The chat from what the server knew. */
export function GivenChat({ state, cursor, ...rest }: GivenChatProps) {
  const [{ snapshot, opened }] = useState((): Pick<ChatProps, 'snapshot' | 'opened'> => JSON.parse(state));
  return (
    <KnownRowsContext value={rowsOf(cursor)}>
      <Chat {...rest} snapshot={{ ...snapshot, cursor }} opened={opened} />
    </KnownRowsContext>
  );
}

/** What is known of the rows of this page, where it is drawn on the server. */
const rowsOf = (cursor: string) => (typeof window === 'undefined' ? bridge().rows(cursor) : null);
