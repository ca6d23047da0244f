import { useMemo } from 'react';
import { useChat, useMe } from '#state/hooks.ts';
import { useConversations } from '#state/later-hooks.ts';
import { usesOf } from '#ui/navigation/uses.ts';
import { nameOf, othersIn } from '#ui/parts/conversation-name.ts';
import { useUserSearch } from '#ui/parts/use-user-search.ts';
import { rankedTargets, type Target } from './targets.ts';

/** Where I may write, and users with whom there is no conversation of two yet: those that fit these letters, best first. */
export function useTargets(text: string): Target[] {
  const me = useMe();
  const users = useChat((state) => state.users);
  const conversations = useConversations();
  const found = useUserSearch(text);
  return useMemo(() => {
    const places = conversations
      .filter(({ may }) => may.includes('send'))
      .map((conversation): Target => {
        const others = othersIn(conversation, me.id).flatMap((id) => users[id] ?? []);
        const name = nameOf(conversation, users, me.id);
        const names = [name, ...others.flatMap((user) => [user.name, user.handle])];
        return { key: `c:${conversation.id}`, name, names, conversation, user: null };
      });
    const known = new Set(
      conversations
        .filter(({ memberIds }) => memberIds?.length === 2)
        .flatMap((item) => item.memberIds ?? []),
    );
    const others = (found ?? [])
      .filter(({ id }) => id !== me.id && !known.has(id))
      .map((user): Target => {
        const names = [user.name, user.handle];
        return { key: `u:${user.id}`, name: user.name, names, conversation: null, user };
      });
    return rankedTargets([...places, ...others], text, usesOf(me.id), Date.now());
  }, [conversations, users, me.id, found, text]);
}
