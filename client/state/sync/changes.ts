import type { Message } from '#contract/messages.ts';
import type { SavedChange } from '#contract/saved.ts';
import type { PendingChange } from '#state/nouns/state.ts';
import type { Call } from './connection.ts';

/**
 * Asks the server for a change. Rejects with a Refusal. Asked again, it changes nothing more. Gives the message after
 * that; what is no change of the message itself goes to `onSaved`, and null comes of it.
 */
export async function carryOut(
  call: Call,
  { messageId, change }: PendingChange,
  onSaved: (saved: SavedChange) => void,
): Promise<Message | null> {
  switch (change.kind) {
    case 'edit': {
      const { body, basedOn } = change;
      return call('message:edit', { id: messageId, body, ...(basedOn === null ? {} : { basedOn }) });
    }
    case 'delete':
      return call('message:delete', { id: messageId });
    case 'restore':
      return call('message:restore', { id: messageId });
    case 'react':
      return call(change.given ? 'reaction:add' : 'reaction:remove', { messageId, emoji: change.emoji });
    case 'pin':
      return call(change.given ? 'message:pin' : 'message:unpin', { messageId });
    case 'vote':
      return call('poll:vote', { messageId, options: [...change.options] });
    case 'closePoll':
      return call('poll:close', { messageId });
    case 'save': {
      const { given, remindAt } = change;
      const reminder = remindAt === undefined ? {} : { remindAt };
      onSaved(
        await (given
          ? call('message:save', { messageId, ...reminder })
          : call('message:unsave', { messageId })),
      );
      return null;
    }
  }
}
