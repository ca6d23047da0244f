import { useState } from 'react';
import { limits } from '#contract/limits.ts';
import { useActions, useMe } from '#state/hooks.ts';
import { Field } from '#ui/parts/field.tsx';
import { ownTimeZone } from '#ui/parts/own-time-zone.ts';
import { PageForm } from '#ui/parts/page-form.tsx';
import { SelectField } from '#ui/parts/select-field.tsx';
import { PictureField } from '#ui/picture/picture-field.tsx';
import { ProfileMoment } from './profile-moment.tsx';
import { profileWords } from './settings-words.ts';

/** What others see of me. */
export function Profile() {
  const me = useMe();
  const { call } = useActions();
  return (
    <>
      <PictureField
        label={profileWords.picture}
        id={me.id}
        name={me.name}
        pictureId={me.pictureId}
        onChange={(pictureId, signal) => call('user:update', { pictureId }, { signal })}
      />
      <ProfileForm />
      <ProfileMoment />
    </>
  );
}

function ProfileForm() {
  const me = useMe();
  const { call } = useActions();
  const [own] = useState(ownTimeZone);
  const [name, setName] = useState(me.name);
  const [handle, setHandle] = useState(me.handle);
  const [title, setTitle] = useState(me.title);
  const [timeZone, setTimeZone] = useState(me.timeZone);

  const save = async (signal: AbortSignal) => {
    const changes = {
      ...(name === me.name ? {} : { name }),
      ...(handle === me.handle ? {} : { handle }),
      ...(title === me.title ? {} : { title }),
      ...(timeZone === me.timeZone ? {} : { timeZone }),
    };
    if (Object.keys(changes).length === 0) return;
    const saved = await call('user:update', changes, { signal });
    setName(saved.name);
    setHandle(saved.handle);
    setTitle(saved.title);
    setTimeZone(saved.timeZone);
  };

  return (
    <PageForm fields={['name', 'handle', 'title', 'timeZone']} onSubmit={save}>
      {({ errors }) => (
        <>
          <Field
            label={profileWords.displayName}
            value={name}
            onChange={(event) => setName(event.target.value)}
            error={errors.name}
            maxLength={limits.userName}
            autoComplete="name"
            dir="auto"
          />
          <Field
            label={profileWords.handle}
            hint={profileWords.handleHint}
            value={handle}
            onChange={(event) => setHandle(event.target.value)}
            error={errors.handle}
            // One more for the `@` that may be typed before it.
            maxLength={limits.handle + 1}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            dir="auto"
          />
          <Field
            label={profileWords.title}
            hint={profileWords.titleHint}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
            error={errors.title}
            maxLength={limits.userTitle}
            autoComplete="organization-title"
            dir="auto"
          />
          <SelectField
            label={profileWords.timeZone}
            hint={profileWords.timeZoneHint}
            value={timeZone}
            options={zones(me.timeZone, own)}
            error={errors.timeZone}
            onChange={setTimeZone}
          />
        </>
      )}
    </PageForm>
  );
}

/** None, this browser's own, and every other that it knows; the one that is kept may be another browser's. */
function zones(kept: string, own: string) {
  const known = Intl.supportedValuesOf('timeZone');
  const names = new Set([...(kept === '' ? [] : [kept]), ...known, 'UTC']);
  names.delete(own);
  return [
    { value: '', label: profileWords.noTimeZone },
    { value: own, label: profileWords.ownTimeZone(own) },
    ...[...names].map((name) => ({ value: name, label: name.replaceAll('_', ' ') })),
  ];
}
