import { Circle, CircleCheck, Square, SquareCheck } from 'lucide-react';
import type { Poll } from '#contract/polls.ts';
import { useUsers } from '#state/hooks.ts';
import { Avatar } from '#ui/parts/avatar.tsx';
import { isolated } from '#ui/parts/isolated.ts';
import { optionLook } from './poll-look.ts';
import { pollWords } from './poll-words.ts';
import { useNames } from './use-names.ts';

interface PollOptionProps {
  option: Poll['options'][number];
  /** How many have voted in the poll. */
  voters: number;
  isMine: boolean;
  /** `listitem`: it can only be read. */
  role: 'radio' | 'checkbox' | 'listitem';
  current: boolean;
  onPress: () => void;
}

const pictures = { radio: [Circle, CircleCheck], checkbox: [Square, SquareCheck] } as const;

/** One option: its text, how many chose it, and who, as far as that is told. Pressed again it is taken back. */
export function PollOption({ option, voters, isMine, role, current, onPress }: PollOptionProps) {
  const { text, votes, userIds } = option;
  const names = useNames(userIds);
  const percent = voters > 0 ? Math.round((100 * votes) / voters) : 0;
  const who = pollWords.by(names.map(isolated), votes - names.length);
  const said = pollWords.option(isolated(text), votes, percent);
  const content = (
    <>
      <span
        aria-hidden
        style={{ inlineSize: `${percent}%` }}
        className={`absolute inset-y-0 start-0 ${isMine ? 'bg-accent/15' : 'bg-strong/70'}`}
      />
      <Picture role={role} isMine={isMine} />
      <span dir="auto" className={`relative min-w-0 flex-1 ${isMine ? 'font-semibold' : ''}`}>
        {text}
      </span>
      <Faces userIds={userIds} />
      <span aria-hidden className="relative shrink-0 text-small text-muted tabular-nums">
        {votes > 0 && `${votes} · ${pollWords.share(percent)}`}
      </span>
    </>
  );
  const hint = userIds.length > 0 ? who : undefined;
  if (role === 'listitem')
    return (
      <div role="listitem" data-hint={hint} className={optionLook}>
        {content}
        <span className="sr-only">
          {pollWords.votes(votes)} {isMine && pollWords.mine} {who}
        </span>
      </div>
    );
  // A button, so that the keys of the list of messages walk it as they walk every other.
  return (
    <button
      type="button"
      {...{ role, 'aria-checked': isMine }}
      aria-label={hint ? `${said}: ${who}` : said}
      data-hint={hint}
      tabIndex={current ? 0 : -1}
      onClick={onPress}
      className={`${optionLook} hover:border-border-strong ${isMine ? 'border-accent' : ''}`}
    >
      {content}
    </button>
  );
}

function Picture({ role, isMine }: Pick<PollOptionProps, 'role' | 'isMine'>) {
  if (role === 'listitem' && !isMine) return null;
  const Icon = pictures[role === 'listitem' ? 'radio' : role][isMine ? 1 : 0];
  return (
    <Icon size={16} aria-hidden className={`relative shrink-0 ${isMine ? 'text-link' : 'text-muted'}`} />
  );
}

/** So many of those who chose it are shown. */
const faces = 3;

function Faces({ userIds }: { userIds: readonly string[] }) {
  const shown = userIds.slice(0, faces);
  const users = useUsers(shown);
  if (shown.length === 0) return null;
  return (
    <span className="relative flex shrink-0 gap-0.5">
      {shown.map((id, index) => (
        <Avatar
          key={id}
          id={id}
          name={users[index]?.name ?? null}
          picture={users[index]?.pictureId}
          size="small"
        />
      ))}
    </span>
  );
}
