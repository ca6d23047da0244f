import { type BenchServer, post, signIn } from './servers.ts';

export interface Room {
  conversationId: string;
  sender: string;
  listener: string;
}

/** A channel of somebody who sends and somebody who listens on many devices. */
export async function createRoom([server]: BenchServer[]): Promise<Room> {
  const url = server?.url ?? '';
  const [sender, listener] = [await signIn(url, 'Ada'), await signIn(url, 'Ben')];
  const { id: conversationId } = await post(
    url,
    '/conversations',
    { kind: 'public', name: 'fan-out' },
    sender,
  );
  const me: { id: string } = await (
    await fetch(`${url}/api/v1/users/me`, { headers: { cookie: listener } })
  ).json();
  const joined = await fetch(`${url}/api/v1/conversations/${conversationId}/members/${me.id}`, {
    method: 'PUT',
    headers: { cookie: listener },
  });
  if (!joined.ok) throw new Error(`Joining answered ${joined.status}`);
  return { conversationId, sender, listener };
}
