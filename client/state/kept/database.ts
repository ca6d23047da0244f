import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

/** How long IndexedDB may take, in ms: some browsers' neither answers nor fails until they are started anew. */
const databaseTimeout = 3_000;

interface DatabasePlan<Schema extends DBSchema> {
  name: string;
  version: number;
  /** Brings a database of an earlier version (0: a new one) to this one. */
  upgrade(database: IDBPDatabase<Schema>, from: number): void;
}

/** One database of this browser, opened when it is first needed. */
export interface Database<Schema extends DBSchema> {
  /** What the task answers; null where there is no database, it fails, or it takes too long. Never rejects. */
  use<Result>(task: (database: IDBPDatabase<Schema>) => Promise<Result>): Promise<Result | null>;
  close(): void;
}

export function createDatabase<Schema extends DBSchema>(plan: DatabasePlan<Schema>): Database<Schema> {
  let opened: Promise<IDBPDatabase<Schema>> | undefined;

  function open(): Promise<IDBPDatabase<Schema>> {
    const lost = () => {
      opened = undefined;
    };
    const opening = openDB<Schema>(plan.name, plan.version, {
      upgrade: plan.upgrade,
      terminated: lost,
      // A newer release in another tab wants to change how things are kept.
      blocking(_version, _wanted, event) {
        if (event.target instanceof IDBDatabase) event.target.close();
        lost();
      },
    });
    opening.catch(lost);
    return opening;
  }

  return {
    async use(task) {
      if (typeof indexedDB === 'undefined') return null;
      opened ??= open();
      const database = await inTime(opened);
      return database && inTime(task(database));
    },
    close() {
      opened?.then((database) => database.close()).catch(() => {});
      opened = undefined;
    },
  };
}

/** What a task comes to, or null when it fails or takes too long. */
async function inTime<Result>(task: Promise<Result>): Promise<Result | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, databaseTimeout, null);
  });
  try {
    return await Promise.race([task, tooLong]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
