import type { Message } from '#contract/messages.ts';
import type { PendingChange } from '#state/nouns/state.ts';
import type { Call } from './connection.ts';

/** Asks the server for a change. Rejects with a Refusal. Asked again, it changes nothing more. */
export function carryOut(call: Call, { messageId, change }: PendingChange): Promise<Message> {
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
  }
}
