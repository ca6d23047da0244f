import type { ConversationId } from '#contract/ids.ts';
import type { User } from '#contract/users.ts';
import { queryRow } from '#platform/database.ts';
import { afterAnswer, live } from '#platform/events.ts';

/**
 * Announces a user who is new or has changed, to everybody who knows them: all but guests, and guests in the
 * conversations that the user is or was in. Call it after the commit.
 */
export function announceUser(user: User): void {
  afterAnswer(async () => {
    // Whoever asks first whether there are guests reads no memberships where there are none.
    const row = await queryRow<{ ids: ConversationId[] }>(
      'user-told',
      `SELECT CASE WHEN EXISTS (SELECT 1 FROM "user" WHERE role = 'guest') THEN ARRAY(
         SELECT conversation_id FROM member WHERE user_id = $1 AND parent_id IS NULL
         UNION SELECT conversation_id FROM former_member WHERE user_id = $1) ELSE '{}' END AS ids`,
      [user.id],
    );
    live().publish({ knowing: user.id, guestsIn: row?.ids ?? [] }, 'user', user);
  });
}
