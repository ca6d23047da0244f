import { useMe, useUsers } from '#state/hooks.ts';
import { words } from '#ui/words.ts';

/** So many users are named beside a count; the rest are counted. */
const named = 12;

/** What the first of these users are called, oneself as "you". */
export function useNames(userIds: readonly string[]): string[] {
  const me = useMe();
  const shown = userIds.slice(0, named);
  const users = useUsers(shown);
  return shown.map((id, index) => (id === me.id ? words.you : (users[index]?.name ?? words.someone)));
}
