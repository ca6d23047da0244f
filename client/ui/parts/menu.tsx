import { DropdownMenu } from 'radix-ui';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { Check } from './icons.ts';

const row =
  'flex min-h-8 items-center gap-2.5 rounded-control px-2 text-small outline-none select-none data-highlighted:bg-strong pointer-coarse:min-h-11';

/** Where an open menu belongs; `useMenu` gives it. */
export interface MenuPlacement {
  button: RefObject<HTMLElement | null>;
  /** The first item has the focus, as whoever came by keyboard expects. */
  byKeyboard: boolean;
  onClose: () => void;
}

interface MenuProps extends MenuPlacement {
  /** What it is called, when not after its button. */
  label?: string;
  side?: 'top' | 'bottom';
  align?: 'start' | 'end';
  children: ReactNode;
}

/**
 * An open menu, beside the box that it stands in (which is `relative`), so that it belongs to the landmark of its
 * button. It is closed by not rendering it.
 */
export function Menu({
  button,
  byKeyboard,
  onClose,
  label,
  side = 'bottom',
  align = 'start',
  children,
}: MenuProps) {
  const content = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (byKeyboard) content.current?.querySelector<HTMLElement>('[role^="menuitem"]')?.focus();
  }, [byKeyboard]);
  return (
    <DropdownMenu.Root open modal={false} onOpenChange={(open) => !open && onClose()}>
      <DropdownMenu.Trigger asChild>
        <span aria-hidden className="pointer-events-none absolute inset-2" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content
        ref={content}
        aria-label={label}
        aria-labelledby={label === undefined ? button.current?.id : undefined}
        side={side}
        align={align}
        sideOffset={6}
        collisionPadding={8}
        onInteractOutside={(event) => {
          // The button closes its menu itself.
          if (event.target instanceof Node && button.current?.contains(event.target)) event.preventDefault();
        }}
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          const { activeElement } = document;
          if (activeElement === document.body || content.current?.contains(activeElement))
            button.current?.focus();
        }}
        className="z-50 max-h-(--radix-dropdown-menu-content-available-height) max-w-[calc(100vw-1rem)] min-w-56 overflow-y-auto rounded-card border border-border bg-raised p-1 shadow-float animate-appear"
      >
        {children}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

interface MenuItemProps {
  icon?: ReactNode;
  /** It takes something away. */
  danger?: boolean;
  /** The key that does the same. */
  hint?: string | null;
  onSelect: () => void;
  children: ReactNode;
}

export function MenuItem({ icon, danger = false, hint = null, onSelect, children }: MenuItemProps) {
  return (
    <DropdownMenu.Item className={`${row} ${danger ? 'text-danger' : ''}`} onSelect={onSelect}>
      <span className={danger ? '' : 'text-muted'}>{icon}</span>
      {children}
      {hint && (
        <kbd aria-hidden className="ms-auto ps-6 font-sans text-tiny text-muted pointer-coarse:hidden">
          {hint.length === 1 ? hint.toUpperCase() : hint}
        </kbd>
      )}
    </DropdownMenu.Item>
  );
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="my-1 h-px bg-border" />;
}

interface MenuChoiceProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string; icon: ReactNode }[];
  onChange: (value: Value) => void;
}

/** One of a few, as radio items in a menu. */
export function MenuChoice<Value extends string>({
  label,
  value,
  options,
  onChange,
}: MenuChoiceProps<Value>) {
  return (
    <DropdownMenu.RadioGroup value={value} aria-label={label}>
      <DropdownMenu.Label className="px-2 pt-1.5 pb-1 text-tiny font-semibold text-muted">
        {label}
      </DropdownMenu.Label>
      {options.map((option) => (
        <DropdownMenu.RadioItem
          key={option.value}
          value={option.value}
          className={row}
          onSelect={(event) => {
            event.preventDefault();
            onChange(option.value);
          }}
        >
          <span className="text-muted">{option.icon}</span>
          <span className="flex-1">{option.label}</span>
          <DropdownMenu.ItemIndicator>
            <Check size={16} aria-hidden />
          </DropdownMenu.ItemIndicator>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}
