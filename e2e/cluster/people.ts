import pg from 'pg';
import type { UserId } from '#contract/ids.ts';
import type { DomainOperationName, OperationInput, OperationOutput } from '#contract/operations.ts';
import { startSession } from '#e2e/torture/users.ts';
import { callHttp } from '#gateway/testing/http.ts';
import { connectSocket, type TestSocket } from '#gateway/testing/socket.ts';
import type { Cluster } from './cluster.ts';

/** Somebody with an account and a session in a cluster. */
export interface ClusterPerson {
  id: UserId;
  headers: { Cookie: string };
  /** One call over REST, through the proxy. */
  call<Name extends DomainOperationName>(
    name: Name,
    input: OperationInput<Name>,
  ): Promise<OperationOutput<Name>>;
  /** A socket to this one of the instances. */
  connect(instance: number): Promise<TestSocket>;
}

/** Signs people up, one after the other, with a session each. The first one owns the workspace. */
export async function people<const Names extends readonly string[]>(
  cluster: Cluster,
  names: Names,
): Promise<{ [Index in keyof Names]: ClusterPerson }> {
  const session = new pg.Client({ connectionString: cluster.database.url });
  await session.connect();
  try {
    const signedUp: ClusterPerson[] = [];
    for (const name of names) signedUp.push(await signUp(cluster, session, name));
    // One for each name, in their order.
    return signedUp as { [Index in keyof Names]: ClusterPerson };
  } finally {
    await session.end();
  }
}

async function signUp(cluster: Cluster, session: pg.Client, name: string): Promise<ClusterPerson> {
  const input = { name, email: `${name.toLowerCase()}@example.test`, password: 'correct horse battery' };
  const { id } = await callHttp(cluster.url, 'user:create', input, {});
  const headers = { Cookie: `__Secure-next-auth.session-token=${await startSession(session, id)}` };
  return {
    id,
    headers,
    call: (operation, given) => callHttp(cluster.url, operation, given, headers),
    connect: (index) => connectSocket(cluster.instances[index]?.url ?? '', headers),
  };
}
