import { type KeyboardEvent, memo, type RefObject, useEffect, useState } from 'react';
import type { Icon } from '#ui/parts/icons.ts';
import {
  Bold,
  Code,
  Eye,
  Italic,
  Link,
  List,
  ListOrdered,
  Pencil,
  SquareCode,
  Strikethrough,
  TextQuote,
} from '#ui/parts/icons.ts';
import type { CommandName } from './commands.ts';
import { formattingWords } from './formatting-words.ts';
import { laterCommands } from './use-formatting.tsx';

const buttons: [name: CommandName, icon: Icon, keys: string | null][] = [
  ['bold', Bold, 'Ctrl B'],
  ['italic', Italic, 'Ctrl I'],
  ['strike', Strikethrough, 'Ctrl Shift X'],
  ['link', Link, 'Ctrl Shift U'],
  ['ordered', ListOrdered, 'Ctrl Shift 7'],
  ['bulleted', List, 'Ctrl Shift 8'],
  ['quote', TextQuote, 'Ctrl Shift 9'],
  ['code', Code, 'Ctrl E'],
  ['fence', SquareCode, null],
];

interface ToolbarProps {
  field: RefObject<HTMLTextAreaElement | null>;
  onRun: (name: CommandName) => void;
  isPreview: boolean;
  onPreview: (isPreview: boolean) => void;
}

/**
 * The commands of a text field. One stop of the Tab key; arrow keys lead on (ARIA Authoring Practices, toolbar). The
 * field keeps the focus when they are pressed with a pointer.
 */
export const Toolbar = memo(function Toolbar({ field, onRun, isPreview, onPreview }: ToolbarProps) {
  const [current, setCurrent] = useState(0);
  const active = useActiveMarks(field);
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>('button')];
    const isRtl = getComputedStyle(event.currentTarget).direction === 'rtl';
    const steps: Record<string, number> = {
      ArrowRight: isRtl ? current - 1 : current + 1,
      ArrowLeft: isRtl ? current + 1 : current - 1,
      Home: 0,
      End: all.length - 1,
    };
    const goal = steps[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    const index = (goal + all.length) % all.length;
    setCurrent(index);
    all[index]?.focus();
  };

  return (
    <div
      role="toolbar"
      aria-label={formattingWords.toolbar}
      data-toolbar-row
      className="flex min-w-0 overflow-x-auto px-1.5 pb-1"
      onKeyDown={move}
      onMouseDown={(event) => event.preventDefault()}
    >
      {buttons.map(([name, icon, keys], index) => (
        <ToolButton
          key={name}
          icon={icon}
          label={formattingWords.commands[name]}
          {...(keys === null ? {} : { keys })}
          isCurrent={current === index}
          // A link has an address: the command does not take it away.
          pressed={name === 'link' ? undefined : active.split(' ').includes(name)}
          disabled={isPreview}
          onFocus={() => setCurrent(index)}
          onPress={() => onRun(name)}
        />
      ))}
      <span className="mx-1 my-1.5 w-px shrink-0 bg-border" />
      <ToolButton
        icon={isPreview ? Pencil : Eye}
        label={isPreview ? formattingWords.write : formattingWords.preview}
        isCurrent={current === buttons.length}
        onFocus={() => setCurrent(buttons.length)}
        onPress={() => onPreview(!isPreview)}
      />
    </div>
  );
});

/**
 * The marks in which the caret stands, apart by spaces: the toolbar is drawn when that changes, and by no other key.
 * Nothing as long as what knows that is not loaded: nobody has written yet.
 */
function useActiveMarks(field: RefObject<HTMLTextAreaElement | null>): string {
  const [active, setActive] = useState('');
  useEffect(() => {
    const look = () => {
      if (field.current && document.activeElement === field.current)
        setActive(laterCommands.now()?.activeIn(field.current).join(' ') ?? '');
    };
    document.addEventListener('selectionchange', look);
    return () => document.removeEventListener('selectionchange', look);
  }, [field]);
  return active;
}

interface ToolButtonProps {
  icon: Icon;
  label: string;
  keys?: string;
  isCurrent: boolean;
  pressed?: boolean | undefined;
  disabled?: boolean;
  onFocus: () => void;
  onPress: () => void;
}

function ToolButton({
  icon: Icon,
  label,
  keys,
  isCurrent,
  pressed,
  disabled = false,
  onFocus,
  onPress,
}: ToolButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={pressed}
      aria-disabled={disabled || undefined}
      data-hint={keys ? `${label} (${keys})` : label}
      tabIndex={isCurrent ? 0 : -1}
      onFocus={onFocus}
      onClick={disabled ? undefined : onPress}
      className="inline-flex h-7 w-8 shrink-0 items-center justify-center rounded-control text-muted -outline-offset-2 hover:bg-strong hover:text-text aria-pressed:bg-strong aria-pressed:text-text aria-disabled:opacity-50 pointer-coarse:size-11"
    >
      <Icon size={16} aria-hidden />
    </button>
  );
}
