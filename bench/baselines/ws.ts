import { WebSocketServer } from 'ws';

// The baseline of delivery: `ws` alone. A message is answered and broadcast to all at once, as text that was made once;
// nothing is stored, checked, numbered or limited.
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });

server.on('connection', (socket) => {
  socket.on('message', (frame: Buffer) => {
    const { id, message }: { id: number; message: { conversationId: string } } = JSON.parse(frame.toString());
    socket.send(JSON.stringify({ answerTo: id, data: message }));
    const event = JSON.stringify({ conversationId: message.conversationId, items: [message] });
    for (const client of server.clients) client.send(event);
  });
});
server.once('listening', () => {
  const address = server.address();
  process.stdout.write(`ready ${typeof address === 'object' && address ? address.port : 0}\n`);
});
