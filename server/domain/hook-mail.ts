import { z } from 'zod';
import { hookEnd } from '#contract/hooks.ts';
import { outgoingHookId } from '#contract/ids.ts';
import { queryRow } from '#platform/database.ts';
import { defineJob } from '#platform/jobs.ts';
import { sendLetter } from './letters.ts';

interface EndedRow {
  name: string;
  reason: string | null;
  owner: string;
  email: string | null;
  workspace: string;
}

const reasons: Record<z.infer<typeof hookEnd>, string> = {
  owner: 'You disabled it.',
  failing: 'It has failed for three days.',
  gone: 'Its address answered that it is gone (410).',
  forbidden: 'You do not look after bots and webhooks any more.',
};

/** Mails the owner of a hook that it is told no more, and why. */
export const hookEnded = defineJob('hook-ended', {
  data: z.object({ hookId: outgoingHookId }),
  key: ({ hookId }) => hookId,
  retryLimit: 58,
  timeout: 60,
  async handler({ hookId }, { id }) {
    const row = await queryRow<EndedRow>(
      'hook-ended',
      `SELECT h.name, h.disabled_reason AS reason, u.name AS owner, u.email, w.name AS workspace
       FROM outgoing_hook h JOIN "user" u ON u.id = h.user_id, workspace w
       WHERE h.id = $1 AND h.disabled_at IS NOT NULL AND u.removed_at IS NULL`,
      [hookId],
    );
    const reason = hookEnd.safeParse(row?.reason);
    if (!(row?.email && reason.success)) return;
    await sendLetter({
      id,
      to: { name: row.owner, address: row.email },
      subject: `The webhook ${row.name} is disabled`,
      paragraphs: [
        `Your outgoing webhook ${row.name} in ${row.workspace} is not told anything any more. ${reasons[reason.data]}`,
        'Nothing is lost: enable it again within two weeks, and it goes on where it was. Its log says what happened:',
        { path: '/workspace/webhooks' },
      ],
    });
  },
});
