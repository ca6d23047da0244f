import { Refusal } from '#contract/errors.ts';
import type { FileListQuery, FileText, MessageFile, SentFile } from '#contract/files.ts';
import type { FileId } from '#contract/ids.ts';
import type { List } from '#contract/lists.ts';
import type { Actor } from './actor.ts';
import { findReadable } from './readable.ts';

type OfFile = { id: FileId };

/** What a file is. Throws `not_found` for one that the caller may not see. */
export async function getFileInfo(_actor: Actor, _input: OfFile): Promise<MessageFile> {
  throw noFile();
}

/** The beginning of a text. */
export async function getFileText(_actor: Actor, _input: OfFile): Promise<FileText> {
  throw noFile();
}

/** Says what there is to see in a file. */
export async function updateFile(_actor: Actor, _input: OfFile & { alt: string }): Promise<MessageFile> {
  throw noFile();
}

/** The files of a conversation, whatever was sent last first. */
export async function listFiles(actor: Actor, { conversationId }: FileListQuery): Promise<List<SentFile>> {
  await findReadable(actor, conversationId);
  return { items: [], nextCursor: null };
}

export function noFile(): Refusal {
  return new Refusal('not_found', 'There is no such file.');
}
