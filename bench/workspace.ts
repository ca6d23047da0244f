import type { ConversationId } from '#contract/ids.ts';
import { skeletonVersion } from '#domain/skeletons.ts';
import type { BenchDatabase } from './measure.ts';
import { type Person, storeSignedIn } from './people.ts';
import { seedConversations } from './seed.ts';
import { seedMessages } from './seed-messages.ts';

/** Who is in a workspace, and in what. */
interface Plan {
  people: number;
  /** The first so many of them are the team: what is measured is theirs. */
  team: number;
  /** Of the team, each two of the first so many have a direct conversation. */
  pairs?: number;
  /** Besides the one that everybody is in; private, of the team and so many more. */
  channels: number;
  others: number;
  /** In all conversations together. */
  messages: number;
}

export interface Workspace {
  team: Person[];
  /** The one of everybody first. */
  channels: Channel[];
  /** Conversations that each who talks is in. */
  conversations: number;
}

export interface Channel {
  id: ConversationId;
  lastSeq: number;
}

/** Fills a database with a workspace of so many people, who have read everything. */
export async function seedWorkspace({ sql }: BenchDatabase, plan: Plan): Promise<Workspace> {
  // A first start would make all handles anew.
  await sql.query('UPDATE workspace SET skeleton_version = $1', [skeletonVersion]);
  const people = await storeSignedIn(sql, plan.people);
  const team = people.slice(0, plan.team);
  const all = people.map(({ userId }) => userId);
  const near = all.slice(0, plan.team + plan.others);
  const tag = team[0]?.userId.slice(-12) ?? '';
  const channels = await seedConversations(sql, [
    { name: `everybody ${tag}`, isDefault: true, memberIds: all },
    ...Array.from({ length: plan.channels }, (_, nth) => ({
      name: `channel ${nth + 1} ${tag}`,
      isPrivate: true,
      memberIds: near,
    })),
  ]);
  const talking = team.slice(0, plan.pairs ?? 0);
  const pairs = talking.flatMap((left, nth) =>
    talking.slice(nth + 1).map((right) => [left.userId, right.userId]),
  );
  const directs = await seedConversations(
    sql,
    pairs.map((memberIds) => ({ name: null, memberIds })),
  );
  const writers = [
    ...channels.map((id) => ({ conversationId: id, userIds: team.map(({ userId }) => userId) })),
    ...directs.map((id, nth) => ({ conversationId: id, userIds: pairs[nth] ?? [] })),
  ];
  const lengths = plan.messages > 0 ? await seedMessages(sql, writers, plan.messages) : new Map();
  return {
    team,
    channels: channels.map((id) => ({ id, lastSeq: lengths.get(id) ?? 0 })),
    conversations: channels.length + Math.max(0, talking.length - 1),
  };
}
