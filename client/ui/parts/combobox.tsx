import { type ComponentProps, type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { Option } from './option.tsx';

interface ComboboxInput<Item> {
  /** What can be chosen now, in order; null until it is known. */
  items: readonly Item[] | null;
  keyOf: (item: Item) => string;
  query: string;
  onQuery: (query: string) => void;
  onChoose: (item: Item) => void;
  /** Sees each key first; answers whether it took it. */
  onKey?: (event: KeyboardEvent) => boolean;
}

export interface Combobox<Item> {
  listId: string;
  items: readonly Item[] | null;
  /** The option that the arrow keys have reached: Enter chooses it. */
  active: Item | undefined;
  optionId: (item: Item) => string;
  keyOf: (item: Item) => string;
  choose: (item: Item) => void;
  /** For the text field, which keeps the focus all the time. */
  field: ComponentProps<'input'>;
}

/**
 * A text field with a list of what it finds (ARIA Authoring Practices, combobox with a listbox that is always
 * open). When the list changes, the active option stays the same one as long as it is there; else the first.
 */
export function useCombobox<Item>(input: ComboboxInput<Item>): Combobox<Item> {
  const { items, keyOf, query, onQuery, onChoose, onKey } = input;
  const listId = useId();
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const found = items?.findIndex((item) => keyOf(item) === activeKey) ?? -1;
  const index = Math.max(0, found);
  const active = items?.[index];
  const optionId = (item: Item) => `${listId}-${keyOf(item)}`;

  const moveTo = (next: number) => {
    const count = items?.length ?? 0;
    const item = items?.[(next + count) % count];
    if (item !== undefined) setActiveKey(keyOf(item));
  };

  const press = (event: KeyboardEvent) => {
    // While a word is being composed, the keys belong to the input method.
    if (event.nativeEvent.isComposing || onKey?.(event)) return;
    if (event.key === 'ArrowDown') moveTo(index + 1);
    else if (event.key === 'ArrowUp') moveTo(index - 1);
    else if (event.key === 'Enter' && active !== undefined) onChoose(active);
    else return;
    event.preventDefault();
  };

  return {
    listId,
    items,
    active,
    optionId,
    keyOf,
    choose: onChoose,
    field: {
      role: 'combobox',
      'aria-expanded': items !== null && items.length > 0,
      'aria-controls': listId,
      'aria-autocomplete': 'list',
      'aria-activedescendant': active === undefined ? undefined : optionId(active),
      autoComplete: 'off',
      dir: 'auto',
      value: query,
      onChange: (event) => {
        onQuery(event.target.value);
        setActiveKey(null);
      },
      onKeyDown: press,
    },
  };
}

interface ListboxProps<Item> {
  combobox: Combobox<Item>;
  label: string;
  /** Several can be chosen: those that are. Without it, the active option counts as the chosen one. */
  chosen?: (item: Item) => boolean;
  /** Said when nothing is found. */
  empty: string;
  className: string;
  optionClassName: string;
  children: (item: Item) => ReactNode;
}

/** The list of a combobox. */
export function Listbox<Item>({ combobox, chosen, ...props }: ListboxProps<Item>) {
  const { items, active, listId } = combobox;
  return (
    <div className={`overflow-y-auto ${props.className}`}>
      <div
        id={listId}
        role="listbox"
        aria-label={props.label}
        aria-multiselectable={chosen ? true : undefined}
      >
        {items?.map((item) => (
          <Option
            key={combobox.keyOf(item)}
            id={combobox.optionId(item)}
            active={item === active}
            selected={chosen ? chosen(item) : item === active}
            onPress={() => combobox.choose(item)}
            className={props.optionClassName}
          >
            {props.children(item)}
          </Option>
        ))}
      </div>
      {items?.length === 0 && <p className="px-2 py-2 text-small text-muted">{props.empty}</p>}
    </div>
  );
}
