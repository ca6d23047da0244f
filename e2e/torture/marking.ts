import { isConflict, type TortureClient } from './client.ts';
import { type Journal, notePin, noteSaved } from './journal.ts';
import type { Random } from './random.ts';

/** Long ago and far ahead, so that nothing becomes due while clients are compared; null and nothing at all beside it. */
const reminders = ['2001-02-03T04:05:06.789Z', '2999-01-02T03:04:05.006Z', '2998-07-06T05:04:03.021Z', null];

/** What one client marks: its own messages with pins, any with what it saves, and its own channel as archived. */
export function createMarking(client: TortureClient, journal: Journal, random: Random) {
  const { userId, ownChannelId } = client;

  async function archive(archived: boolean) {
    if (!ownChannelId) return;
    await client.archive(ownChannelId, archived);
    journal.archived.set(ownChannelId, archived);
    journal.counts.archived += 1;
  }

  return {
    /** Of one's own messages only: then the last acknowledgement is what holds. */
    async pin(messageId: string | null) {
      if (!messageId) return;
      const isThere = random.chance(0.6);
      try {
        await client.change(isThere ? 'message:pin' : 'message:unpin', { messageId });
        notePin(journal, messageId, isThere ? userId : null);
      } catch (error) {
        // There is room for so many pins in a conversation.
        if (!(isThere && isConflict(error))) throw error;
      }
    },
    async save(messageId: string | null) {
      if (!messageId) return;
      const isSaved = random.chance(0.7);
      const reminder = isSaved && random.chance(0.7) ? { remindAt: random.pick(reminders) } : {};
      try {
        if (isSaved) await client.change('message:save', { messageId, ...reminder });
        else await client.change('message:unsave', { messageId });
        noteSaved(journal, { userId, messageId, isSaved, ...reminder });
      } catch (error) {
        if (!isConflict(error)) throw error;
        journal.saidDeleted.add(messageId);
      }
    },
    async archiveForAWhile() {
      await archive(true);
      await archive(false);
    },
    /** Leaves the channel in the archive, or not, when there is nothing more to write in it. */
    async end() {
      if (random.chance(0.5)) await archive(true);
    },
  };
}
