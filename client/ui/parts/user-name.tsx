import type { User } from '#contract/users.ts';
import { words } from '#ui/words.ts';

/** What a user is called; until that is known, a quiet bar of about that length. */
export function UserName({ user }: { user: User | undefined }) {
  if (user)
    return (
      <>
        <bdi>{user.name}</bdi>
        {user.kind === 'bot' && <small className="ms-1.5 font-normal text-muted">{words.bot}</small>}
      </>
    );
  return (
    <span className="inline-block h-3 w-24 rounded-control bg-strong align-middle animate-late">
      <span className="sr-only">{words.someone}</span>
    </span>
  );
}
