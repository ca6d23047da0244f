import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { characterCount } from '#contract/characters.ts';
import { limits } from '#contract/limits.ts';
import { useActions } from '#state/hooks.ts';
import { useWrittenText } from '#state/later-hooks.ts';
import type { EditDraft } from '#state/nouns/state.ts';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { Button } from '#ui/parts/button.tsx';
import { bringFocus, composerNow } from '#ui/parts/focus.ts';
import { isSubmitKey } from '#ui/parts/writing-field.ts';
import { words } from '#ui/words.ts';
import { type Entry, isSent } from './entry.ts';
import { messageWords } from './message-words.ts';
import { useWriting, WritingBox } from './writing-box.tsx';

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
  const writing = useWriting(field, conversationId, text);
  const note = useId();
  const written = useWrittenText(isSent(entry) ? entry : null);
  const length = text.length > limits.messageBody ? characterCount(text) : text.length;
  const over = length - limits.messageBody;
  /** Somebody's other device gave it another text since this began. */
  const isOvertaken =
    written !== null && edit.basedOn !== written.writtenAt && written.body !== edit.original;

  // Of a message with files these may be all that is left.
  const isEmpty = text.trim() === '' && !entry.files?.length;

  const leave = useArrival(field);

  const close = () => {
    endEdit(conversationId);
    leave();
  };
  const save = () => {
    if (over > 0) return;
    if (isEmpty) {
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
      announce(messageWords.edited);
    }
    close();
  };

  const press = (event: KeyboardEvent) => {
    if (!isSubmitKey(event)) return;
    event.preventDefault();
    save();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is pressed in it goes to what is in it first
    <div
      className="flex flex-col gap-1.5 py-1"
      onKeyDown={(event) => {
        // Nobody else takes a key from here: the timeline would go to another message, or to its end.
        if (event.key !== 'Tab') event.stopPropagation();
        if (event.key !== 'Escape' || event.defaultPrevented || event.nativeEvent.isComposing) return;
        event.preventDefault();
        close();
      }}
    >
      <WritingBox
        writing={writing}
        text={text}
        onText={(next) => {
          setText(next);
          setEdit(conversationId, { ...edit, body: next });
        }}
        onKey={press}
        isOver={over > 0}
        label={messageWords.edit}
        describedBy={note}
      />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <p
          id={note}
          role={isOvertaken ? 'alert' : undefined}
          className={`min-w-0 flex-1 basis-48 text-tiny ${over > 0 || isOvertaken ? 'text-danger' : 'text-muted'}`}
        >
          {over > 0
            ? words.composer.over(over)
            : isOvertaken
              ? messageWords.overtaken(written.body)
              : messageWords.editHint}
        </p>
        <div className="flex gap-2">
          <Button onClick={close}>{words.cancel}</Button>
          <Button look="primary" onClick={save}>
            {isOvertaken ? messageWords.saveAnyway : words.save}
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
