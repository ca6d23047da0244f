import type { Token } from '#contract/tokens.ts';
import { useClock } from './clock.tsx';
import { shortTime } from './dates.ts';
import { tokenWords } from './token-words.ts';

/** What a token may do, how long it works, and when it was last used. */
export function TokenFacts({ token: { scopes, expiresAt, lastUsedAt, lastAddress } }: { token: Token }) {
  const { now, timeZone } = useClock();
  const isOver = expiresAt !== null && Date.parse(expiresAt) <= now;
  const time = (iso: string) => shortTime(iso, now, timeZone);
  return (
    <span className="flex flex-col text-small text-muted wrap-anywhere">
      <span>{scopes.map((scope) => tokenWords.scope[scope]).join(' · ')}</span>
      <span className={isOver ? 'text-danger' : ''}>
        {expiresAt === null
          ? tokenWords.endless
          : (isOver ? tokenWords.ended : tokenWords.ends)(time(expiresAt))}
      </span>
      <span>
        {lastUsedAt === null ? tokenWords.unused : tokenWords.lastUsed(time(lastUsedAt), lastAddress)}
      </span>
    </span>
  );
}
