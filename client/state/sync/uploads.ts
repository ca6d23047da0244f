import { v4 as uuid } from 'uuid';
import { Refusal } from '#contract/errors.ts';
import type { FileClaims } from '#contract/files.ts';
import { limits } from '#contract/limits.ts';
import type { KeptFiles } from '#state/kept/kept-files.ts';
import type { ChatStore, PendingFile, UploadState, Waiting } from '#state/nouns/state.ts';
import { neededFiles, type Upload, withUpload } from '#state/nouns/uploads.ts';
import { createAttached } from './attached.ts';
import type { Call } from './connection.ts';
import { sendFiles } from './file-sends.ts';
import { createRetries, retryDelay } from './retries.ts';
import { exclusively } from './tabs.ts';

/** Files that go at the same time. */
const atOnce = 2;
/** Least time between two notes of how far a file is, in ms. */
const noteEvery = 200;
/** The most that lies here unsent: the server takes no more of one user. */
const most = { files: limits.unsentFiles, bytes: 4 * 1024 * 1024 * 1024 };

/** What somebody chose, and what is known of it beside its name. */
export interface Chosen extends Pick<PendingFile, 'width' | 'height' | 'duration'> {
  blob: Blob;
  name: string;
}

interface UploadsParts {
  store: ChatStore;
  call: Call;
  kept: KeptFiles;
  /** What the outbox keeps: not all of it may be in the state yet. */
  waiting(): Promise<{ items: Waiting[]; isWhole: boolean }>;
  /** Uploads a file, or goes on with it. */
  upload(upload: Upload): Promise<{ id: string; alt: string }>;
  /** Gives one up that nobody wants any more. */
  giveUp(address: string): Promise<void>;
}

/** Why something was not attached. */
export type NotAttached = 'tooMany' | 'full';

/**
 * Files on their way: what is attached begins at once, and what waits in the outbox goes on. Each is uploaded by one tab
 * at a time; what nothing refers to any more is removed from this browser.
 */
