import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export interface TestDatabase {
  url: string;
  /** Ends the connections that are left and removes the database. */
  drop(): Promise<void>;
}

declare module 'vitest' {
  interface ProvidedContext {
    /** A migrated database that nobody is connected to. */
    templateDatabase: string;
  }
}

/** A fresh, migrated database on the run's own server: one for each test file that needs it. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = new URL(inject('templateDatabase'));
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administer(template, `create database ${name} template ${template.pathname.slice(1)}`);
  const url = new URL(template);
  url.pathname = name;
  return {
    url: url.href,
    drop: () => administer(template, `drop database if exists ${name} with (force)`),
  };
}

async function administer(template: URL, statement: string): Promise<void> {
  const url = new URL(template);
  url.pathname = 'postgres';
  const session = new pg.Client({ connectionString: url.href });
  await session.connect();
  try {
    await session.query(statement);
  } finally {
    await session.end();
  }
}
