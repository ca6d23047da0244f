import type { PasskeyId, UserId } from '#contract/ids.ts';
import type { Passkey, PasskeyRequest } from '#contract/passkeys.ts';
import type { Query } from '#platform/database.ts';

export interface PasskeyRow {
  id: PasskeyId;
  name: string;
  created_at: Date;
  last_used_at: Date | null;
}

/** The columns that PasskeyRow promises. */
export const passkeyColumns = 'id, name, created_at, last_used_at';

export function toPasskey({ id, name, created_at, last_used_at }: PasskeyRow): Passkey {
  return {
    ...{ id, name, createdAt: created_at.toISOString() },
    lastUsedAt: last_used_at?.toISOString() ?? null,
  };
}

/** Somebody's passkeys as a browser is told of them. */
export async function listCredentials(
  query: Query,
  userId: UserId,
): Promise<PasskeyRequest['allowCredentials']> {
  const rows = await query<{ credential_id: Buffer; transports: string[] }>(
    'SELECT credential_id, transports FROM passkey WHERE user_id = $1 ORDER BY id',
    [userId],
  );
  return rows.map(({ credential_id, transports }) => ({
    id: credential_id.toString('base64url'),
    type: 'public-key',
    transports,
  }));
}
