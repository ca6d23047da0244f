import type { Me, User } from '#contract/users.ts';
import type { ChatState } from './state.ts';
import { unchanged } from './unchanged.ts';

/** Users known at a time. Beyond it, those who came first and are not needed give way. */
export const knownUsersMost = 2_000;

/** Whether any of the workspace's pages is there for me. */
export function looksAfter({ may }: Me): boolean {
  return may.includes('changeWorkspace') || may.includes('invite');
}

/** Users that the server answered, new here or perhaps changed. */
export function addUsers(state: ChatState, incoming: readonly User[]): ChatState {
  const changed = incoming.filter((user) => unchanged(state.users[user.id], user) !== state.users[user.id]);
  if (changed.length === 0) return state;
  const users = { ...state.users, ...Object.fromEntries(changed.map((user) => [user.id, user])) };
  const own = changed.find((user) => user.id === state.me.id);
  const me = own ? { ...state.me, ...own } : state.me;
  return withinBound({ ...state, me, users });
}

/**
 * Users as they were at an earlier cursor, from an earlier visit. Whoever is known already is known better;
 * if anybody is not, all users are known as of that cursor only.
 */
export function addEarlierUsers(state: ChatState, users: readonly User[], cursor: string | null): ChatState {
  const missing = users.filter(({ id }) => !state.users[id]);
  return missing.length === 0 ? state : { ...addUsers(state, missing), usersCursor: cursor };
}

/** A user changed, or is new: of interest only where the screen has needed them. */
export function updateUser(state: ChatState, user: User): ChatState {
  return state.users[user.id] ? addUsers(state, [user]) : state;
}

/** Those of these users who are not known, each once. */
export function unknownUsers(state: ChatState, ids: Iterable<string>): string[] {
  return [...new Set(ids)].filter((id) => !state.users[id]);
}

function withinBound(state: ChatState): ChatState {
  const ids = Object.keys(state.users);
  if (ids.length <= knownUsersMost) return state;
  const needed = neededUsers(state);
  const surplus = ids.filter((id) => !needed.has(id)).slice(0, ids.length - knownUsersMost);
  const gone = new Set(surplus);
  const kept = Object.entries(state.users).filter(([id]) => !gone.has(id));
  return { ...state, users: Object.fromEntries(kept) };
}

/** Whose names the loaded conversations and the list of conversations show. */
function neededUsers({ me, conversations, timelines, typing }: ChatState): Set<string> {
  const needed = new Set<string>([me.id, ...Object.values(typing).flat()]);
  for (const { memberIds } of Object.values(conversations)) for (const id of memberIds ?? []) needed.add(id);
  for (const { messages } of Object.values(timelines))
    for (const { authorId } of messages) needed.add(authorId);
  return needed;
}
