import { useState } from 'react';
import type { MessageFile } from '#contract/files.ts';
import { limits } from '#contract/limits.ts';
import { useActions } from '#state/hooks.ts';
import { Button } from '#ui/parts/button.tsx';
import { FormError } from '#ui/parts/field.tsx';
import { inputLook } from '#ui/parts/field-look.ts';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { fileWords } from './file-words.ts';

/** Says what there is to see in an image that has been sent. */
export function DescribeForm({ file, onDone }: { file: MessageFile; onDone: () => void }) {
  const { call } = useActions();
  const [alt, setAlt] = useState(file.alt);
  const { busy, message, submit } = useSubmit([]);
  const save = async (signal: AbortSignal) => {
    await call('file:update', { id: file.id, alt: alt.trim() }, { signal });
    onDone();
  };
  return (
    <form
      className="flex w-full max-w-[36rem] flex-wrap gap-2 text-text"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(save);
      }}
    >
      <input
        // biome-ignore lint/a11y/noAutofocus: one has just asked for it
        autoFocus
        aria-label={fileWords.description(file.name)}
        placeholder={fileWords.descriptionHint}
        maxLength={limits.altText}
        dir="auto"
        value={alt}
        onChange={({ target }) => setAlt(target.value)}
        className={`${inputLook} min-w-40 flex-1 border-border-strong`}
      />
      <Button type="submit" look="primary" busy={busy}>
        {fileWords.save}
      </Button>
      <FormError message={message} />
    </form>
  );
}
