import { existsSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { resolve } from 'node:path';
import next from 'next';
import { configureLibraries } from '#platform/config.ts';

/** Next from the production build, in this process; it reaches whatever server opened the bridge last. */
export async function preparePages(): Promise<{ handle: RequestListener; close: () => Promise<void> }> {
  if (!existsSync(resolve('.next/BUILD_ID')))
    throw new Error('The pages are not built: run "npm run build" first, as "npm test" does.');
  configureLibraries();
  const app = next({ dev: false, dir: resolve('.'), quiet: true });
  await app.prepare();
  const handler = app.getRequestHandler();
  return { handle: (request, response) => void handler(request, response), close: () => app.close() };
}
