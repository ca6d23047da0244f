import type { Bot } from '#contract/bots.ts';
import { useUser } from '#state/hooks.ts';
import { Avatar } from '#ui/parts/avatar.tsx';
import { Button } from '#ui/parts/button.tsx';
import { Handle } from '#ui/parts/handle.tsx';
import { TokenFacts } from '#ui/parts/token-facts.tsx';
import type { BotTask } from './bot-dialogs.tsx';
import { botsWords } from './bots-words.ts';

interface BotRowProps {
  bot: Bot;
  onTask: (task: BotTask) => void;
}

/** A bot: what it is called, who made it, what its token is worth, and what can be done with it. */
export function BotRow({ bot, onTask }: BotRowProps) {
  const { user, ownerId, token } = bot;
  const owner = useUser(ownerId ?? '');
  const isOff = user.state === 'suspended';
  const marks = [isOff && botsWords.suspended, user.role === 'guest' && botsWords.guest].filter(Boolean);
  const tasks: { word: string; kind: Exclude<BotTask['kind'], 'new'> }[] = [
    { word: botsWords.rename, kind: 'rename' },
    { word: botsWords.rotate, kind: 'rotate' },
    isOff ? { word: botsWords.enable, kind: 'enable' } : { word: botsWords.disable, kind: 'disable' },
    { word: botsWords.remove, kind: 'remove' },
  ];
  return (
    <li className="flex flex-col gap-3 py-4">
      <div className="flex items-start gap-3">
        <Avatar id={user.id} name={user.name} />
        <div className="flex min-w-0 flex-1 flex-col">
          <span className="flex flex-wrap items-baseline gap-x-2">
            <bdi className="font-semibold wrap-anywhere">{user.name}</bdi>
            <Handle user={user} />
            {marks.length > 0 && <span className="text-small text-muted">{marks.join(' · ')}</span>}
          </span>
          {token ? (
            <TokenFacts token={token} />
          ) : (
            <span className="text-small text-muted">{botsWords.noToken}</span>
          )}
          {owner && (
            <span className="text-small text-muted">
              <bdi>{botsWords.owner(owner.name)}</bdi>
            </span>
          )}
        </div>
      </div>
      <div className="flex flex-wrap gap-2 sm:ps-12">
        {tasks.map(({ word, kind }) => (
          <Button
            key={kind}
            look={kind === 'remove' ? 'plain-danger' : 'plain'}
            aria-label={`${word}: ${user.name}`}
            onClick={() => onTask({ kind, bot })}
          >
            {word}
          </Button>
        ))}
      </div>
    </li>
  );
}
