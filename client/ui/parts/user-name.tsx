import type { User } from '#contract/users.ts';
import { words } from '#ui/words.ts';

/** What a user is called; until that is known, a quiet bar of about that length. */
export function UserName({ user }: { user: User | undefined }) {
  if (user)
    return (
      <>
        <bdi>{user.name}</bdi>
        <UserMarks user={user} />
      </>
    );
  return (
    <span className="inline-block h-3 w-24 rounded-control bg-strong align-middle animate-late">
      <span className="sr-only">{words.someone}</span>
    </span>
  );
}

/** What stands beside a name: a program, what they say of their moment (the card says it in words), a wish for quiet. */
export function UserMarks({ user }: { user: User | undefined }) {
  return (
    user && (
      <>
        {user.kind === 'bot' && <span className="bot-mark">{words.bot}</span>}
        {user.status?.emoji && (
          <span aria-hidden title={user.status.text} className="ms-1 font-normal">
            {user.status.emoji}
          </span>
        )}
        {user.quietUntil && <span aria-hidden className="moon" />}
      </>
    )
  );
}
