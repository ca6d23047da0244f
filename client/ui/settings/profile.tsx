import { useState } from 'react';
import { limits } from '#contract/limits.ts';
import { useActions, useMe } from '#state/hooks.ts';
import { Field } from '#ui/parts/field.tsx';
import { PageForm } from '#ui/parts/page-form.tsx';
import { profileWords } from './settings-words.ts';

/** What others see of me. */
export function Profile() {
  const me = useMe();
  const { call } = useActions();
  const [name, setName] = useState(me.name);
  const [handle, setHandle] = useState(me.handle);

  const save = async (signal: AbortSignal) => {
    const changes = {
      ...(name === me.name ? {} : { name }),
      ...(handle === me.handle ? {} : { handle }),
    };
    if (Object.keys(changes).length === 0) return;
    const saved = await call('user:update', changes, { signal });
    setName(saved.name);
    setHandle(saved.handle);
  };

  return (
    <PageForm fields={['name', 'handle']} onSubmit={save}>
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
        </>
      )}
    </PageForm>
  );
}
