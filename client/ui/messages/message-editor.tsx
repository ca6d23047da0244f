import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { characterCount } from '#contract/characters.ts';
import { limits } from '#contract/limits.ts';
import { useActions, useWrittenText } from '#state/hooks.ts';
import type { EditDraft } from '#state/nouns/state.ts';
import { useCompletion } from '#ui/completion/use-completion.tsx';
import { useFormatting } from '#ui/formatting/use-formatting.tsx';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { Button } from '#ui/parts/button.tsx';
import { bringFocus, composerNow } from '#ui/parts/focus.ts';
import { isSubmitKey, useGrowth } from '#ui/parts/writing-field.ts';
import { words } from '#ui/words.ts';
import { type Entry, isSent } from './entry.ts';

interface MessageEditorProps {
  entry: Entry;
  edit: EditDraft;
}

/** Another text for one's own message, in its place. It keeps what is written, whatever happens to the page. */
export function MessageEditor({ entry, edit }: MessageEditorProps) {
  const { conversationId, clientId } = entry;
  const { change, rewrite, discard, setEdit, endEdit } = useActions();
  const openDialog = useOpenDialog();
  const announce = useAnnounce();
  const [text, setText] = useState(edit.body);
  const field = useRef<HTMLTextAreaElement>(null);
  const formatting = useFormatting(field);
  const note = useId();
  const written = useWrittenText(isSent(entry) ? entry : null);
  const length = text.length > limits.messageBody ? characterCount(text) : text.length;
  const over = length - limits.messageBody;
  /** Somebody's other device gave it another text since this began. */
  const isOvertaken =
    written !== null && edit.basedOn !== written.writtenAt && written.body !== edit.original;

  const completion = useCompletion(field, conversationId);

  useGrowth(field, text);
  const leave = useArrival(field);

  const close = () => {
    endEdit(conversationId);
    leave();
  };
  const save = () => {
    if (over > 0) return;
    if (text.trim() === '') {
      close();
      if (isSent(entry)) openDialog({ name: 'delete-message', conversationId, seq: entry.seq });
      else discard(clientId);
      return;
    }
    if (!isSent(entry)) {
      if (text !== entry.body) rewrite(clientId, text);
    } else if (text !== entry.body) {
      // Whoever saves over another text has been told of it.
      const basedOn = isOvertaken ? null : (written?.writtenAt ?? edit.basedOn);
      change(entry, { kind: 'edit', body: text, basedOn });
      announce(words.actions.edited);
    }
    close();
  };

  const press = (event: KeyboardEvent) => {
    if (completion.press(event)) event.stopPropagation();
    else if (event.key === 'Escape' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      // Nobody else takes this key: the timeline would go to its end.
      event.stopPropagation();
      close();
    } else if (isSubmitKey(event)) {
      event.preventDefault();
      save();
    } else {
      formatting.press(event);
      event.stopPropagation();
    }
  };

  return (
    <div className="flex flex-col gap-1.5 py-1">
      <textarea
        ref={field}
        rows={1}
        dir="auto"
        aria-label={words.actions.edit}
        aria-describedby={note}
        aria-invalid={over > 0 || undefined}
        value={text}
        enterKeyHint="send"
        onChange={(event) => {
          setText(event.target.value);
          setEdit(conversationId, { ...edit, body: event.target.value });
          completion.follow(event);
        }}
        onKeyDown={press}
        {...completion.field}
        {...formatting.field}
        className={`block field-sizing-content max-h-[40dvh] min-h-11 w-full resize-none rounded-card border bg-raised px-3 py-[0.625rem] text-body wrap-anywhere outline-none pointer-coarse:text-[1rem] ${over > 0 ? 'border-danger ring-danger focus:ring-1' : 'border-border-strong focus:border-accent'}`}
      />
      {completion.list}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <p
          id={note}
          role={isOvertaken ? 'alert' : undefined}
          className={`min-w-0 flex-1 basis-48 text-tiny ${over > 0 || isOvertaken ? 'text-danger' : 'text-muted'}`}
        >
          {over > 0
            ? words.composer.over(over)
            : isOvertaken
              ? words.actions.overtaken(written.body)
              : words.actions.editHint}
        </p>
        <div className="flex gap-2">
          <Button onClick={close}>{words.cancel}</Button>
          <Button look="primary" onClick={save}>
            {isOvertaken ? words.actions.saveAnyway : words.save}
          </Button>
        </div>
      </div>
    </div>
  );
}

/** The focus comes here, at the end of the text; gives the way back to where it was. */
function useArrival(field: React.RefObject<HTMLTextAreaElement | null>): () => void {
  const origin = useRef<{ isComposer: boolean; row: HTMLElement | null }>(null);
  useEffect(() => {
    const element = field.current;
    if (!element || origin.current) return;
    const isComposer = document.activeElement?.matches('[data-composer]') ?? false;
    origin.current = { isComposer, row: element.closest<HTMLElement>('[data-entry]') };
    element.setSelectionRange(element.value.length, element.value.length);
    bringFocus(element);
  }, [field]);
  return () => {
    const { isComposer = false, row = null } = origin.current ?? {};
    const goal = (isComposer ? composerNow() : null) ?? row;
    if (goal) bringFocus(goal);
  };
}
