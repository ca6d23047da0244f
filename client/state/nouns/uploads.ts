import type { FileClaims } from '#contract/files.ts';
import type { ChatState, PendingFile, UploadState } from './state.ts';

/** A file that goes to the server, or the rest of it. */
export interface Upload {
  blob: Blob;
  claims: FileClaims;
  /** Where it goes on; null: it begins. */
  address: string | null;
  /** It has an address now, or lost the one it had. */
  onAddress: (address: string | null) => void;
  /** So many bytes of it have gone. */
  onSent: (bytes: number) => void;
  signal: AbortSignal;
}

/** How far a file has come; null: nobody asks any more. */
export function withUpload(state: ChatState, key: string, upload: UploadState | null): ChatState {
  const { [key]: _old, ...others } = state.uploads ?? {};
  return { ...state, uploads: upload === null ? others : { ...others, [key]: upload } };
}

/** Files that are attached somewhere, or wait to go with a message. */
export function neededFiles({ attached, outbox }: Pick<ChatState, 'attached' | 'outbox'>): PendingFile[] {
  const waiting = Object.values(outbox).flat();
  return [...Object.values(attached).flat(), ...waiting.flatMap(({ files = [] }) => files)];
}
