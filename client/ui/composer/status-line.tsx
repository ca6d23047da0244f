import { useEffect, useState } from 'react';
import { useChat, useConnection, useTyping } from '#state/hooks.ts';
import { Sentence } from '#ui/parts/sentence.tsx';
import { words } from '#ui/words.ts';

/** The line below the composer: the connection when it is not there, else who is typing. Always as high. */
export function StatusLine({ conversationId }: { conversationId: string | null }) {
  const state = useConnectionWords();
  return (
    <div className="flex h-6 w-full max-w-[56rem] shrink-0 items-center gap-3 px-4 text-tiny text-muted md:px-6">
      <ConnectionStatus state={state} />
      {conversationId && state === null && <TypingLine conversationId={conversationId} />}
    </div>
  );
}

/** The same above the list, where on a phone no composer stands. */
export function ListStatus() {
  const state = useConnectionWords();
  return (
    <div className={`shrink-0 px-4 text-tiny text-muted md:hidden ${state ? 'pb-2' : ''}`}>
      <ConnectionStatus state={state} />
    </div>
  );
}

function ConnectionStatus({ state }: { state: string | null }) {
  return (
    <span role="status" className="empty:hidden">
      {state}
    </span>
  );
}

/** A connection that is merely being made is mentioned only when it takes longer than a second. */
function useConnectionWords(): string | null {
  const connection = useConnection();
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (connection !== 'connecting') return;
    const timer = setTimeout(() => setLate(true), 1000);
    return () => clearTimeout(timer);
  }, [connection]);
  if (connection === 'offline') return words.connection.offline;
  return connection === 'connecting' && late ? words.connection.connecting : null;
}

function TypingLine({ conversationId }: { conversationId: string }) {
  const ids = useTyping(conversationId);
  const names = useChat((state) => ids.map((id) => state.users[id]?.name ?? words.someone));
  if (names.length === 0) return null;
  return (
    <span className="truncate">
      <Sentence text={words.composer.typing} names={names} />
    </span>
  );
}
