import { type BrowserContext, type BrowserContextOptions, test as base, expect } from '@playwright/test';
import { createInstallation, type RunningServer, startServer } from './server.ts';

interface WorkerFixtures {
  /** A Parley with an empty database, started as a user starts it: one for each worker. */
  server: RunningServer;
}

interface TestFixtures {
  /** Complaints of any page that a test expects: a text they contain, or a pattern. */
  expectComplaints: (...patterns: (string | RegExp)[]) => void;
  /** Gives a further browser context, of another user or device, watched like the first and closed at the end. */
  newContext: (options?: BrowserContextOptions) => Promise<BrowserContext>;
}

/** What every page said that it should not have: errors on the console, errors nobody caught. */
class Complaints {
  readonly found: string[] = [];
  readonly expected: (string | RegExp)[] = [];

  watch(context: BrowserContext): void {
    context.on('console', (message) => {
      if (message.type() === 'error') this.found.push(`${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) => {
      this.found.push(error.error().stack ?? error.error().message);
    });
  }

  unexpected(): string[] {
    return this.found.filter(
      (text) =>
        !this.expected.some((pattern) =>
          typeof pattern === 'string' ? text.includes(pattern) : pattern.test(text),
        ),
    );
  }
}

/** Playwright's test with our server in it; `page.goto('/')` goes there, and noise fails the test. */
export const test = base.extend<TestFixtures & { complaints: Complaints }, WorkerFixtures>({
  server: [
    async ({}, use) => {
      const installation = await createInstallation();
      const server = await startServer(installation);
      await use(server);
      await server.interrupt();
      await installation.remove();
    },
    { scope: 'worker', timeout: 90_000 },
  ],

  baseURL: async ({ server }, use) => {
    await use(server.url);
  },

  complaints: async ({}, use) => {
    const complaints = new Complaints();
    await use(complaints);
    expect(complaints.unexpected(), 'what pages complained of').toEqual([]);
  },

  context: async ({ context, complaints }, use) => {
    complaints.watch(context);
    await use(context);
  },

  newContext: async ({ browser, complaints, baseURL, viewport, serviceWorkers }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options) => {
      const usual = { ...(baseURL ? { baseURL } : {}), viewport, serviceWorkers };
      const context = await browser.newContext({ ...usual, ...options });
      complaints.watch(context);
      contexts.push(context);
      return context;
    });
    await Promise.all(contexts.map((context) => context.close()));
  },

  expectComplaints: async ({ complaints }, use) => {
    await use((...patterns) => {
      complaints.expected.push(...patterns);
    });
  },
});

export { expect };
