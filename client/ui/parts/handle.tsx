import type { ReactNode } from 'react';
import { plainHandle } from '#contract/handles.ts';
import type { User } from '#contract/users.ts';
import { useMe, useUser } from '#state/hooks.ts';
import type { ConversationFacts } from '#state/nouns/facts.ts';
import { othersIn } from './conversation-name.ts';
import { isolated } from './isolated.ts';
import { UserMarks } from './user-name.tsx';

/**
 * `@ada.lovelace`, for where a user is chosen or listed: names may repeat, handles do not. Beside a name it takes what the
 * name leaves.
 */
export function Handle({ user }: { user: Pick<User, 'handle'> }) {
  return (
    <span className="min-w-8 max-w-max flex-1 truncate text-small font-normal text-muted">
      @<bdi>{user.handle}</bdi>
    </span>
  );
}

/** A name with a handle after it. The name comes first; however long it is, the beginning of the handle stays. */
export function BesideHandle({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <span className="flex min-w-0 items-baseline gap-1.5">
      <span className="min-w-0 truncate">{name}</span>
      {children}
    </span>
  );
}

/** Whether a user's handle is another than their name gives: somebody else may be called the same. */
export function isTelling(user: Pick<User, 'name' | 'handle'> | undefined): boolean {
  return user !== undefined && user.handle !== plainHandle(user.name);
}

/** The handle beside a name, where it tells more than the name does. */
export function TellingHandle({ user }: { user: User | undefined }) {
  return user && isTelling(user) ? <Handle user={user} /> : null;
}

/** The user of a direct conversation of two. */
function useOther({ kind, memberIds }: ConversationFacts): User | undefined {
  const me = useMe();
  const others = othersIn({ kind, memberIds, name: null }, me.id);
  return useUser(others.length === 1 ? (others[0] ?? '') : '');
}

/** Beside the name of a direct conversation of two: what stands beside the other's name everywhere. */
export function ConversationHandle({ conversation }: { conversation: ConversationFacts }) {
  const other = useOther(conversation);
  return (
    <>
      <UserMarks user={other} />
      <TellingHandle user={other} />
    </>
  );
}

/** The same for labels: `Ada Lovelace @ada.2`, or the name alone. */
export function useToldName(conversation: ConversationFacts, name: string): string {
  const other = useOther(conversation);
  return other && isTelling(other) ? `${isolated(name)} ${isolated(`@${other.handle}`)}` : isolated(name);
}
