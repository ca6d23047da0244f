import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { userId } from '#contract/ids.ts';
import { storePeople, storeRole } from '#domain/test-people.ts';
import { files } from '#platform/files.ts';
import { type Person, signIn } from './people.ts';

// The people and the conversations of the matrix: whoever asks, by a letter, and of each kind of conversation as many as
// the calls need that change it for good.

/**
 * Who asks. In the conversations: an `O`wner, an `A`dmin, the `C`reator of all of them, a `M`ember, a `G`uest. Outside:
 * `X`, a member of the workspace, and `Y`, a guest. `R` was in them, and has been removed from the workspace.
 */
export const letters = ['O', 'A', 'C', 'M', 'G', 'X', 'Y', 'R'] as const;
export type Letter = (typeof letters)[number];
const inside: readonly Letter[] = ['O', 'A', 'C', 'M', 'G'];

/** Kinds of conversations. `direct` is one of six, `thread` hangs on a message of a private channel. */
export const kinds = ['public', 'default', 'private', 'direct', 'thread'] as const;
export type Kind = (typeof kinds)[number];

/** A conversation as everybody finds it. */
export interface Scene {
  kind: Kind;
  conversationId: string;
  /** What nothing else is called, and what its messages have in them. */
  name: string;
  /** Who is in conversations of this kind only, and never asks. */
  bystander: string;
  /** Who is in none, and never asks. */
  stranger: string;
  /** A message of each, also of those outside, as if they had left. */
  messages: Record<Letter | 'bystander', { id: string; seq: number }>;
  /** A text that went with each of these. */
  files: Record<Letter | 'bystander', string>;
  /** How a permalink names the bystander's message. */
  ref: string;
}

export interface MatrixWorld {
  people: Record<Letter, Person>;
  ids: Record<Letter, string>;
  /** One of each kind. */
  makeScenes(): Promise<Record<Kind, Scene>>;
  /** One in which nobody is mentioned and nobody has saved anything. */
  makeBareScene(kind: Kind): Promise<Scene>;
  /** Somebody of a role, or a bot, who is in no conversation. */
  makePerson(as: 'member' | 'owner' | 'bot'): Promise<string>;
  close(): Promise<void>;
}

type Row = Record<string, unknown>;

/** What the bystander asks. */
const poll = {
  ...{ question: 'Which day?', multiple: false, anonymous: false, voters: 0, closesAt: null, closedAt: null },
  options: ['Monday', 'Tuesday'].map((text) => ({ text, votes: 0, userIds: [] })),
};

