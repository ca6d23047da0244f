import { useState } from 'react';
import type { Bot } from '#contract/bots.ts';
import { useActions, useConnection } from '#state/hooks.ts';
import { Button } from '#ui/parts/button.tsx';
import { OfflineNote } from '#ui/parts/offline-note.tsx';
import { TokenSecret } from '#ui/parts/token-secret.tsx';
import { usePages } from '#ui/parts/use-pages.ts';
import { BotDialog, type BotTask } from './bot-dialogs.tsx';
import { BotRow } from './bot-row.tsx';
import { botsWords } from './bots-words.ts';

type Open = BotTask | { kind: 'secret'; secret: string } | null;

/** The workspace's bots, for those who look after them. */
export function Bots() {
  const { call } = useActions();
  const [open, setOpen] = useState<Open>(null);
  const connection = useConnection();
  const { items, waiting, more, refresh } = usePages<Bot>({
    ask: (cursor) => call('bot:list', cursor === null ? {} : { cursor }),
    idOf: (bot) => bot.user.id,
    query: '',
    version: connection === 'live' ? 'live' : '',
  });

  const close = () => {
    // Once a token is made, another dialog has taken the place of its form.
    setOpen((now) => (now?.kind === 'secret' ? now : null));
    refresh();
  };
  return (
    <>
      <p className="text-muted">
        {botsWords.lead}{' '}
        <a href="/docs/api" className="font-semibold text-link underline underline-offset-2">
          {botsWords.docs}
        </a>
      </p>
      <OfflineNote text={botsWords.offline} />
      <div>
        <Button look="primary" onClick={() => setOpen({ kind: 'new' })}>
          {botsWords.make}
        </Button>
      </div>
      {items.length > 0 && (
        <ul
          aria-label={botsWords.list}
          className="flex flex-col divide-y divide-border border-y border-border"
        >
          {items.map((bot) => (
            <BotRow key={bot.user.id} bot={bot} onTask={setOpen} />
          ))}
        </ul>
      )}
      {items.length === 0 && !waiting && <p className="text-muted">{botsWords.none}</p>}
      {more && (
        <div>
          <Button onClick={more}>{botsWords.more}</Button>
        </div>
      )}
      {open?.kind === 'secret' && <TokenSecret secret={open.secret} onClose={() => setOpen(null)} />}
      {open && open.kind !== 'secret' && (
        <BotDialog task={open} onSecret={(secret) => setOpen({ kind: 'secret', secret })} onClose={close} />
      )}
    </>
  );
}
