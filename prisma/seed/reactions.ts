import type { Query } from '#platform/database.ts';
import type { Random } from './random.ts';
import type { Line } from './script.ts';
import type { SeedUser } from './users.ts';

/** How many messages of a hundred somebody reacts to. */
const reactedTo = 14;

/** What people answer with one sign, by what a message says; the first rule that fits. */
const rules: [says: RegExp, emoji: string[]][] = [
  [/birthday|welcome|congrat|shipped|released|🎂|🎉/i, ['🎉', '🥳', '❤️', '🎂', '🙌']],
  [/thank|nice|great|love|perfect/i, ['❤️', '🙏', '😊', '🙌']],
  [/\?$/, ['👀', '🤔', '✋🏽']],
  [/broken|down|bug|fail|incident|sorry/i, ['👀', '😬', '🫡', '🔥']],
  [/lunch|cake|coffee|bread|pizza/i, ['😋', '🍰', '☕', '🏃‍♀️']],
  [/haha|😂|🙈/i, ['😂', '🤣', '😹']],
];
const usual = ['👍', '👍🏿', '✅', '👀', '💯', '🚀', '🇳🇴', '🧑🏽‍💻'];

interface Reaction {
  /** The position of the message in the list. */
  line: number;
  emoji: string;
  user: SeedUser;
}

/** Who answered what with which sign. */
function reactionsTo(lines: readonly Line[], members: readonly SeedUser[], random: Random): Reaction[] {
  return lines.flatMap(({ body, author, isDeleted }, line) => {
    if (random.integer(1, 100) > reactedTo || isDeleted) return [];
    const others = members.filter((user) => user !== author);
    const fitting = rules.find(([says]) => says.test(body))?.[1] ?? [];
    const kinds = random
      .shuffled([...new Set([...fitting, ...random.shuffled(usual).slice(0, 2)])])
      .slice(0, random.integer(1, 3));
    return kinds.flatMap((emoji) =>
      random
        .shuffled(others)
        .slice(0, random.integer(1, Math.max(1, Math.min(others.length, 15))))
        .map((user) => ({ line, emoji, user })),
    );
  });
}

/** Stores the reactions to the messages of a conversation. */
export async function storeReactions(
  query: Query,
  messageIds: readonly string[],
  lines: readonly Line[],
  {
    members,
    ids,
    random,
  }: { members: readonly SeedUser[]; ids: ReadonlyMap<SeedUser, string>; random: Random },
): Promise<void> {
  const reactions = reactionsTo(lines, members, random);
  const reacted = reactions.map(({ line }) => messageIds[line]);
  await query(
    `INSERT INTO reaction (message_id, emoji, user_id, created_at)
     SELECT message_id, emoji, user_id, created_at + at * interval '1 second'
     FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::timestamptz[])
       WITH ORDINALITY AS made(message_id, emoji, user_id, created_at, at)`,
    [
      reacted,
      reactions.map(({ emoji }) => emoji),
      reactions.map(({ user }) => ids.get(user)),
      reactions.map(({ line }) => new Date(lines[line]?.time ?? 0).toISOString()),
    ],
  );
  await query(
    `UPDATE message SET reaction_count = counted.count
     FROM (SELECT message_id, count(*)::int AS count FROM unnest($1::uuid[]) AS reacted(message_id) GROUP BY 1) AS counted
     WHERE message.id = counted.message_id`,
    [reacted],
  );
}
