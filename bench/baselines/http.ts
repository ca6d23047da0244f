import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import pg from 'pg';

// The baseline over HTTP: node:http and pg, one prepared statement a call on Parley's own database. It answers two of
// Parley's addresses, and knows nothing of sessions, permissions, limits, numbers or events.

const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });
await pool.query(
  'CREATE TABLE IF NOT EXISTS bare_message (id uuid PRIMARY KEY, conversation_id uuid NOT NULL, client_id uuid NOT NULL, body text NOT NULL, created_at timestamptz NOT NULL DEFAULT now())',
);

/** The same fields as Parley's, made JSON by the database, which takes less than reading rows and writing JSON here. */
const select = `SELECT coalesce(json_agg(page ORDER BY seq), '[]')::text AS items FROM (
  SELECT m.id, m.conversation_id AS "conversationId", m.seq, m.version, m.author_id AS "authorId",
    m.client_id AS "clientId", m.body, m.mentions, m.created_at AS "createdAt", m.edited_at AS "editedAt",
    m.deleted_at AS "deletedAt", m.notice, m.thread_id AS thread, m.in_thread_id AS "inThread", m.pinned_at AS pin,
    CASE WHEN m.reaction_count = 0 THEN '[]'::json ELSE (
      SELECT json_agg(r) FROM (
        SELECT emoji, json_agg(user_id) AS "userIds" FROM reaction WHERE message_id = m.id GROUP BY emoji) AS r
    ) END AS reactions
  FROM message m WHERE m.conversation_id = $1 AND m.seq < $2 ORDER BY m.seq DESC LIMIT 50) AS page`;

const insert =
  'INSERT INTO bare_message (id, conversation_id, client_id, body) VALUES ($1, $2, $3, $4) RETURNING created_at';

const address = /^\/api\/v1\/conversations\/([\w-]+)\/messages(?:\?.*?before=(\d+))?/;

const http = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    response.writeHead(500).end(String(error));
  });
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, conversationId, before] = address.exec(request.url ?? '') ?? [];
  if (request.method === 'POST') {
    const { clientId, body }: { clientId: string; body: string } = JSON.parse(await textOf(request));
    const id = randomUUID();
    const values = [id, conversationId, clientId, body];
    const { rows } = await pool.query<{ created_at: Date }>({ name: 'insert', text: insert, values });
    send(
      response,
      201,
      JSON.stringify({ id, conversationId, clientId, body, createdAt: rows[0]?.created_at }),
    );
  } else {
    const values = [conversationId, before];
    const { rows } = await pool.query<{ items: string }>({ name: 'select', text: select, values });
    send(response, 200, `{"items":${rows[0]?.items}}`);
  }
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request) text += chunk;
  return text;
}

http.listen(0, '127.0.0.1', () => {
  const bound = http.address();
  process.stdout.write(`ready ${typeof bound === 'object' && bound ? bound.port : 0}\n`);
});
