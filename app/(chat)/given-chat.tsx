'use client';

import { useState } from 'react';
import { Chat, type ChatProps } from '#ui/frame/chat.tsx';

interface GivenChatProps extends Omit<ChatProps, 'snapshot' | 'opened'> {
  /** Both, but for the snapshot's cursor, as JSON: an object would be written and read one value at a time. */
  state: string;
  cursor: string;
}

/** The chat from what the server knew. */
export function GivenChat({ state, cursor, ...rest }: GivenChatProps) {
  const [{ snapshot, opened }] = useState((): Pick<ChatProps, 'snapshot' | 'opened'> => JSON.parse(state));
  return <Chat {...rest} snapshot={{ ...snapshot, cursor }} opened={opened} />;
}