export function createUploads({ store, call, kept, waiting, upload, giveUp }: UploadsParts) {
  const attached = createAttached(store);
  const running = new Map<string, { ended: AbortController; id: Promise<string> }>();
  const takenBack = new Set<string>();
  const lostBefore = new Set<string>();
  const noted = new Map<string, number>();
  const turns: (() => void)[] = [];
  let free = atOnce;
  const retries = createRetries((key) => {
    const file = needed().find((one) => one.key === key);
    if (file) begin(file);
  });

  function needed() {
    return neededFiles(store.getState());
  }

  function note(key: string, upload: UploadState) {
    noted.set(key, Date.now());
    store.setState((state) => withUpload(state, key, upload));
  }

  function noteSent(key: string, sent: number) {
    if (Date.now() - (noted.get(key) ?? 0) >= noteEvery) note(key, { sent, state: 'sending', reason: null });
  }

  /** The id of a file that the server has; uploads it where it has not. */
  function ensure(file: PendingFile): Promise<string> {
    const known = running.get(file.key);
    if (known) return known.id;
    const ended = new AbortController();
    const id = inTurn(file, ended.signal).finally(() => running.delete(file.key));
    running.set(file.key, { ended, id });
    return id;
  }

  async function inTurn(file: PendingFile, signal: AbortSignal): Promise<string> {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => turns.push(resolve));
    try {
      signal.throwIfAborted();
      let id = '';
      // Another tab may be at it, or have seen to it.
      await exclusively(`parley-upload:${file.key}`, async () => {
        id = await uploadNow(file, signal);
      });
      note(file.key, { sent: file.bytes, state: 'done', reason: null });
      retries.settled(file.key);
      return id;
    } catch (error) {
      if (!signal.aborted) noteFailure(file.key, error);
      throw error;
    } finally {
      const next = turns.shift();
      if (next) next();
      else free += 1;
    }
  }

  function noteFailure(key: string, error: unknown) {
    const isPassing = retryDelay(error, 0) !== null;
    const { sent = 0 } = store.getState().uploads?.[key] ?? {};
    const reason = !isPassing && error instanceof Error ? error.message : null;
    const isFinal = error instanceof Refusal && error.code === 'invalid';
    note(key, { sent, state: isPassing ? 'waiting' : 'failed', reason, isFinal });
  }

  async function uploadNow(file: PendingFile, signal: AbortSignal): Promise<string> {
    const { key, name, alt, bytes } = file;
    const before = await kept.upload(key);
    if (before.file) return before.file.id;
    const blob = await kept.blob(key);
    if (!blob) throw new Refusal('invalid', 'This browser does not have the file any more: attach it again.');
    await requireContent(blob);
    signal.throwIfAborted();
    note(key, { sent: 0, state: 'sending', reason: null });
    let { address } = before;
    const made = await upload({
      ...{ blob, address, signal },
      claims: { name, alt, ...claimsOf(file) },
      onAddress(next) {
        address = next;
        void kept.noteUpload(key, { address, file: null });
      },
      onSent: (sent) => noteSent(key, Math.min(sent, bytes)),
    });
    await kept.noteUpload(key, { address, file: { id: made.id, alt } });
    return made.id;
  }

  /** Uploads what is attached; what fails for now is tried again. */
  function begin(file: PendingFile) {
    if (store.getState().connection === 'offline')
      return note(file.key, { sent: 0, state: 'waiting', reason: null });
    ensure(file).catch((error) => {
      if (needed().some(({ key }) => key === file.key) && retryDelay(error, 0) !== null)
        retries.failed(file.key, error);
    });
  }

  function isOver(key: string): boolean {
    const { state } = store.getState().uploads?.[key] ?? {};
    return state === 'done' || state === 'failed';
  }

  function beginAll() {
    for (const file of Object.values(store.getState().attached).flat()) if (!isOver(file.key)) begin(file);
  }

  /** Stops what runs, and takes it from here and from the server. */
  async function drop(key: string) {
    takenBack.add(key);
    running.get(key)?.ended.abort();
    retries.settled(key);
    const { address } = await kept.upload(key);
    await kept.remove(key);
    if (address !== null) await giveUp(address);
  }

  beginAll();
  void waiting().then(({ items, isWhole }) => {
    // What cannot be read now may need any of them.
    if (!isWhole) return;
    const files = [...needed(), ...items.flatMap((item) => ('files' in item && item.files) || [])];
    return kept.removeOthers(new Set(files.map(({ key }) => key)));
  });
  const stopFollowing = store.subscribe((state, previous) => {
    if (state.connection === 'live' && previous.connection !== 'live') beginAll();
    if (state.attached === previous.attached && state.outbox === previous.outbox) return;
    const still = new Set(neededFiles(state).map(({ key }) => key));
    for (const { key } of neededFiles(previous)) if (!still.has(key)) forget(key);
  });

  /** It has gone with its message, or was taken back here or in another tab, which see to what is kept. */
  function forget(key: string) {
    noted.delete(key);
    running.get(key)?.ended.abort();
    retries.settled(key);
    store.setState((state) => withUpload(state, key, null));
  }

  /** The ids of a message's files, when all are uploaded; null when it was taken back meanwhile. */
  async function ready(files: readonly PendingFile[]): Promise<string[] | null> {
    try {
      const ids = await Promise.all(files.map(ensure));
      for (const { key, alt } of files) {
        const { address, file } = await kept.upload(key);
        if (!file || file.alt === alt) continue;
        await call('file:update', { id: file.id, alt });
        await kept.noteUpload(key, { address, file: { ...file, alt } });
      }
      return ids;
    } catch (error) {
      if (files.some(({ key }) => takenBack.has(key))) return null;
      throw error;
    }
  }

  /** The server has them no more: they are uploaded again, once; false when that was tried before. */
  async function lost(files: readonly PendingFile[]): Promise<boolean> {
    if (files.some(({ key }) => lostBefore.has(key))) return false;
    for (const { key } of files) {
      lostBefore.add(key);
      await kept.noteUpload(key, { address: null, file: null });
    }
    return true;
  }

  return {
    /** Attaches files to the next message of a conversation, and begins to upload them. */
    attach(conversationId: string, chosen: readonly Chosen[]): NotAttached | null {
      const { length } = store.getState().attached[conversationId] ?? [];
      if (length + chosen.length > limits.messageFiles) return 'tooMany';
      const files = chosen.map(({ blob, name, ...known }) => ({
        ...{ key: uuid(), name, type: blob.type, bytes: blob.size, alt: '' },
        ...known,
      }));
      const all = [...needed(), ...files];
      if (all.length > most.files || all.reduce((sum, { bytes }) => sum + bytes, 0) > most.bytes)
        return 'full';
      attached.change(conversationId, (before) => [...before, ...files]);
      for (const [index, file] of files.entries()) {
        const { blob } = chosen[index] ?? {};
        if (blob) void kept.keep(file.key, blob);
        begin(file);
      }
      return null;
    },
    detach(conversationId: string, key: string) {
      void drop(key);
      attached.change(conversationId, (files) => files.filter((file) => file.key !== key));
    },
    /** Says what there is to see in a file. */
    describe(conversationId: string, key: string, alt: string) {
      attached.change(conversationId, (files) =>
        files.map((file) => (file.key === key ? { ...file, alt } : file)),
      );
    },
    /** Tries an upload again that was refused, or at once one that waits. */
    retry(key: string) {
      const file = needed().find((one) => one.key === key);
      if (file) begin(file);
    },
    blob: kept.blob,
    send: <Sent>(files: readonly PendingFile[], send: (fileIds: string[]) => Promise<Sent>) =>
      sendFiles({ ready, lost }, files, send),
    /** Their message has been acknowledged: nothing of them is needed any more. `of`: where they are attached still. */
    sent(files: readonly PendingFile[], of?: string) {
      const isLeft = (file: PendingFile) => !files.some(({ key }) => key === file.key);
      if (of !== undefined) attached.change(of, (before) => before.filter(isLeft));
      for (const { key } of files) {
        forget(key);
        void kept.remove(key);
      }
    },
    /** Their message was taken back. */
    drop(files: readonly PendingFile[]) {
      for (const { key } of files) void drop(key);
    },
    /** Signed out: what was only attached is nobody's any more. */
    forget() {
      for (const conversationId of Object.keys(store.getState().attached))
        attached.change(conversationId, () => []);
    },
    stop() {
      stopFollowing();
      retries.stop();
      for (const { ended } of running.values()) ended.abort();
      attached.stop();
      kept.close();
    },
  };
}

export type Uploads = ReturnType<typeof createUploads>;

function claimsOf({ width, height, duration }: PendingFile): Partial<FileClaims> {
  return {
    ...(width && height && width <= limits.videoSide && height <= limits.videoSide ? { width, height } : {}),
    ...(duration !== undefined && duration <= limits.fileDuration ? { duration } : {}),
  };
}

/** A folder, and a file that went away since it was chosen, are found out by reading of them. */
async function requireContent(blob: Blob): Promise<void> {
  if (blob.size === 0) throw new Refusal('invalid', 'It is empty.');
  await blob
    .slice(0, 1)
    .arrayBuffer()
    .catch(() => {
      throw new Refusal('invalid', 'It cannot be read.');
    });
}
