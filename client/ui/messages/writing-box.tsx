import {
  type ChangeEvent,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useCallback,
  useState,
} from 'react';
import { useCompletion } from '#ui/completion/use-completion.tsx';
import { EmojiButton } from '#ui/emoji/emoji-button.tsx';
import { Toolbar } from '#ui/formatting/toolbar.tsx';
import { ToolbarButton } from '#ui/formatting/toolbar-button.tsx';
import { useFormatting } from '#ui/formatting/use-formatting.tsx';
import { loadLater, useLater } from '#ui/parts/load-later.ts';
import { useGrowth } from '#ui/parts/writing-field.ts';

/** Neither is there before somebody writes. */
const codeOffer = loadLater(async () => (await import('#ui/formatting/code-offer.tsx')).CodeOffer);
const preview = loadLater(async () => (await import('#ui/formatting/preview.tsx')).Preview);

/** What a field for messages can do, beside holding a text: completion, formatting, and a look at the result. */
export function useWriting(
  field: RefObject<HTMLTextAreaElement | null>,
  conversationId: string,
  text: string,
) {
  const completion = useCompletion(field, conversationId);
  const formatting = useFormatting(field);
  const [isPreview, setPreview] = useState(false);
  useGrowth(field, text);
  return {
    ...{ field, completion, formatting, isPreview, setPreview },
    /** The text was sent: nothing of it is asked or shown any more. */
    done() {
      formatting.offer?.dismiss();
      setPreview(false);
    },
  };
}

interface WritingBoxProps {
  writing: ReturnType<typeof useWriting>;
  text: string;
  onText: (text: string) => void;
  /** A key that neither the completion nor the formatting took. */
  onKey: (event: KeyboardEvent) => void;
  isOver: boolean;
  /** The field's own. */
  label: string;
  placeholder?: string;
  describedBy: string | undefined;
  /** Where the conversation's next message is written. */
  isComposer?: true;
  /** At the beginning of its first line, and at its end. */
  start?: ReactNode;
  children?: ReactNode;
}

/** Where a message is written, for the first time or anew. */
export function WritingBox({
  writing,
  text,
  onText,
  onKey,
  isOver,
  label,
  placeholder,
  describedBy,
  isComposer,
  start,
  children,
}: WritingBoxProps) {
  const { field, completion, formatting, isPreview, setPreview } = writing;
  const leavePreview = useCallback(() => setPreview(false), [setPreview]);
  const CodeOffer = useLater(codeOffer, formatting.offer !== null);
  const Preview = useLater(preview, isPreview, leavePreview);
  return (
    <>
      {CodeOffer && <CodeOffer offer={formatting.offer} />}
      <div
        className={`writing-box ${isOver ? 'border-danger ring-danger focus-within:ring-1' : 'border-border-strong focus-within:border-accent'}`}
      >
        <div className="writing-line">
          {start}
          {Preview && <Preview text={text} />}
          <textarea
            ref={field}
            data-composer={isComposer}
            hidden={Preview !== null}
            rows={1}
            dir="auto"
            aria-label={label}
            aria-describedby={describedBy}
            aria-invalid={isOver || undefined}
            placeholder={placeholder}
            value={text}
            enterKeyHint="send"
            onChange={(event: ChangeEvent<HTMLTextAreaElement>) => {
              onText(event.target.value);
              completion.follow(event);
            }}
            onKeyDown={(event) => {
              if (!(completion.press(event) || formatting.press(event))) onKey(event);
            }}
            {...completion.field}
            {...formatting.field}
            className={`writing-field ${start ? 'px-1' : 'px-3.5'}`}
          />
          <ToolbarButton />
          <EmojiButton field={field} />
          {children}
          {completion.list}
        </div>
        <Toolbar field={field} onRun={formatting.run} isPreview={isPreview} onPreview={setPreview} />
      </div>
    </>
  );
}
