import { useState } from 'react';
import { useActions } from '#state/hooks.ts';
import { playSound } from '#ui/parts/alert-sound.ts';
import { Button } from '#ui/parts/button.tsx';
import { obstacle, setSound, turnOff, turnOn, useDeviceAlerts } from '#ui/parts/device-alerts.ts';
import { FormError } from '#ui/parts/field.tsx';
import { Switch } from '#ui/parts/switch.tsx';
import { tested } from '#ui/parts/test-alert.ts';
import { testWords } from '#ui/parts/test-words.ts';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { alertsWords as words } from './alerts-words.ts';
import { Block } from './block.tsx';

/** Whether and how this device alerts, and a way to try it. */
export function DeviceBlock() {
  const { call } = useActions();
  const { isOn, isPushed, hasSound } = useDeviceAlerts();
  const [found, setFound] = useState(obstacle);
  const [outcome, setOutcome] = useState('');
  const { busy, message, submit } = useSubmit([]);

  const turn = (on: boolean) =>
    void submit(async () => {
      setOutcome('');
      if (on) setFound(await turnOn(call));
      else await turnOff(call);
    });
  const test = () =>
    void submit(async () => {
      setOutcome('');
      setOutcome(await tested(call, { isOn, isPushed }));
    });

  return (
    <Block title={words.device}>
      <FormError message={message} />
      <div className="flex w-full flex-col gap-4">
        <Switch label={words.on} hint={words.onHint} checked={isOn} onChange={turn} />
        {found ? (
          <p role="status" className="rounded-control bg-sunken px-3 py-2 text-small">
            {testWords.obstacles[found]}
          </p>
        ) : (
          isOn && (
            <p role="status" className="text-small text-muted">
              {isPushed ? words.pushed : busy ? words.setting : words.open}
            </p>
          )
        )}
        {isOn && (
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
            <Button busy={busy} onClick={test}>
              {busy ? words.testing : words.test}
            </Button>
            <p role="status" className="min-w-48 flex-1 text-small text-muted">
              {outcome}
            </p>
          </div>
        )}
        <Switch
          label={words.sound}
          hint={words.soundHint}
          checked={hasSound}
          onChange={(on) => {
            setSound(on);
            if (on) playSound();
          }}
        />
      </div>
    </Block>
  );
}
