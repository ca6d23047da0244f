import type { Query } from '#platform/database.ts';

/** How the owner has arranged their conversations, by the names of channels. */
const sections = [
  {
    id: '019a0000-0000-4000-8000-000000000001',
    name: 'Product work',
    names: ['design', 'product', 'releases'],
  },
  { id: '019a0000-0000-4000-8000-000000000002', name: 'Customers', names: ['support', 'marketing'] },
] as const;
const starred = ['leadership', 'engineering'];

/** Stores the owner's sidebar, once the conversations are there. */
export async function storeSidebar(query: Query, ownerId: string): Promise<void> {
  const rows = await query<{ id: string; name: string }>(
    `SELECT c.id, c.name FROM conversation c JOIN member m ON m.conversation_id = c.id
     WHERE m.user_id = $1 AND c.name IS NOT NULL`,
    [ownerId],
  );
  const ids = new Map(rows.map(({ id, name }) => [name, id]));
  const idsOf = (names: readonly string[]) => names.flatMap((name) => ids.get(name) ?? []);
  const layout = {
    starred: idsOf(starred),
    sections: sections.map(({ id, name, names }) => ({
      ...{ id, name, isCollapsed: false, conversationIds: idsOf(names) },
    })),
  };
  await query('INSERT INTO sidebar (user_id, version, layout) VALUES ($1, 1, $2)', [
    ownerId,
    JSON.stringify(layout),
  ]);
}
