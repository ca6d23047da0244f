import { newUser } from '#contract/users.ts';
import { hashPassword } from '#domain/passwords.ts';
import { createUser } from '#domain/sign-up.ts';
import { getWorkspace } from '#domain/workspace.ts';
import { transaction } from '#platform/database.ts';
import { SetupError } from '#platform/setup-error.ts';
import { conversations, general } from './conversations.ts';
import { storeMentions } from './mentions.ts';
import { createRandom } from './random.ts';
import { type Line, writeConversation } from './script.ts';
import { storeSidebar } from './sidebar.ts';
import { storeConversation, storeUsers } from './store.ts';
import { emailOf, users } from './users.ts';

/** What everybody at the company signs in with. */
export const demoPassword = 'parley-demo-2026';

const companyName = 'Northbeam';
const days = 59;
const hour = 3_600_000;

/**
 * Fills the open database with a company: its users, channels, direct conversations and 60 days of messages. The
 * same day gives the same text; `origin` is where its links lead. Throws SetupError when there are users already.
 */
export async function seedWorkspace(
  origin: string,
  now: number = Date.now(),
): Promise<{ users: number; messages: number }> {
  const { empty } = await getWorkspace();
  if (!empty) throw new SetupError('There are people in this workspace: the seed fills only an empty one.');
  const random = createRandom(20_260_401);
  const plans = [general, ...conversations].map((plan) => ({
    plan,
    lines: writeConversation(plan, now, days, random),
  }));
  const [owner] = users;
  const account = newUser.parse({ name: owner.name, email: emailOf(owner), password: demoPassword });
  const { id: ownerId } = await createUser(null, account, { address: '' });
  const passwordHash = await hashPassword(demoPassword);
  const founded = now - (days + 2) * 24 * hour;
  await transaction(async (query) => {
    await query('UPDATE workspace SET name = $1', [companyName]);
    const [first] = await query<{ id: string }>('SELECT id FROM conversation WHERE is_default', []);
    const ids = await storeUsers(query, ownerId, passwordHash, { time: founded, random });
    for (const [index, { plan, lines }] of plans.entries()) {
      const time = founded + (5 + index) * hour;
      const existing = plan === general ? (first?.id ?? null) : null;
      await storeConversation(query, plan, lines, ids, { time, random, existing });
    }
    await query(
      `UPDATE message SET body = replace(body, '{permalink}', $1::text || '/c/' || conversation_id || '?message=' || (seq - 8))
       WHERE body LIKE '%{permalink}%'`,
      [origin],
    );
    await storeMentions(query);
    await storeSidebar(query, ownerId);
  });
  return { users: users.length, messages: plans.reduce((total, { lines }) => total + countOf(lines), 0) };
}

/** Those in threads too. */
function countOf(lines: Line[]): number {
  return lines.reduce((total, { thread }) => total + 1 + (thread?.replies.length ?? 0), 0);
}
