import { type Place, type SidebarCommand, starredPlace } from '#state/nouns/arranging.ts';

/** What is dragged: a conversation, with the section that it comes from, or a section of one's own. */
interface Dragged {
  kind: 'conversation' | 'section';
  id: string;
  from: string;
}

/** Where it would go if it were let go now. */
export interface Drop {
  command: SidebarCommand;
  /** Where in the window that is shown, in px. */
  line: { left: number; top: number; width: number };
}

interface DragEvents {
  /** Null: nowhere. */
  onOver(drop: Drop | null): void;
  onDrop(command: SidebarCommand): void;
}

/** Follows what the mouse drags over the list, until the returned function is called. */
export function watchDragging(list: HTMLElement, { onOver, onDrop }: DragEvents): () => void {
  let dragged: Dragged | null = null;
  let drop: Drop | null = null;
  let isMouse = true;

  function show(next: Drop | null) {
    if (JSON.stringify(next) === JSON.stringify(drop)) return;
    drop = next;
    onOver(next);
  }
  function onDragStart(event: DragEvent) {
    dragged = draggedBy(event.target);
    // A finger scrolls; what it rests on has a menu.
    if (dragged && !isMouse) event.preventDefault();
    else if (dragged?.kind === 'section') event.dataTransfer?.setData('text/plain', '');
  }
  function onDragOver(event: DragEvent) {
    const next = dragged && dropOf(list, dragged, event);
    if (next) {
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'move';
    }
    show(next);
  }
  function onDropped(event: DragEvent) {
    if (!drop) return;
    event.preventDefault();
    onDrop(drop.command);
    end();
  }
  function onLeave({ relatedTarget }: DragEvent) {
    if (!(relatedTarget instanceof Node && list.contains(relatedTarget))) show(null);
  }
  function end() {
    dragged = null;
    show(null);
  }

  const ending = new AbortController();
  const { signal } = ending;
  list.addEventListener(
    'pointerdown',
    ({ pointerType }) => {
      isMouse = pointerType === 'mouse';
    },
    { signal, passive: true },
  );
  list.addEventListener('dragstart', onDragStart, { signal });
  list.addEventListener('dragover', onDragOver, { signal });
  list.addEventListener('dragleave', onLeave, { signal });
  list.addEventListener('drop', onDropped, { signal });
  list.addEventListener('dragend', end, { signal });
  return () => ending.abort();
}

function draggedBy(target: EventTarget | null): Dragged | null {
  if (!(target instanceof Element)) return null;
  const from = target.closest<HTMLElement>('[data-section]')?.dataset.section;
  if (!from) return null;
  const id = target.closest<HTMLElement>('[data-row]')?.dataset.row;
  if (id) return { kind: 'conversation', id, from };
  return target.matches('[data-heading]') ? { kind: 'section', id: from, from } : null;
}

function dropOf(list: HTMLElement, dragged: Dragged, { target, clientY }: DragEvent): Drop | null {
  const section = target instanceof Element ? target.closest<HTMLElement>('[data-section]') : null;
  if (!section) return null;
  return dragged.kind === 'section'
    ? sectionDrop(list, dragged.id, clientY)
    : conversationDrop(dragged, section, clientY);
}

function sectionDrop(list: HTMLElement, id: string, y: number): Drop {
  const sections = [...list.querySelectorAll<HTMLElement>('[data-section]')].filter(isOwn);
  const { before, line } = gapAt(sections, 'section', id, y);
  return { command: { kind: 'order', id, before }, line: line ?? lineAt(list, 0) };
}

function conversationDrop({ id, from }: Dragged, section: HTMLElement, y: number): Drop | null {
  const place = placeBy(section);
  const command = { kind: 'place', conversationId: id, place } as const;
  const heading = section.querySelector<HTMLElement>('[data-heading]') ?? section;
  const below = lineAt(heading, heading.getBoundingClientRect().bottom);
  // Where nobody chose the order, it goes back to its own place, if it comes from another.
  if (place === null)
    return from === 'channels' || from === 'direct'
      ? null
      : { command: { ...command, before: null }, line: below };
  const rows = [...section.querySelectorAll<HTMLElement>('[data-row]')];
  const { before, line } = gapAt(rows, 'row', id, y);
  return { command: { ...command, before }, line: line ?? below };
}

/** Between which of them a height is: what comes after it (never the dragged one itself), and the line there. */
function gapAt(items: HTMLElement[], key: 'row' | 'section', id: string, y: number) {
  const middle = (item: HTMLElement) => {
    const { top, height } = item.getBoundingClientRect();
    return top + height / 2;
  };
  const index = items.findIndex((item) => middle(item) > y);
  const next = items[index];
  const last = items.at(-1);
  const after = index < 0 ? [] : items.slice(index).filter((item) => item.dataset[key] !== id);
  const line = next
    ? lineAt(next, next.getBoundingClientRect().top)
    : last && lineAt(last, last.getBoundingClientRect().bottom);
  return { before: after[0]?.dataset[key] ?? null, line };
}

function lineAt(element: HTMLElement, top: number): Drop['line'] {
  const { left, width } = element.getBoundingClientRect();
  return { left, top, width };
}

function isOwn(section: HTMLElement): boolean {
  return section.querySelector('[data-heading][draggable="true"]') !== null;
}

function placeBy(section: HTMLElement): Place {
  const id = section.dataset.section;
  return id && (id === starredPlace || isOwn(section)) ? id : null;
}
