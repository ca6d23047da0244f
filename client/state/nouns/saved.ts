import type { Message } from '#contract/messages.ts';
import type { SavedChange, SavedMark } from '#contract/saved.ts';
import { changesOver } from './changes.ts';
import type { ChatState } from './state.ts';

/** Something was saved, changed, or is saved no more. */
export function withSaved(state: ChatState, { messageId, saved, ...summary }: SavedChange): ChatState {
  const { [messageId]: _, ...others } = state.saved.marks;
  return { ...state, saved: { ...summary, marks: saved ? { ...others, [messageId]: saved } : others } };
}

/** What I saved a message as, with what waits laid over the server's word (`mark`); null for one that is not saved. */
export function savedAs(message: Message, mark: SavedMark | undefined): SavedMark | null {
  let saved = mark ?? null;
  for (const { change, state, createdAt } of changesOver(message))
    if (change.kind === 'save' && state === 'sending')
      saved = change.given
        ? {
            savedAt: saved?.savedAt ?? createdAt,
            remindAt: change.remindAt === undefined ? (saved?.remindAt ?? null) : change.remindAt,
          }
        : null;
  return saved;
}
