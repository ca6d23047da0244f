import { createServer } from 'node:http';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import { createClient } from 'redis';
import { Server } from 'socket.io';

// The baseline: Socket.IO alone. A message is acknowledged and broadcast to its room at once; nothing is stored,
// checked, numbered or limited. With REDIS_URL, several of them broadcast to each other's sockets, as the adapter's own
// documentation sets it up.
const http = createServer();
const redis = process.env['REDIS_URL'] ? createClient({ url: process.env['REDIS_URL'] }) : null;
await redis?.connect();
const io = new Server(http, { serveClient: false, ...(redis ? { adapter: createAdapter(redis) } : {}) });

io.on('connection', (socket) => {
  socket.on('join', (rooms: string[], done: () => void) => {
    void Promise.resolve(socket.join(rooms)).then(done);
  });
  socket.on('message:send', (message: { conversationId: string }, acknowledge: (answer: unknown) => void) => {
    acknowledge({ ok: true, data: message });
    io.to(message.conversationId).emit('changes', {
      conversationId: message.conversationId,
      items: [message],
    });
  });
});
http.listen(0, '127.0.0.1', () => {
  const address = http.address();
  process.stdout.write(`ready ${typeof address === 'object' && address ? address.port : 0}\n`);
});
