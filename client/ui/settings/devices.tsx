import { Monitor, MonitorSmartphone, Smartphone, Tablet } from 'lucide-react';
import { useState } from 'react';
import type { Device } from '#contract/accounts.ts';
import { useActions, useConnection } from '#state/hooks.ts';
import { Button } from '#ui/parts/button.tsx';
import { useClock } from '#ui/parts/clock.tsx';
import { shortTime } from '#ui/parts/dates.ts';
import { FormError } from '#ui/parts/field.tsx';
import { FormDialog } from '#ui/parts/form-dialog.tsx';
import { OfflineNote } from '#ui/parts/offline-note.tsx';
import { showToast } from '#ui/parts/toast.ts';
import { usePages } from '#ui/parts/use-pages.ts';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { accountWords } from './account-words.ts';

const { devices: words } = accountWords;

/** A device that was used within so many ms is in use: an open tab is noted every five minutes. */
const recent = 10 * 60_000;

const icons = { computer: Monitor, phone: Smartphone, tablet: Tablet, unknown: MonitorSmartphone } as const;

/** Where one is signed in, and the way to end that. */
export function Devices() {
  const { call } = useActions();
  const connection = useConnection();
  const { items, waiting, refresh } = usePages<Device>({
    ask: () => call('session:list', {}),
    idOf: ({ id }) => id,
    query: '',
    version: `${connection === 'live'}`,
  });
  const { busy, message, submit } = useSubmit([]);

  /** Ends something, says so, and reads the list again whatever came of it. */
  const end = (work: (signal: AbortSignal) => Promise<string>) =>
    submit(async (signal) => showToast({ text: await work(signal), action: null })).finally(refresh);

  if (waiting) return null;
  return (
    <>
      <OfflineNote text={accountWords.offline} />
      {items.length === 0 ? (
        <p className="text-muted">{accountWords.unreachable}</p>
      ) : (
        <p className="text-muted">{words.lead}</p>
      )}
      <FormError message={message} />
      <ul aria-label={words.label} className="flex flex-col divide-y divide-border">
        {items.map((device) => (
          <DeviceRow
            key={device.id}
            device={device}
            busy={busy}
            onEnd={(name) =>
              void end(async (signal) => {
                await call('session:end', { id: device.id }, { signal });
                return words.ended(name);
              })
            }
          />
        ))}
      </ul>
      {items.length > 1 && (
        <EndOthers
          busy={busy}
          onEnd={async (signal) => {
            const { ended } = await call('session:end-others', {}, { signal });
            showToast({ text: words.endedOthers(ended), action: null });
            refresh();
          }}
        />
      )}
    </>
  );
}

interface DeviceRowProps {
  device: Device;
  busy: boolean;
  onEnd: (name: string) => void;
}

function DeviceRow({ device, busy, onEnd }: DeviceRowProps) {
  const { kind, isCurrent, address, createdAt, lastSeenAt } = device;
  const { now, timeZone } = useClock();
  const Icon = icons[kind];
  const name = words.name(device.browser, device.system);
  const isInUse = isCurrent || now - Date.parse(lastSeenAt) < recent;
  const facts = [
    isInUse ? words.now : words.seen(shortTime(lastSeenAt, now, timeZone)),
    words.since(shortTime(createdAt, now, timeZone)),
    ...(address ? [words.from(address)] : []),
  ];
  return (
    <li className="flex items-center gap-3 py-3 first:pt-0">
      <Icon size={20} strokeWidth={1.75} aria-hidden className="shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="font-semibold wrap-anywhere">
          {name}
          {isCurrent && (
            <span className="ms-2 rounded-full bg-strong px-2 py-0.5 text-tiny font-normal">
              {words.here}
            </span>
          )}
        </p>
        <p className="text-small text-muted tabular-nums wrap-anywhere">{facts.join(' · ')}</p>
      </div>
      {!isCurrent && (
        <Button busy={busy} aria-label={words.endLabel(name)} onClick={() => onEnd(name)}>
          {words.end}
        </Button>
      )}
    </li>
  );
}

function EndOthers({ busy, onEnd }: { busy: boolean; onEnd: (signal: AbortSignal) => Promise<unknown> }) {
  const [isAsking, setAsking] = useState(false);
  return (
    <div>
      <Button look="plain-danger" busy={busy} onClick={() => setAsking(true)}>
        {words.endOthers}
      </Button>
      {isAsking && (
        <FormDialog
          title={words.endOthers}
          lead={words.endOthersLead}
          fields={[]}
          action={words.endOthersAction}
          onSubmit={onEnd}
          onClose={() => setAsking(false)}
        >
          {() => null}
        </FormDialog>
      )}
    </div>
  );
}
