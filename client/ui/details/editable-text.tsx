import {
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useActions } from '#state/hooks.ts';
import { Button } from '#ui/parts/button.tsx';
import { Field, FormError } from '#ui/parts/field.tsx';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { Pencil } from '#ui/parts/icons.ts';
import { usePanelHeading } from '#ui/parts/panel-room.ts';
import { TextArea } from '#ui/parts/text-area.tsx';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { words } from '#ui/words.ts';
import { detailsWords } from './details-words.ts';

interface EditableTextProps {
  conversationId: string;
  /** Which fact of the conversation it is. */
  fact: 'name' | 'topic' | 'description' | 'retentionDays';
  value: string;
  /** How it is shown; nothing, when there is nothing yet. */
  shown: ReactNode;
  /** Whether one may change it. */
  may: boolean;
  most: number;
  /** Said below the field. */
  hint?: (text: string) => string | undefined;
  /** Said where there is nothing yet, when that is not the same for all. */
  none?: string;
  /** What the text stands for, when it is no text. */
  toFact?: (text: string) => number;
  /** What takes its place when it is emptied: null means that it has none. */
  emptied?: null;
}

/** A fact of a conversation, edited where it stands. What is refused stays in the field and says why. */
export function EditableText({ fact, value, shown, may, none, ...rest }: EditableTextProps) {
  const Heading = usePanelHeading(2);
  const [isEdited, setEdited] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const was = useRef(false);
  // With the form that goes: a key pressed in between would be the whole page's.
  useLayoutEffect(() => {
    if (was.current && !isEdited) button.current?.focus();
    was.current = isEdited;
  }, [isEdited]);
  const close = () => setEdited(false);
  if (isEdited && may) return <Editor fact={fact} value={value} onClose={close} {...rest} />;
  return (
    <div className="flex flex-col gap-0.5">
      <div className="flex min-h-8 items-center justify-between gap-2">
        <Heading className="text-small font-semibold text-muted">{detailsWords[fact]}</Heading>
        {may && (
          <span className="-me-2 inline-flex">
            <IconButton ref={button} label={detailsWords.edit[fact]} onClick={() => setEdited(true)}>
              <Pencil size={14} aria-hidden />
            </IconButton>
          </span>
        )}
      </div>
      {value ? shown : <p className="text-muted">{none ?? detailsWords.none[fact]}</p>}
    </div>
  );
}

type EditorProps = Omit<EditableTextProps, 'shown' | 'may' | 'none'> & { onClose: () => void };

function Editor({ conversationId, fact, value, most, hint, toFact, emptied, onClose }: EditorProps) {
  const { updateConversation } = useActions();
  const { busy, errors, message, submit } = useSubmit([fact]);
  const [text, setText] = useState(value);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('input, textarea')?.focus(), []);

  const save = async () => {
    const given = text.trim() === '' && emptied === null ? null : (toFact?.(text) ?? text);
    const isSaved = await submit(async (signal) => {
      if (text !== value) await updateConversation(conversationId, { [fact]: given }, { signal });
    });
    if (isSaved) onClose();
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void save();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      onClose();
    }
  };
  const props = {
    label: detailsWords[fact],
    value: text,
    error: errors[fact],
    hint: hint?.(text),
    maxLength: most,
    dir: 'auto' as const,
  };
  return (
    <form
      ref={form}
      method="post"
      noValidate
      onSubmit={send}
      onKeyDown={press}
      className="flex flex-col gap-2"
    >
      <FormError message={message} />
      {fact === 'description' ? (
        <TextArea {...props} onText={setText} />
      ) : (
        <Field {...props} autoComplete="off" onChange={(event) => setText(event.target.value)} />
      )}
      <div className="flex gap-2">
        <Button type="submit" look="primary" busy={busy}>
          {words.save}
        </Button>
        <Button onClick={onClose}>{words.cancel}</Button>
      </div>
    </form>
  );
}
