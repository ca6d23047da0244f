import { createKeptFiles } from '#state/kept/kept-files.ts';
import type { KeptOutbox } from '#state/kept/kept-outbox.ts';
import type { ChatStore } from '#state/nouns/state.ts';
import type { Call } from '#state/sync/connection.ts';
import { createUploads, type Uploads } from '#state/sync/uploads.ts';
import { giveUp, uploadInParts } from './resumable.ts';

/** Files on their way, over HTTP and with what this browser keeps. */
export function createUploading(store: ChatStore, call: Call, outbox: KeptOutbox): Uploads {
  const kept = createKeptFiles(store.getState().me.id);
  return createUploads({ store, call, kept, waiting: () => outbox.load(), upload: uploadInParts, giveUp });
}
