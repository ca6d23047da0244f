import type { Message } from '#contract/messages.ts';

/** What stands for a message's files where only words have room: what they show, or what they are called. */
export function fileNames(files: Message['files']): string {
  return files.map(({ alt, name }) => alt || name).join(', ');
}
