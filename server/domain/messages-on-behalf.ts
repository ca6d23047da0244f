import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Refusal } from '#contract/errors.ts';
import {
  type ClientId,
  type ConversationId,
  clientId,
  conversationId,
  type ReportId,
  reportId,
  sessionId,
  type UserId,
  userId,
} from '#contract/ids.ts';
import type { ReportMeasure } from '#contract/reports.ts';
import type { Role } from '#contract/users.ts';
import { queryRow } from '#platform/database.ts';
import { defineJob } from '#platform/jobs.ts';
import type { Actor } from './actor.ts';
import { createConversation } from './conversations.ts';
import { Existing } from './existing.ts';
import { sendMessage } from './messages.ts';

// What people are told of what others did about them: by messages of whoever did it, which are seen, counted and answered
// as any other. The clientId is written down before, so that nobody is told twice, however often the job runs.

/** Tells a reporter how their report ended, and with it a warned author. */
export const answerReport = defineJob('answer-report', {
  data: z.object({ reportId }),
  key: ({ reportId: id }) => id,
  handler: async ({ reportId: id }) => {
    const report = await readClosed(id);
    const keeper = report && (await actorOf(report.closed_by_id));
    if (!(report && keeper)) return;
    if (report.warning_id) await tell(keeper, report.author_id, report.warning_id, warningOf(report));
    // Nobody else could decide: whoever reported it is not shown to its author by being written to.
    if (report.author_id === keeper.userId) return;
    await tell(keeper, report.reporter_id, clientId.parse(report.id), answerTo(report));
  },
});

interface ClosedReport {
  id: ReportId;
  conversation_name: string | null;
  author_id: UserId;
  reporter_id: UserId;
  closed_by_id: UserId;
  body: string;
  measures: ReportMeasure[];
  warning: string;
  warning_id: ClientId | null;
}

async function readClosed(id: ReportId): Promise<ClosedReport | null> {
  const row = await queryRow<ClosedReport>(
    'report-answer',
    `SELECT id, conversation_name, author_id, reporter_id, closed_by_id, body, measures, warning, warning_id
     FROM report WHERE id = $1 AND closed_at IS NOT NULL AND closed_by_id IS NOT NULL`,
    [id],
  );
  return row ?? null;
}

/** Characters of a message that its author is shown again. */
const QUOTED = 500;

function warningOf({ conversation_name: name, body, warning }: ClosedReport): string {
  const characters = Array.from(body);
  const shown = characters.length > QUOTED ? `${characters.slice(0, QUOTED).join('')}…` : body;
  const quoted = shown.split('\n').map((line) => `> ${line}`);
  return `This is a warning about what you wrote ${placeOf(name)}:\n\n${quoted.join('\n')}\n\n${warning}`;
}

const done: Record<ReportMeasure, string> = {
  remove: 'The message was removed.',
  warn: 'Its author was warned.',
  suspend: 'Its author cannot come in for now.',
};

function answerTo({ conversation_name: name, measures }: ClosedReport): string {
  const outcome =
    measures.length === 0
      ? 'I looked at it, and it stays as it is.'
      : measures.map((measure) => done[measure]).join(' ');
  return `You reported a message ${placeOf(name)}. ${outcome} Thank you for saying so.`;
}

function placeOf(name: string | null): string {
  return name === null ? 'in a direct conversation' : `in ${name}`;
}

/** Tells a channel who looks after it now. */
export const announceTakeOver = defineJob('announce-take-over', {
  data: z.object({ conversationId, userId }),
  handler: async (data, { id }) => {
    const actor = await actorOf(data.userId);
    if (!actor) return;
    await unlessRefused(
      sendMessage(actor, {
        conversationId: data.conversationId,
        clientId: clientId.parse(id),
        body: 'I look after this channel from now on, because nobody did any more.',
      }),
    );
  },
});

/** Somebody as who does what they asked for, after they did; null when they may not come in any more. */
export async function actorOf(id: UserId): Promise<Actor | null> {
  const row = await queryRow<{ role: Role }>(
    'notice-actor',
    'SELECT role FROM "user" WHERE id = $1 AND removed_at IS NULL AND suspended_at IS NULL',
    [id],
  );
  // A session of their own that nobody is signed in by.
  return row ? { userId: id, role: row.role, sessionId: sessionId.parse(uuidv7()) } : null;
}

async function tell(from: Actor, to: UserId, id: ClientId, body: string): Promise<void> {
  if (to === from.userId) return;
  await unlessRefused(
    (async () => {
      const found = await createConversation(from, { kind: 'direct', memberIds: [to] });
      const { id: directId }: { id: ConversationId } = found instanceof Existing ? found.value : found;
      await sendMessage(from, { conversationId: directId, clientId: id, body });
    })(),
  );
}

/** What is refused now is refused the next time too: whoever is not to be written to is not told. */
async function unlessRefused(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'unavailable') throw error;
  }
}
