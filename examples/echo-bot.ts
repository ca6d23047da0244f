import { connect } from '#client/client.ts';
import { inFile } from '#client/storage.ts';

// A bot that answers: whoever writes `@its-handle something` is told that again, and `@its-handle remind 10 tea` says
// "tea" after ten minutes. Make a bot in the workspace's pages, add it to a channel, and start it with its token:
// PARLEY_URL=https://chat.example.com PARLEY_TOKEN=parley_… node examples/echo-bot.ts

const { PARLEY_URL: url = 'http://localhost:3000', PARLEY_TOKEN: token = '', PARLEY_STATE } = process.env;

const client = await connect({
  url,
  token,
  // What came while it was away is answered when it is back, if it is told where to keep that.
  ...(PARLEY_STATE ? { storage: inFile(PARLEY_STATE) } : {}),
  onMessage({ authorId, body, conversationId, deletedAt }, isNew, { me, send }) {
    if (!isNew || deletedAt || authorId === me.id) return;
    const [, said] = body.split(`@${me.handle} `);
    if (!said) return;
    const [, minutes, what] = /^remind (\d{1,4}) (.+)$/.exec(said) ?? [];
    const answer = () => void send(conversationId, what ?? said);
    setTimeout(answer, Number(minutes ?? 0) * 60_000);
  },
});
process.stdout.write(`${client.me.name} is here\n`);
const why = await client.ended;
process.stdout.write(`${why.message}\n`);
