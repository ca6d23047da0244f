import { type ClipboardEvent, type KeyboardEvent, type RefObject, useCallback, useState } from 'react';
import { loadLater } from '#ui/parts/load-later.ts';
import type { CommandName, PastedCode } from './commands.ts';

/** What the commands do is fetched when somebody is here; a field that got the focus with the page needs nothing of it. */
export const laterCommands = loadLater(() => import('./commands.ts'));

/** The command of a key that is pressed with Ctrl or ⌘, by the letter, or by where the key is. */
const byKey: Record<string, CommandName> = { b: 'bold', i: 'italic', e: 'code' };
const byShiftedCode: Record<string, CommandName> = {
  KeyX: 'strike',
  KeyU: 'link',
  Digit7: 'ordered',
  Digit8: 'bulleted',
  Digit9: 'quote',
};

export interface Formatting {
  /** For the text field, beside its own. */
  field: { onPaste: (event: ClipboardEvent<HTMLTextAreaElement>) => void };
  /** Sees each key after the completion and before the field; answers whether it took it. Without a command it looks at the key alone. */
  press: (event: KeyboardEvent) => boolean;
  run: (name: CommandName) => void;
  /** Code was just pasted: what puts a fence around it. */
  offer: { accept: () => void; dismiss: () => void } | null;
}

/** Formatting by keys, by what is pasted and by a toolbar, in any text field of many lines. */
export function useFormatting(field: RefObject<HTMLTextAreaElement | null>): Formatting {
  const [pasted, setPasted] = useState<PastedCode | null>(null);
  const run = useCallback(
    (name: CommandName) => {
      laterCommands.load().then((commands) => field.current && commands.run(field.current, name), nothing);
    },
    [field],
  );

  const press = (event: KeyboardEvent) => {
    const name = commandOf(event);
    if (name) run(name);
    const isDismissed = pasted !== null && event.key === 'Escape';
    if (isDismissed) setPasted(null);
    const isTaken = name !== undefined || isDismissed || pressLine(event, field.current);
    if (isTaken) event.preventDefault();
    return isTaken;
  };

  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const commands = laterCommands.now();
    const { currentTarget, clipboardData } = event;
    if (!commands) return;
    if (commands.pasteLink(currentTarget, clipboardData.getData('text/plain'))) event.preventDefault();
    else setPasted(commands.pastedCode(currentTarget, clipboardData));
  };

  return {
    field: { onPaste },
    press,
    run,
    offer: pasted && {
      accept: () => {
        const { current } = field;
        if (current) laterCommands.now()?.fencePasted(current, pasted);
        setPasted(null);
      },
      dismiss: () => setPasted(null),
    },
  };
}

function commandOf({
  ctrlKey,
  metaKey,
  altKey,
  shiftKey,
  key,
  nativeEvent,
}: KeyboardEvent): CommandName | undefined {
  if (!(ctrlKey || metaKey) || altKey || nativeEvent.isComposing) return undefined;
  return shiftKey ? byShiftedCode[nativeEvent.code] : byKey[key.toLowerCase()];
}

function pressLine(event: KeyboardEvent, element: HTMLTextAreaElement | null): boolean {
  const { key, shiftKey, ctrlKey, metaKey, altKey, nativeEvent } = event;
  const isLineKey = key === 'Tab' || (key === 'Enter' && shiftKey);
  if (!isLineKey || ctrlKey || metaKey || altKey || nativeEvent.isComposing || !element) return false;
  const commands = laterCommands.now();
  // Where it could not be had before, it is wanted again.
  if (!commands) laterCommands.load().catch(nothing);
  return commands?.pressLineKey(element, key, shiftKey) ?? false;
}

/** Without it, keys do what they do in any field. */
function nothing() {}
