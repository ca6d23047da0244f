import { useState } from 'react';
import { useActions, useMe } from '#state/hooks.ts';
import { FormError } from '#ui/parts/field.tsx';
import { OfflineNote } from '#ui/parts/offline-note.tsx';
import { Switch } from '#ui/parts/switch.tsx';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { Block } from './block.tsx';
import { displayWords } from './settings-words.ts';

/** What I want to see, wherever I sign in. */
export function Display() {
  const { hidesPreviews } = useMe();
  const { call } = useActions();
  const { message, submit } = useSubmit([]);
  /** What was chosen over what the server says, until that is another. */
  const [chosen, setChosen] = useState({ over: hidesPreviews, hides: hidesPreviews });
  const hides = chosen.over === hidesPreviews ? chosen.hides : hidesPreviews;
  const turn = async (isShown: boolean) => {
    setChosen({ over: hidesPreviews, hides: !isShown });
    const isDone = await submit((signal) => call('user:update', { hidesPreviews: !isShown }, { signal }));
    if (!isDone) setChosen({ over: hidesPreviews, hides: hidesPreviews });
  };
  return (
    <>
      <OfflineNote text={displayWords.offline} />
      <FormError message={message} />
      <Block title={displayWords.conversations}>
        <Switch
          label={displayWords.previews}
          hint={displayWords.previewsHint}
          checked={!hides}
          onChange={(isShown) => void turn(isShown)}
        />
      </Block>
    </>
  );
}
