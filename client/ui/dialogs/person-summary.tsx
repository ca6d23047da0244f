import { MessageSquare, Moon, UserPen } from 'lucide-react';
import type { ReactNode } from 'react';
import type { User } from '#contract/users.ts';
import { useActions, useChat, useMe } from '#state/hooks.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { Avatar, PresenceDot } from '#ui/parts/avatar.tsx';
import { Button } from '#ui/parts/button.tsx';
import { useClock } from '#ui/parts/clock.tsx';
import { clockTime, shortTime } from '#ui/parts/dates.ts';
import { FormError } from '#ui/parts/field.tsx';
import { Handle } from '#ui/parts/handle.tsx';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { UserName } from '#ui/parts/user-name.tsx';
import { useWatchedPresence } from '#ui/parts/watched-presence.tsx';
import { minutesAhead } from '#ui/parts/zone-offset.ts';
import { words } from '#ui/words.ts';
import { profileWords } from './profile-words.ts';

const { card: said, quiet, status } = profileWords;

interface PersonSummaryProps {
  userId: string;
  /** Undefined until they are known. */
  user: User | undefined;
  /** Stands at the end of the first line. */
  end?: ReactNode;
  /** Something was done that leads elsewhere. */
  onLeave: () => void;
}

/** Who somebody is, what they say of their moment, what time it is for them, and the way to write to them. */
export function PersonSummary({ userId, user, end, onLeave }: PersonSummaryProps) {
  const me = useMe();
  return (
    <>
      <div className="flex items-start gap-4 px-5 pt-5 pb-4">
        <Avatar id={userId} name={user?.name ?? null} picture={user?.pictureId} size="huge" />
        <div className="flex min-w-0 flex-1 flex-col gap-0.5">
          <p className="own-box text-[1.0625rem] leading-6 font-semibold wrap-anywhere">
            {user ? <bdi>{user.name}</bdi> : <UserName user={user} />}
          </p>
          {user && <Handle user={user} />}
          {user?.title && (
            <p dir="auto" className="text-small wrap-anywhere">
              {user.title}
            </p>
          )}
          {user?.state === 'active' || !user ? <Presence id={userId} user={user} /> : <Gone user={user} />}
        </div>
        {end}
      </div>
      {user && <Moment user={user} />}
      {user &&
        (user.id === me.id ? <OwnActions onLeave={onLeave} /> : <Actions user={user} onLeave={onLeave} />)}
    </>
  );
}

function Gone({ user }: { user: User }) {
  return <p className="text-small text-muted">{user.state === 'removed' ? said.removed : said.suspended}</p>;
}

function Presence({ id, user }: { id: string; user: User | undefined }) {
  const presence = useWatchedPresence(id);
  const mark = user && (user.kind === 'bot' ? said.bot : said.roles[user.role]);
  return (
    <p className="flex items-center gap-1.5 text-small text-muted">
      {/* Its word stands beside it. */}
      <span aria-hidden className="empty:hidden">
        <PresenceDot status={presence} />
      </span>
      {words.presence[presence]}
      {mark && ` · ${mark}`}
    </p>
  );
}

/** What they say of their moment, with its end; that they want quiet; and their clock. */
function Moment({ user }: { user: User }) {
  const { now, timeZone } = useClock();
  const until = (end: string) => shortTime(end, now, timeZone);
  const own = user.status;
  const isShown = own || user.quietUntil || user.timeZone !== '';
  if (!isShown || user.state !== 'active') return null;
  return (
    <ul className="flex flex-col gap-1.5 border-t border-border px-5 py-3 text-small">
      {own && (
        <li className="wrap-anywhere">
          {own.emoji} <bdi>{own.text}</bdi>
          {own.until && <span className="text-muted"> {status.until(until(own.until))}</span>}
        </li>
      )}
      {user.quietUntil && (
        <li className="flex items-center gap-1.5">
          <Moon size={14} aria-hidden className="shrink-0 text-muted" />
          {quiet.theirs(until(user.quietUntil))}
        </li>
      )}
      {user.timeZone !== '' && (
        <li className="text-muted tabular-nums">{localTime(now, user.timeZone, timeZone)}</li>
      )}
    </ul>
  );
}

/** `14:05 local time, 2 h ahead of you`. */
function localTime(now: number, zone: string, ownZone: string): string {
  const clock = clockTime(new Date(now).toISOString(), zone);
  const minutes = minutesAhead(now, zone, ownZone);
  if (minutes === 0) return said.localTime(clock, said.sameTime);
  const most = Math.abs(minutes);
  const span = said.span(Math.floor(most / 60), most % 60);
  return said.localTime(clock, minutes > 0 ? said.ahead(span) : said.behind(span));
}

function Actions({ user, onLeave }: { user: User; onLeave: () => void }) {
  const { createConversation } = useActions();
  const { go } = useNavigation();
  const { busy, message, submit } = useSubmit([]);
  const known = useChat(
    ({ conversations }) =>
      Object.values(conversations).find(
        ({ kind, memberIds }) => kind === 'direct' && memberIds?.length === 2 && memberIds.includes(user.id),
      )?.id ?? null,
  );
  // Nobody reads what is written to whoever may not come in; what was written before is still there.
  if (user.state !== 'active' && known === null) return null;
  const write = () =>
    submit(async () => {
      const id = known ?? (await createConversation({ kind: 'direct', memberIds: [user.id] })).id;
      go({ conversationId: id, message: null });
      onLeave();
    });
  return (
    <div className="flex flex-col gap-3 px-5 pb-5">
      <FormError message={message} />
      <Button look="primary" busy={busy} onClick={() => void write()}>
        <MessageSquare size={16} aria-hidden />
        {said.write}
      </Button>
    </div>
  );
}

const ownProfile = { conversationId: null, message: null, view: 'settings', query: 'profile' } as const;

function OwnActions({ onLeave }: { onLeave: () => void }) {
  const { go } = useNavigation();
  return (
    <div className="flex flex-col px-5 pb-5">
      <Button
        onClick={() => {
          go(ownProfile);
          onLeave();
        }}
      >
        <UserPen size={16} aria-hidden />
        {said.edit}
      </Button>
    </div>
  );
}
