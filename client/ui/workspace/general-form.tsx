import { useState } from 'react';
import { limits } from '#contract/limits.ts';
import type { WorkspaceSettings } from '#contract/workspace.ts';
import { useActions, useMe } from '#state/hooks.ts';
import { Field } from '#ui/parts/field.tsx';
import { PageForm } from '#ui/parts/page-form.tsx';
import { Switch } from '#ui/parts/switch.tsx';
import { wholeNumber } from '#ui/parts/whole-number.ts';
import { generalWords } from './workspace-words.ts';

interface GeneralFormProps {
  settings: WorkspaceSettings;
  onSaved: (settings: WorkspaceSettings) => void;
}

/** A number that may be missing, as its field has it. */
const written = (number: number | null) => (number === null ? '' : String(number));
const read = (text: string) => (text.trim() === '' ? null : wholeNumber(text));

export function GeneralForm({ settings, onSaved }: GeneralFormProps) {
  const me = useMe();
  const { call } = useActions();
  const [name, setName] = useState(settings.name);
  const [requireSecondFactor, setRequireSecondFactor] = useState(settings.requireSecondFactor);
  const [membersCreateChannels, setMembersCreateChannels] = useState(settings.membersCreateChannels);
  const [linkPreviews, setLinkPreviews] = useState(settings.linkPreviews);
  const [editable, setEditable] = useState(written(settings.editMinutes));
  const [kept, setKept] = useState(written(settings.retentionDays));

  const save = async (signal: AbortSignal) => {
    const wanted = {
      ...{ name, requireSecondFactor, membersCreateChannels, linkPreviews },
      ...{ editMinutes: read(editable), retentionDays: read(kept) },
    };
    // Only what was changed here: somebody else may have changed the rest meanwhile, or be the only one who may.
    const changed = Object.entries(wanted).filter(
      ([field, value]) => settings[field as keyof typeof wanted] !== value,
    );
    const saved = await call('workspace:update', Object.fromEntries(changed), { signal });
    setName(saved.name);
    onSaved(saved);
  };

  return (
    <PageForm fields={['name', 'editMinutes', 'retentionDays']} onSubmit={save}>
      {({ errors }) => (
        <>
          <Field
            label={generalWords.name}
            value={name}
            onChange={(event) => setName(event.target.value)}
            error={errors.name}
            maxLength={limits.workspaceName}
            autoComplete="off"
            dir="auto"
          />
          {me.role === 'owner' && (
            <Switch
              label={generalWords.secondFactor}
              hint={generalWords.secondFactorHint}
              checked={requireSecondFactor}
              onChange={setRequireSecondFactor}
            />
          )}
          <Switch
            label={generalWords.createChannels}
            hint={generalWords.createChannelsHint}
            checked={membersCreateChannels}
            onChange={setMembersCreateChannels}
          />
          <Switch
            label={generalWords.linkPreviews}
            hint={generalWords.linkPreviewsHint}
            checked={linkPreviews}
            onChange={setLinkPreviews}
          />
          <Field
            label={generalWords.editMinutes}
            hint={generalWords.editMinutesHint}
            value={editable}
            onChange={(event) => setEditable(event.target.value)}
            error={errors.editMinutes}
            maxLength={6}
            inputMode="numeric"
            autoComplete="off"
          />
          {me.role === 'owner' && (
            <Field
              label={generalWords.retention}
              hint={generalWords.retentionHint}
              value={kept}
              onChange={(event) => setKept(event.target.value)}
              error={errors.retentionDays}
              maxLength={5}
              inputMode="numeric"
              autoComplete="off"
            />
          )}
        </>
      )}
    </PageForm>
  );
}
