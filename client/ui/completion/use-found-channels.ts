import { useEffect, useState } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import { limits } from '#contract/limits.ts';
import { useActions, useConnection } from '#state/hooks.ts';

/** How long the letters may rest before they are asked for, in ms. */
const settled = 120;

/** Public channels that the server finds by these letters; without a connection, what it found before. */
export function useFoundChannels(query: string): readonly MyConversation[] {
  const { call } = useActions();
  const isLive = useConnection() === 'live';
  const [found, setFound] = useState<readonly MyConversation[]>([]);
  const q = query.slice(0, limits.searchText);
  useEffect(() => {
    if (!isLive) return;
    let isCurrent = true;
    const ask = async () => {
      const { items } = await call('conversation:list', { kind: 'public', limit: 20, ...(q ? { q } : {}) });
      if (isCurrent) setFound(items);
    };
    const timer = setTimeout(() => ask().catch(() => {}), settled);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [call, q, isLive]);
  return found;
}
