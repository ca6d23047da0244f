import type { User } from '#contract/users.ts';
import type { ChatStore } from '#state/nouns/state.ts';
import { addUsers } from '#state/nouns/users.ts';

/** The longest that a timer can wait, in ms: a longer one goes off at once. */
const longest = 2 ** 31 - 1;

/**
 * Takes away what users said of their moment when its time is over, until the returned function is called. One timer,
 * for the next end of all: nobody announces it.
 */
export function watchEndings(store: ChatStore): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;

  function settle() {
    clearTimeout(timer);
    const now = Date.now();
    const users = Object.values(store.getState().users);
    const over = users.filter((user) => endsOf(user).some((end) => end <= now));
    // The change comes back here.
    if (over.length > 0)
      return store.setState((state) =>
        addUsers(
          state,
          over.map((user) => at(user, now)),
        ),
      );
    const next = users.flatMap(endsOf).reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
    if (next < Number.POSITIVE_INFINITY) timer = setTimeout(settle, Math.min(next - now, longest));
  }

  const stop = store.subscribe((state, previous) => {
    if (state.users !== previous.users) settle();
  });
  settle();
  return () => {
    stop();
    clearTimeout(timer);
  };
}

/** When something ends that a user said, in ms since 1970. */
function endsOf({ status, quietUntil }: User): number[] {
  return [status?.until, quietUntil].flatMap((end) => (end ? [Date.parse(end)] : []));
}

/** A user as they are at a time. */
function at(user: User, now: number): User {
  const isOver = (end: string | null | undefined) => Boolean(end && Date.parse(end) <= now);
  return {
    ...user,
    status: isOver(user.status?.until) ? null : user.status,
    quietUntil: isOver(user.quietUntil) ? null : user.quietUntil,
  };
}
