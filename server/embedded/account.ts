import { spawnSync } from 'node:child_process';
import { SetupError } from '#platform/setup-error.ts';

/** The system account PostgreSQL runs as. */
export interface Account {
  uid: number;
  gid: number;
}

/**
 * PostgreSQL refuses to run as root, so root's Parley runs it as the system user `postgres`, which is
 * made when it is missing. Null: nobody is root, and PostgreSQL runs as whoever runs Parley.
 */
export function databaseAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  const account = lookUp();
  if (account) return account;
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'postgres']);
  const made = lookUp();
  if (made) return made;
  throw new SetupError(
    'PostgreSQL cannot run as root and the system user postgres could not be made: start Parley as another user, or set DATABASE_URL.',
  );
}

function lookUp(): Account | null {
  const id = (flag: string) => spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
  const [user, group] = [id('-u'), id('-g')];
  return user.status === 0 && group.status === 0
    ? { uid: Number(user.stdout), gid: Number(group.stdout) }
    : null;
}

/**
 * Whether the account can enter a folder, or run a program and read a file besides. Asks the system itself, so
 * that access lists and security modules have their say.
 */
export function canReach(account: Account, path: string, file?: string): boolean {
  const wanted = file ? ['-x', path, '-a', '-r', file] : ['-x', path];
  return spawnSync('test', wanted, { ...account, cwd: '/' }).status === 0;
}
