import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { myConversation } from '#contract/conversations.ts';
import { message } from '#contract/messages.ts';
import { sidebar } from '#contract/sidebar.ts';
import { me, user } from '#contract/users.ts';
import { workspace } from '#contract/workspace.ts';
import { cacheVersion } from './cache-database.ts';

// The browser reads its cache without checking it: only the version says that it is of this release's shape.
// When this fails, raise `cacheVersion` and write down both.
it('has another version when the contract gives what is kept another shape', () => {
  const kept = z.object({ me, user, workspace, sidebar, myConversation, message });
  const shape = JSON.stringify(z.toJSONSchema(kept));
  const hash = createHash('sha256').update(shape).digest('hex').slice(0, 16);
  expect({ cacheVersion, hash }).toEqual({ cacheVersion: 11, hash: 'ab7831f000a1cfc6' });
});
