import { mkdirSync } from 'node:fs';
import { SetupError } from '#platform/setup-error.ts';
import { type Account, canReach } from './account.ts';

/** Where root's installations keep what the account `postgres` could not reach otherwise. */
const candidates = ['/var/lib/parley', '/srv/parley', '/opt/parley'];

/** The first of them that can be made and that the account can enter. */
export function sharedFolder(account: Account): string {
  for (const folder of candidates) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o755 });
      if (canReach(account, folder)) return folder;
    } catch {
      // Not writable: try the next one.
    }
  }
  throw new SetupError(
    `The system user postgres needs a folder it can reach, and none of ${candidates.join(', ')} will do: start Parley as another user, or set DATABASE_URL.`,
  );
}
