import type { UserId } from '#contract/ids.ts';
import type { Query } from '#platform/database.ts';
import { endOtherLinks } from './account-links.ts';
import { removeSecondFactors } from './second-factor-rows.ts';
import { endSessionsOf } from './sessions.ts';
import { removeTokens } from './tokens.ts';

/**
 * Takes away whatever somebody may have kept to come in by who made an account with an address that was not theirs:
 * second factors and passkeys, tokens, sessions, and links that change its address or password. For the moment at which
 * the address' real owner shows that it is theirs. Call what it gives after the commit.
 */
export async function forgetEarlierHolder(
  query: Query,
  id: UserId,
  by: { as: string; address: string },
): Promise<() => void> {
  await removeSecondFactors(query, id);
  await endOtherLinks(query, id);
  const closeTokens = await removeTokens(query, by, id);
  const endSessions = await endSessionsOf(query, id, 'signed_out_elsewhere');
  return () => {
    closeTokens?.();
    endSessions();
  };
}
