import { useEffect, useState } from 'react';
import { limits } from '#contract/limits.ts';
import type { User } from '#contract/users.ts';
import { useActions, useConnection } from '#state/hooks.ts';

/** How many the server is asked for. */
const most = 20;
/** How long the letters may rest before they are asked for, in ms. */
const settled = 120;

interface Found {
  members: readonly User[];
  others: readonly User[];
}

const nobody: Found = { members: [], others: [] };
/** Of the conversation in which one wrote last, so that its list is there at once the next time. */
let latest: { conversationId: string; members: readonly User[] } | null = null;

/**
 * Who may be meant: the first members of the conversation, and whomever the server finds by the letters, told apart by
 * whether they are in it. It grows as answers come; without a connection it is what was found before.
 */
export function useFoundUsers(query: string, conversationId: string): Found {
  const { call } = useActions();
  const isLive = useConnection() === 'live';
  const known = latest?.conversationId === conversationId ? latest.members : nobody.members;
  const [members, setMembers] = useState(known);
  const [found, setFound] = useState(nobody);
  const q = query.slice(0, limits.searchText);

  useEffect(() => {
    if (!isLive) return;
    let isCurrent = true;
    call('member:list', { conversationId, limit: limits.page }).then(
      ({ items }) => {
        latest = { conversationId, members: items.map(({ user }) => user) };
        if (isCurrent) setMembers(latest.members);
      },
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [call, conversationId, isLive]);

  useEffect(() => {
    if (!isLive || q === '') return;
    let isCurrent = true;
    const ask = async () => {
      const [inside, all] = await Promise.all([
        call('member:list', { conversationId, q, limit: most }),
        call('user:list', { q, limit: most }),
      ]);
      if (isCurrent) setFound({ members: inside.items.map(({ user }) => user), others: all.items });
    };
    const timer = setTimeout(() => ask().catch(() => {}), settled);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [call, conversationId, q, isLive]);

  return { members: [...members, ...found.members], others: found.others };
}
