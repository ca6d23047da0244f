import { type ReactNode, useState } from 'react';
import type { IncomingHook, OutgoingHook } from '#contract/hooks.ts';
import { useActions, useConnection } from '#state/hooks.ts';
import { Button } from '#ui/parts/button.tsx';
import { OfflineNote } from '#ui/parts/offline-note.tsx';
import { TokenSecret } from '#ui/parts/token-secret.tsx';
import { usePages } from '#ui/parts/use-pages.ts';
import { HookDialog, type HookTask } from './hook-dialogs.tsx';
import { IncomingRow, OutgoingRow } from './hook-rows.tsx';
import { hookWords } from './hook-words.ts';

type Secret = { kind: 'secret'; of: 'address' | 'secret'; text: string };

/** The workspace's webhooks, both ways, for those who look after bots. */
export function Webhooks() {
  const { call } = useActions();
  const [open, setOpen] = useState<HookTask | Secret | null>(null);
  const version = useConnection() === 'live' ? 'live' : '';
  const incoming = usePages<IncomingHook>({
    ask: () => call('incoming-hook:list', {}),
    idOf: ({ user }) => user.id,
    query: '',
    version,
  });
  const outgoing = usePages<OutgoingHook>({
    ask: () => call('outgoing-hook:list', {}),
    idOf: ({ id }) => id,
    query: '',
    version,
  });

  const close = () => {
    // Once a secret is made, another dialog has taken the place of its form.
    setOpen((now) => (now?.kind === 'secret' ? now : null));
    incoming.refresh();
    outgoing.refresh();
  };
  return (
    <>
      <OfflineNote text={hookWords.offline} />
      <Part
        title={hookWords.incoming}
        lead={hookWords.incomingLead}
        action={hookWords.makeIncoming}
        onMake={() => setOpen({ kind: 'new-incoming' })}
        list={hookWords.incomingList}
        none={incoming.waiting ? null : hookWords.noIncoming}
      >
        {incoming.items.map((hook) => (
          <IncomingRow key={hook.user.id} hook={hook} onTask={setOpen} />
        ))}
      </Part>
      <Part
        title={hookWords.outgoing}
        lead={hookWords.outgoingLead}
        action={hookWords.makeOutgoing}
        onMake={() => setOpen({ kind: 'new-outgoing' })}
        list={hookWords.outgoingList}
        none={outgoing.waiting ? null : hookWords.noOutgoing}
      >
        {outgoing.items.map((hook) => (
          <OutgoingRow key={hook.id} hook={hook} onTask={setOpen} onChange={outgoing.refresh} />
        ))}
      </Part>
      {open?.kind === 'secret' && (
        <TokenSecret secret={open.text} said={hookWords[open.of]} onClose={() => setOpen(null)} />
      )}
      {open && open.kind !== 'secret' && (
        <HookDialog
          task={open}
          onSecret={(of, text) => setOpen({ kind: 'secret', of, text })}
          onClose={close}
        />
      )}
    </>
  );
}

interface PartProps {
  title: string;
  lead: string;
  action: string;
  onMake: () => void;
  list: string;
  /** What is said where there are none; null: nobody knows yet. */
  none: string | null;
  children: ReactNode[];
}

function Part({ title, lead, action, onMake, list, none, children }: PartProps) {
  return (
    <div className="flex flex-col gap-3">
      <h3 className="font-semibold">{title}</h3>
      <p className="text-muted">{lead}</p>
      <div>
        <Button look="primary" onClick={onMake}>
          {action}
        </Button>
      </div>
      {children.length > 0 ? (
        <ul aria-label={list} className="flex flex-col divide-y divide-border border-y border-border">
          {children}
        </ul>
      ) : (
        none !== null && <p className="text-muted">{none}</p>
      )}
    </div>
  );
}
