import { useEffect } from 'react';
import type { AlertChange, DigestHours } from '#contract/alerts.ts';
import { useActions, useConnection, useMe } from '#state/hooks.ts';
import { recallAlerts, take, useDeviceAlerts } from '#ui/parts/device-alerts.ts';
import { FormError } from '#ui/parts/field.tsx';
import { OfflineNote } from '#ui/parts/offline-note.tsx';
import { RadioList } from '#ui/parts/radio-list.tsx';
import { showToast } from '#ui/parts/toast.ts';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { alertsWords } from './alerts-words.ts';
import { Block } from './block.tsx';
import { DeviceBlock } from './device-block.tsx';
import { QuietHoursForm } from './quiet-hours.tsx';

const digests = ['0', '1', '4', '24'] as const;
const hoursOf = { '0': 0, '1': 1, '4': 4, '24': 24 } satisfies Record<(typeof digests)[number], DigestHours>;

/** How one wants to be told of what asks for one. */
export function AlertSettings() {
  const { call } = useActions();
  const { id } = useMe();
  const { settings } = useDeviceAlerts();
  const isLive = useConnection() === 'live';
  const { message, submit } = useSubmit([]);
  useEffect(() => {
    // Without it the page says what it knew.
    if (isLive) recallAlerts(id, call).catch(() => {});
  }, [isLive, id, call]);

  const change = (next: AlertChange) =>
    submit(async (signal) => {
      take(await call('alert:set', next, { signal }));
      showToast({ text: alertsWords.saved, action: null });
    });

  return (
    <>
      <OfflineNote text={alertsWords.offline} />
      <DeviceBlock />
      {settings && (
        <>
          <FormError message={message} />
          <Block title={alertsWords.quiet}>
            <p className="text-small text-muted">{alertsWords.quietLead}</p>
            <QuietHoursForm
              key={JSON.stringify(settings.quietHours)}
              hours={settings.quietHours}
              onChange={(quietHours) => void change({ quietHours })}
            />
          </Block>
          <Block title={alertsWords.digest}>
            <p className="text-small text-muted">{alertsWords.digestLead}</p>
            <RadioList
              legend={alertsWords.digest}
              isLegendHidden
              value={String(settings.digestHours) as (typeof digests)[number]}
              options={digests.map((value) => ({ value, label: alertsWords.digests[hoursOf[value]] }))}
              onChange={(value) => void change({ digestHours: hoursOf[value] })}
            />
            {!settings.mail && <p className="text-small text-muted">{alertsWords.noMail}</p>}
          </Block>
        </>
      )}
      <p className="border-t border-border pt-5 text-small text-muted">{alertsWords.levels}</p>
    </>
  );
}