export async function createMatrixWorld(url: string, databaseUrl: string): Promise<MatrixWorld> {
  const sql = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  const actors = await storePeople(sql, letters.length + kinds.length + 1);
  const roles = { O: 'owner', A: 'admin', G: 'guest', Y: 'guest' } as const;
  const people = new Map<Letter, Person>();
  for (const [at, letter] of letters.entries()) {
    const actor = actors[at];
    if (!actor) throw new Error('Nobody is there');
    if (letter in roles) await storeRole(sql, actor, roles[letter as keyof typeof roles]);
    people.set(letter, await signIn(url, actor.userId, letter));
  }
  const person = (letter: Letter) => {
    const found = people.get(letter);
    if (!found) throw new Error(`There is no ${letter}`);
    return found;
  };
  const bystanders = actors.slice(letters.length).map((actor) => actor.userId);
  await sql.query(`UPDATE "user" SET name = 'Bystander' WHERE id = ANY($1)`, [bystanders]);
  let made = 0;

  /** Rows of tables, in one statement. */
  async function insertAll(tables: Record<string, Row[]>): Promise<void> {
    const filled = Object.entries(tables).filter(([, rows]) => rows.length > 0);
    const parts = filled.map(([table, rows], at) => {
      const columns = Object.keys(rows[0] ?? {}).join(', ');
      return `at_${at} AS (INSERT INTO ${table} (${columns})
        SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $${at + 1}))`;
    });
    await sql.query(
      `WITH ${parts.join(', ')} SELECT 1`,
      filled.map(([, rows]) => JSON.stringify(rows)),
    );
  }

  async function makeScene(kind: Kind, isBare: boolean): Promise<Scene> {
    const bystander = bystanders[kinds.indexOf(kind)] ?? '';
    made += 1;
    const name = `scene${made}`;
    const memberIds = [...inside.map((letter) => person(letter).id), userId.parse(bystander)];
    const parentId = uuidv7({ msecs: Date.now() - 1_000 });
    const conversationId = uuidv7();
    const parent: Row = {
      ...{
        id: parentId,
        kind: 'private',
        name: `${name} above`,
        name_skeleton: parentId,
        name_shape: parentId,
      },
      ...{ direct_key: null, topic: '', is_default: false, created_by_id: person('C').id, parent_id: null },
      ...{ member_count: memberIds.length, root_seq: null, last_seq: 0, version: 0 },
      ...{ last_message_at: new Date(), first_seq: 1, pin_count: 0, last_deleted_seq: 0, description: '' },
      ...{ created_at: new Date(), updated_at: new Date() },
    };
    const ofName = kind === 'thread' ? null : conversationId;
    const own: Row = {
      ...parent,
      ...{ id: conversationId, kind: kind === 'default' ? 'public' : kind, is_default: kind === 'default' },
      ...{ name: kind === 'thread' ? null : name, name_skeleton: ofName, name_shape: ofName },
      // There are several of the same people, which nobody can make.
      ...{ direct_key: kind === 'direct' ? conversationId : null },
    };
    const authors = [
      ...letters.map((letter) => [letter, person(letter).id] as const),
      ['bystander', bystander] as const,
    ];
    const messages = authors.map(([author, id], index) => ({
      author,
      userId: id,
      id: uuidv7(),
      fileId: uuidv7(),
      seq: index + 1,
    }));
    const told = (id: string) => ({
      ...{
        id,
        name: 'notes.txt',
        type: 'text/plain',
        kind: 'text',
        alt: '',
        bytes: 5,
        width: null,
        height: null,
      },
      ...{ duration: null, isAnimated: false, hasPreview: false },
    });
    const isThread = kind === 'thread';
    const root = { id: uuidv7(), userId: bystander, seq: 1 };
    const facts = { last_seq: messages.length, version: messages.length };
    const members = (id: string, above: string | null) =>
      memberIds.map((user) => ({ conversation_id: id, user_id: user, parent_id: above }));
    const message = (of: typeof root, conversation: string, more: Row) => ({
      ...{ id: of.id, conversation_id: conversation, seq: of.seq, version: of.seq, author_id: of.userId },
      ...{ client_id: uuidv7(), body: `words of ${name}`, poll: null, ...more },
    });
    const noThread = { thread_id: null, reply_count: 0, last_author_ids: [] as string[] };
    const itsThread = { thread_id: conversationId, reply_count: 9, last_author_ids: [bystander] };
    const said = messages.at(-1);
    if (!said) throw new Error('Nobody said anything');
    const about = { message_id: said.id, conversation_id: conversationId };
    const everybody = isBare ? [] : letters.map((letter) => person(letter).id);
    await insertAll({
      conversation: [
        ...(isThread ? [{ ...parent, last_seq: 1, version: 1 }] : []),
        { ...own, ...facts, ...(isThread ? { parent_id: parentId, root_seq: 1 } : {}) },
      ],
      member: [
        ...(isThread ? members(parentId, null) : []),
        ...members(conversationId, isThread ? parentId : null),
      ],
      message: [
        ...(isThread ? [message(root, parentId, { ...itsThread, files: null })] : []),
        ...messages.map((one) =>
          message(one, conversationId, {
            ...{ ...noThread, files: [told(one.fileId)] },
            ...(one.author === 'bystander' ? { poll } : {}),
          }),
        ),
      ],
      file: messages.map((one) => ({
        ...{
          id: one.fileId,
          owner_id: one.userId,
          purpose: 'attachment',
          name: 'notes.txt',
          kind: 'text',
          size: 5,
        },
        ...{ type: 'text/plain', bytes: 5, sha256: '\\x', width: 0, height: 0, alt: '', message_id: one.id },
        ...{
          conversation_id: isThread ? parentId : conversationId,
          sent_at: new Date(),
          created_at: new Date(),
        },
        ...{ is_animated: false, has_preview: false },
      })),
      mention: everybody.map((id) => ({ ...about, seq: said.seq, author_id: bystander, user_id: id })),
      saved_message: everybody.map((id) => ({ ...about, user_id: id, saved_at: new Date() })),
    });
    for (const { fileId } of messages) await files().keep(fileId, Buffer.from('notes'));
    return {
      ...{ kind, conversationId, name, bystander, stranger: bystanders.at(-1) ?? '' },
      messages: Object.fromEntries(
        messages.map(({ author, id, seq }) => [author, { id, seq }]),
      ) as Scene['messages'],
      files: Object.fromEntries(messages.map(({ author, fileId }) => [author, fileId])) as Scene['files'],
      ref: isThread ? `${parentId}:1:${said.seq}` : `${conversationId}:${said.seq}`,
    };
  }

  return {
    ids: Object.fromEntries(letters.map((letter) => [letter, person(letter).id])) as Record<
      string,
      string
    > as MatrixWorld['ids'],
    people: Object.fromEntries(letters.map((letter) => [letter, person(letter)])) as MatrixWorld['people'],
    async makeScenes() {
      const scenes = kinds.map(async (kind) => [kind, await makeScene(kind, false)] as const);
      return Object.fromEntries(await Promise.all(scenes)) as Record<Kind, Scene>;
    },
    makeBareScene: (kind) => makeScene(kind, true),
    async makePerson(as) {
      const [actor] = await storePeople(sql, 1);
      if (!actor) throw new Error('Nobody is there');
      await sql.query(
        `WITH changed AS (UPDATE "user" SET role = $2, kind = $3 WHERE id = $1)
         INSERT INTO bot (user_id, owner_id) SELECT $1, $1 WHERE $3 = 'bot'`,
        [actor.userId, as === 'owner' ? 'owner' : 'member', as === 'bot' ? 'bot' : 'person'],
      );
      return actor.userId;
    },
    close: () => sql.end(),
  };
}
