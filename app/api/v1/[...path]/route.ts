import { bridge } from '#bridge.ts';

// The same API that server.ts answers before Next, for wherever Next is asked directly.
const answer = (request: Request) => bridge().api(request);

export { answer as DELETE, answer as GET, answer as HEAD, answer as PATCH, answer as POST, answer as PUT };
