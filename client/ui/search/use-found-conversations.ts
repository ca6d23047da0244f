import { useEffect, useState } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import { useActions, useChat } from '#state/hooks.ts';

/** Conversations by id: one's own, and the public ones that something was found in, asked for when they are not known. */
export function useFoundConversations(ids: readonly string[]): Readonly<Record<string, MyConversation>> {
  const { call } = useActions();
  const known = useChat((state) => state.conversations);
  const [others, setOthers] = useState<Record<string, MyConversation>>({});
  const parents = ids.flatMap((id) => (known[id] ?? others[id])?.parentId ?? []);
  const missing = [...new Set([...ids, ...parents])].filter((id) => !(known[id] || others[id])).join(' ');

  useEffect(() => {
    let isGone = false;
    const fetchAll = async () => {
      for (const conversationId of missing.split(' ').filter(Boolean)) {
        const found = await call('conversation:get', { conversationId }).catch(() => null);
        if (isGone) return;
        if (found) setOthers((before) => ({ ...before, [conversationId]: found }));
      }
    };
    void fetchAll();
    return () => {
      isGone = true;
    };
  }, [call, missing]);

  return { ...others, ...known };
}
