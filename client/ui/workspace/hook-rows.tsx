import type { IncomingHook, OutgoingHook } from '#contract/hooks.ts';
import { useActions, useMe, useUser } from '#state/hooks.ts';
import { Avatar } from '#ui/parts/avatar.tsx';
import { Button } from '#ui/parts/button.tsx';
import { useClock } from '#ui/parts/clock.tsx';
import { shortTime } from '#ui/parts/dates.ts';
import { Sentence } from '#ui/parts/sentence.tsx';
import { showToast } from '#ui/parts/toast.ts';
import { useSubmit } from '#ui/parts/use-submit.ts';
import type { HookTask } from './hook-dialogs.tsx';
import { hookWords } from './hook-words.ts';

interface Deed {
  word: string;
  isDanger?: boolean;
  onClick: () => void;
}

/** What can be done with a webhook, each button named after both. */
function Deeds({ of, deeds }: { of: string; deeds: readonly Deed[] }) {
  return (
    <div className="flex flex-wrap gap-2">
      {deeds.map(({ word, isDanger, onClick }) => (
        <Button
          key={word}
          look={isDanger ? 'plain-danger' : 'plain'}
          aria-label={`${word}: ${of}`}
          onClick={onClick}
        >
          {word}
        </Button>
      ))}
    </div>
  );
}

interface IncomingRowProps {
  hook: IncomingHook;
  onTask: (task: HookTask) => void;
}

/** An incoming webhook: its bot, where it posts, and when it last did. */
export function IncomingRow({ hook, onTask }: IncomingRowProps) {
  const { user, conversationName, ownerId, lastUsedAt } = hook;
  const { now, timeZone } = useClock();
  const owner = useUser(ownerId ?? '');
  return (
    <li className="flex flex-col gap-3 py-4">
      <div className="flex items-start gap-3">
        <Avatar id={user.id} name={user.name} />
        <div className="flex min-w-0 flex-1 flex-col">
          <bdi className="font-semibold wrap-anywhere">{user.name}</bdi>
          <span className="text-small text-muted wrap-anywhere">
            <Sentence text={([name = '']) => hookWords.postsInto(name)} names={[conversationName]} />
          </span>
          <span className="text-small text-muted">
            {lastUsedAt === null
              ? hookWords.unused
              : hookWords.lastUsed(shortTime(lastUsedAt, now, timeZone))}
          </span>
          {owner && (
            <span className="text-small text-muted">
              <Sentence text={([name = '']) => hookWords.madeBy(name)} names={[owner.name]} />
            </span>
          )}
        </div>
      </div>
      <div className="sm:ps-12">
        <Deeds
          of={user.name}
          deeds={[
            { word: hookWords.newAddress, onClick: () => onTask({ kind: 'new-address', hook }) },
            {
              word: hookWords.remove,
              isDanger: true,
              onClick: () => onTask({ kind: 'remove-incoming', hook }),
            },
          ]}
        />
      </div>
    </li>
  );
}

interface OutgoingRowProps {
  hook: OutgoingHook;
  onTask: (task: HookTask) => void;
  onChange: () => void;
}

/** An outgoing webhook: where it goes, of what it is told, and how that goes. */
export function OutgoingRow({ hook, onTask, onChange }: OutgoingRowProps) {
  const { id, name, url, events, conversationIds, ended, failingSince, ownerId } = hook;
  const { call } = useActions();
  const me = useMe();
  const owner = useUser(ownerId);
  const { now, timeZone } = useClock();
  const { message, submit } = useSubmit([]);
  const turn = () =>
    void submit(async (signal) => {
      await call('outgoing-hook:update', { id, enabled: ended !== null }, { signal });
      showToast({ text: ended === null ? hookWords.disabled : hookWords.enabled, action: null });
      onChange();
    });
  const own: Deed[] = [
    { word: hookWords.log, onClick: () => onTask({ kind: 'log', hook }) },
    { word: hookWords.edit, onClick: () => onTask({ kind: 'edit-outgoing', hook }) },
    { word: hookWords.newSecret, onClick: () => onTask({ kind: 'new-secret', hook }) },
    { word: ended === null ? hookWords.disable : hookWords.enable, onClick: turn },
  ];
  const remove: Deed = {
    word: hookWords.remove,
    isDanger: true,
    onClick: () => onTask({ kind: 'remove-outgoing', hook }),
  };
  return (
    <li className="flex flex-col gap-3 py-4">
      <div className="flex min-w-0 flex-col">
        <bdi className="font-semibold wrap-anywhere">{name}</bdi>
        <bdi className="font-mono text-small text-muted wrap-anywhere">{url}</bdi>
        <span className="text-small text-muted">
          {conversationIds === null
            ? hookWords.ofOthers
            : hookWords.toldOf(
                events.map((type) => hookWords.event[type]),
                conversationIds.length,
              )}
        </span>
        {owner && ownerId !== me.id && (
          <span className="text-small text-muted">
            <Sentence text={([called = '']) => hookWords.madeBy(called)} names={[owner.name]} />
          </span>
        )}
        {ended !== null && <span className="text-small text-danger">{hookWords.state[ended]}</span>}
        {ended === null && failingSince !== null && (
          <span className="text-small text-danger">
            {hookWords.failing(shortTime(failingSince, now, timeZone))}
          </span>
        )}
        <span role="alert" className={message ? 'text-small text-danger' : 'sr-only'}>
          {message}
        </span>
      </div>
      <Deeds of={name} deeds={ownerId === me.id ? [...own, remove] : [remove]} />
    </li>
  );
}
