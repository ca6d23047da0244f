import { useMemo } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import type { User } from '#contract/users.ts';
import { useConversation, useMe } from '#state/hooks.ts';
import { Avatar } from '#ui/parts/avatar.tsx';
import { Users } from '#ui/parts/icons.ts';
import { completionWords } from './completion-words.ts';
import type { Candidate, Finder } from './finder.ts';
import { bestFit, folded } from './fold.ts';
import { useFoundUsers } from './use-found-users.ts';

/** So many are offered. */
const most = 8;

/** `@name` becomes somebody's handle, `@channel` or `@here`: those in the conversation (a thread's is its parent) first. */
export const userFinder: Finder = {
  label: completionWords.people,
  useCandidates(query, conversationId) {
    const conversation = useConversation(conversationId);
    const { id: myId } = useMe();
    const { members, others } = useFoundUsers(query, conversation?.parentId ?? conversationId);
    return useMemo(() => {
      const wanted = folded(query);
      const inside = fitting(members, wanted).filter(({ id }) => id !== myId);
      const known = new Set([myId, ...members.map(({ id }) => id)]);
      const outside = wanted === '' ? [] : fitting(others, wanted).filter(({ id }) => !known.has(id));
      const everyone = conversation ? everyoneIn(conversation, wanted) : [];
      const users = [
        ...inside.map((user) => candidateOf(user)),
        ...outside.map((user) => candidateOf(user, completionWords.notIn)),
      ];
      return [...users.slice(0, most - everyone.length), ...everyone];
    }, [query, members, others, conversation, myId]);
  },
};

/** Each once, the best first, then by name. */
function fitting(users: readonly User[], wanted: string): User[] {
  return [...new Map(users.map((user) => [user.id, user])).values()]
    .map((user) => ({ user, fit: bestFit([user.name, user.handle], wanted) }))
    .filter(({ fit }) => fit !== null)
    .sort((one, other) => (one.fit ?? 0) - (other.fit ?? 0) || one.user.name.localeCompare(other.user.name))
    .map(({ user }) => user);
}

function candidateOf({ id, name, handle, pictureId }: User, note?: string): Candidate {
  return {
    key: id,
    insert: `@${handle}`,
    picture: <Avatar id={id} name={name} picture={pictureId} size="small" />,
    name,
    detail: (
      <>
        <bdi>@{handle}</bdi>
        {note && ` · ${note}`}
      </>
    ),
  };
}

function everyoneIn({ may, memberCount }: MyConversation, wanted: string): Candidate[] {
  if (!may.includes('mentionEveryone')) return [];
  const all: [string, string][] = [
    ['channel', completionWords.everyone(memberCount)],
    ['here', completionWords.here],
  ];
  return all
    .filter(([name]) => name.startsWith(wanted))
    .map(([name, detail]) => ({
      key: name,
      insert: `@${name}`,
      picture: <Users size={16} aria-hidden />,
      name: `@${name}`,
      detail,
    }));
}
