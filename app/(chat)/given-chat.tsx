'use client';

import { useState } from 'react';
import { bridge } from '#bridge.ts';
import { bodyReader, keepReadBodies } from '#ui/formatting/parsed.ts';
import type { ReadBodies } from '#ui/formatting/readings.ts';
import { Chat, type ChatProps } from '#ui/frame/chat.tsx';
import { KnownRowsContext } from '#ui/timeline/known-row.ts';

interface GivenChatProps extends Omit<ChatProps, 'snapshot' | 'opened'> {
  /** Both, but for the snapshot's cursor, as JSON: an object would be written and read one value at a time. */
  state: string;
  cursor: string;
}

/** The chat from what the server knew. */
export function GivenChat({ state, cursor, ...rest }: GivenChatProps) {
  const [{ snapshot, opened }] = useState(() => read(state));
  return (
    <KnownRowsContext value={rowsOf(cursor)}>
      <Chat {...rest} snapshot={{ ...snapshot, cursor }} opened={opened} />
    </KnownRowsContext>
  );
}

interface State extends Pick<ChatProps, 'snapshot' | 'opened'> {
  /** What the messages of the opened page say. */
  read: ReadBodies;
}

function read(json: string): State {
  const state: State = JSON.parse(json);
  keepReadBodies(state.opened?.page.items ?? [], state.read);
  return state;
}

// What reads is there on the server, for whatever a page did not bring.
if (typeof window === 'undefined') void bodyReader.load();

/** What is known of the rows of this page, where it is drawn on the server. */
const rowsOf = (cursor: string) => (typeof window === 'undefined' ? bridge().rows(cursor) : null);
