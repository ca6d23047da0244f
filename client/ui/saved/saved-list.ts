import type { SavedMark, SavedMessage } from '#contract/saved.ts';
import type { ChatState } from '#state/nouns/state.ts';

type Changes = ChatState['changes'];

/** The list with what waits to be sent laid over it. */
export function withWaiting(items: readonly SavedMessage[], changes: Changes): SavedMessage[] {
  return items.flatMap((item) => {
    const last = lastChange(item.message, changes);
    if (!last) return [item];
    if (!last.given) return [];
    return [last.remindAt === undefined ? item : { ...item, remindAt: last.remindAt }];
  });
}

/** Those of the loaded messages that are saved, or wait to be, whatever was saved last first. */
export function keptSaved(
  timelines: ChatState['timelines'],
  marks: Readonly<Record<string, SavedMark>>,
  changes: Changes,
): SavedMessage[] {
  return Object.values(timelines)
    .flatMap(({ messages }) => messages)
    .flatMap((message) => {
      const mark = marks[message.id];
      const waits = lastChange(message, changes);
      const own = mark ?? (waits?.given ? { savedAt: waits.createdAt, remindAt: null } : null);
      return own ? [{ message, ...own }] : [];
    })
    .sort((one, other) => (one.savedAt < other.savedAt ? 1 : -1));
}

/** The last thing that was said of saving a message and waits. */
function lastChange({ id, conversationId }: SavedMessage['message'], changes: Changes) {
  const last = changes[conversationId]?.findLast(
    ({ messageId, change, state }) => messageId === id && change.kind === 'save' && state === 'sending',
  );
  return last?.change.kind === 'save' ? { ...last.change, createdAt: last.createdAt } : null;
}
