import { createServer } from 'node:http';
import pg from 'pg';
import { Server } from 'socket.io';

// The baseline of durable sends: Socket.IO, and one statement a message, which raises the conversation's counter and
// inserts the row. What is committed is acknowledged, then broadcast. Nobody is asked who they are or what they may do.
const http = createServer();
const io = new Server(http, { serveClient: false });
// As many connections as Parley has unless it is told otherwise.
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });

await pool.query(`
  CREATE SCHEMA IF NOT EXISTS baseline;
  CREATE TABLE IF NOT EXISTS baseline.conversation (id UUID PRIMARY KEY, last_seq INTEGER NOT NULL DEFAULT 0)
    WITH (fillfactor = 50);
  CREATE TABLE IF NOT EXISTS baseline.message (
    conversation_id UUID NOT NULL REFERENCES baseline.conversation (id), seq INTEGER NOT NULL,
    client_id UUID NOT NULL UNIQUE, body TEXT NOT NULL, created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    PRIMARY KEY (conversation_id, seq))`);

const store = {
  name: 'store',
  text: `WITH counted AS (
      UPDATE baseline.conversation SET last_seq = last_seq + 1 WHERE id = $1 RETURNING last_seq
    )
    INSERT INTO baseline.message (conversation_id, seq, client_id, body) SELECT $1, last_seq, $2, $3 FROM counted
    RETURNING seq, created_at AS "createdAt"`,
};

interface NewMessage {
  conversationId: string;
  clientId: string;
  body: string;
}

io.on('connection', (socket) => {
  socket.on('join', async (rooms: string[], done: () => void) => {
    await pool.query(
      'INSERT INTO baseline.conversation (id) SELECT unnest($1::uuid[]) ON CONFLICT DO NOTHING',
      [rooms],
    );
    await socket.join(rooms);
    done();
  });
  socket.on('message:send', async (message: NewMessage, acknowledge: (answer: unknown) => void) => {
    const { conversationId, clientId, body } = message;
    const { rows } = await pool.query({ ...store, values: [conversationId, clientId, body] });
    const stored = { ...message, ...rows[0] };
    acknowledge({ ok: true, data: stored });
    io.to(conversationId).emit('changes', { conversationId, items: [stored] });
  });
});
http.listen(0, '127.0.0.1', () => {
  const address = http.address();
  process.stdout.write(`ready ${typeof address === 'object' && address ? address.port : 0}\n`);
});
