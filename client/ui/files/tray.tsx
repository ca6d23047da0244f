import { useState } from 'react';
import { limits } from '#contract/limits.ts';
import { useActions } from '#state/hooks.ts';
import type { PendingFile } from '#state/nouns/state.ts';
import { inputLook } from '#ui/parts/field-look.ts';
import { leave } from '#ui/parts/focus.ts';
import { FileLine } from './file-line.tsx';
import { fileWords } from './file-words.ts';

/** What is attached to the next message. */
export function Tray({ conversationId, files }: { conversationId: string; files: readonly PendingFile[] }) {
  return (
    <ul
      aria-label={fileWords.attached}
      data-tray
      tabIndex={-1}
      className="mb-2 grid items-start max-h-[40dvh] gap-2 overflow-y-auto outline-none sm:grid-cols-2"
    >
      {files.map((file) => (
        <Attached key={file.key} conversationId={conversationId} file={file} />
      ))}
    </ul>
  );
}

function Attached({ conversationId, file }: { conversationId: string; file: PendingFile }) {
  const { uploads } = useActions();
  const { key, name, type } = file;
  const remove = () => {
    const line = document.querySelector<HTMLElement>(`[data-line="${key}"]`);
    const isLast = line?.parentElement?.children.length === 1;
    if (isLast) line.closest('[data-composing]')?.querySelector<HTMLElement>('textarea')?.focus();
    else if (line) leave(line, '[data-line]', '[data-tray]');
    uploads().then(
      ({ detach }) => detach(conversationId, key),
      () => {},
    );
  };
  const retry = () =>
    void uploads().then(
      (all) => all.retry(key),
      () => {},
    );
  return (
    <FileLine file={file} onRetry={retry} onRemove={remove}>
      {type.startsWith('image/') && <Description conversationId={conversationId} file={file} name={name} />}
    </FileLine>
  );
}

interface DescriptionProps {
  conversationId: string;
  file: PendingFile;
  name: string;
}

/** What there is to see in an image: asked for, never demanded. */
function Description({ conversationId, file: { key, alt }, name }: DescriptionProps) {
  const { uploads } = useActions();
  const [text, setText] = useState(alt);
  const save = () => {
    const next = text.trim();
    if (next !== alt)
      uploads().then(
        (all) => all.describe(conversationId, key, next),
        () => {},
      );
  };
  return (
    <span className="px-2 pb-2">
      <input
        aria-label={fileWords.description(name)}
        placeholder={fileWords.descriptionHint}
        maxLength={limits.altText}
        dir="auto"
        value={text}
        onChange={({ target }) => setText(target.value)}
        onBlur={save}
        onKeyDown={({ key: pressed, currentTarget }) => {
          if (pressed === 'Enter' || pressed === 'Escape')
            currentTarget.closest('[data-composing]')?.querySelector<HTMLElement>('textarea')?.focus();
        }}
        className={`${inputLook} h-8! border-border text-small!`}
      />
    </span>
  );
}
