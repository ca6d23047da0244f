import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { z } from 'zod';
import { SetupError } from '#platform/setup-error.ts';
import {
  head,
  headName,
  lineBytes,
  type Manifest,
  manifest,
  manifestName,
  manifestSumName,
  mostBytes,
  type Part,
  partBytes,
  partName,
} from './format.ts';
import type { ImportedNoun } from './noun.ts';
import { workspaceNouns } from './nouns.ts';
import { damaged, openTar, type TarFile } from './tar-reader.ts';

const decompress = promisify(gunzip);

/** A workspace's export whose every byte was compared with what it says of itself, and every line with the rules. */
export interface CheckedExport {
  manifest: Manifest;
  /** Which export it is: the SHA-256 of its manifest. */
  id: string;
  /** The lines of a part, checked again: the file may have changed since. */
  lines(part: Part): Promise<unknown[]>;
  /** The content of a file. */
  file(name: string): AsyncIterable<Buffer>;
  close(): Promise<void>;
}

/**
 * Opens an export and reads all of it: what it says of itself, then the sums, then each line. Throws SetupError with a
 * sentence for whatever is not as Parley writes it; nothing of it has gone anywhere then.
 */
export async function checkExport(file: string): Promise<CheckedExport> {
  const tar = await openTar(file, mostBytes);
  try {
    const { said, id } = await readManifest(tar);
    compareNames(tar, said);
    const counts = new Map<string, number>();
    for (const part of said.parts) {
      const lines = await readPart(tar, part);
      counts.set(part.noun, (counts.get(part.noun) ?? 0) + lines.length);
    }
    for (const [noun, count] of Object.entries(said.counts))
      if ((counts.get(noun) ?? 0) !== count) throw damaged(`it holds fewer ${noun} than it says`);
    for (const { name, sha256 } of [...said.files, ...said.attachments])
      if ((await sumOf(tar.stream(name))) !== sha256) throw damaged(`${name} is not what it was`);
    return {
      manifest: said,
      id,
      lines: (part) => readPart(tar, part),
      file: (name) => tar.stream(name),
      close: () => tar.close(),
    };
  } catch (error) {
    await tar.close();
    throw error;
  }
}

async function readManifest(tar: TarFile): Promise<{ said: Manifest; id: string }> {
  for (const name of [headName, manifestName, manifestSumName])
    if (!tar.entries.has(name)) throw damaged(`${name} is missing`);
  const begun = head.loose().safeParse(json(await tar.read(headName), headName));
  if (!begun.success || tar.entries.keys().next().value !== headName)
    throw new SetupError(
      'The export is in a format that this Parley does not know: update Parley. Nothing was imported.',
    );
  if (begun.data.scope !== 'workspace')
    throw new SetupError(
      'This is what one person took along, not a workspace: only an export of a whole workspace can be imported.',
    );
  const text = await tar.read(manifestName);
  const id = createHash('sha256').update(text).digest('hex');
  if ((await tar.read(manifestSumName)).toString('utf8').trim() !== id) throw damaged('it was altered');
  const parsed = manifest.safeParse(json(text, manifestName));
  if (!parsed.success) throw damaged(`${manifestName} is not valid (${reasonOf(parsed.error)})`);
  return { said: parsed.data, id };
}

/** What is in the archive is what it tells of, and the parts come in the order in which they can be read. */
function compareNames({ entries }: TarFile, said: Manifest): void {
  const known = new Set([headName, manifestName, manifestSumName]);
  const order = workspaceNouns.map(({ name }) => name);
  const numbers = new Map<string, number>();
  let last = 0;
  for (const { name, noun, bytes } of said.parts) {
    const number = (numbers.get(noun) ?? 0) + 1;
    const at = order.indexOf(noun);
    if (at < last || name !== partName(noun, number)) throw damaged(`${printable(name)} is out of order`);
    if (entries.get(name)?.bytes !== bytes) throw damaged(`${name} is not what it was`);
    numbers.set(noun, number);
    last = at;
    known.add(name);
  }
  for (const { name, bytes } of [...said.files, ...said.attachments]) {
    if (entries.get(name)?.bytes !== bytes) throw damaged(`${printable(name)} is not what it was`);
    known.add(name);
  }
  for (const name of entries.keys()) if (!known.has(name)) throw damaged(`it does not tell of ${name}`);
}

async function readPart(tar: TarFile, part: Part): Promise<unknown[]> {
  const content = await tar.read(part.name);
  // Before anything else is done with it.
  if (createHash('sha256').update(content).digest('hex') !== part.sha256)
    throw damaged(`${part.name} is not what it was`);
  const text = await decompressed(content, part.name);
  const noun = workspaceNouns.find(({ name }) => name === part.noun);
  if (!noun) throw damaged(`${part.name} holds something unknown`);
  const lines = text.split('\n');
  if (lines.pop() !== '' || lines.length !== part.lines)
    throw damaged(`${part.name} has another number of lines`);
  return lines.map((line, index) => parsedLine(noun, line, `${part.name}, line ${index + 1}`));
}

/** At most `partBytes` of it are ever made, whatever it claims. */
async function decompressed(content: Buffer, name: string): Promise<string> {
  try {
    const bytes = await decompress(content, { maxOutputLength: partBytes });
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw damaged(`${name} cannot be decompressed`);
  }
}

function parsedLine(noun: ImportedNoun, line: string, where: string): unknown {
  if (line.length > lineBytes) throw damaged(`${where} is too long`);
  const parsed = noun.line.safeParse(json(line, where));
  if (!parsed.success) throw damaged(`${where} is not valid (${reasonOf(parsed.error)})`);
  return parsed.data;
}

function json(content: Buffer | string, where: string): unknown {
  try {
    return JSON.parse(content.toString());
  } catch {
    throw damaged(`${where} is no JSON`);
  }
}

/** The first thing that is wrong, by the name of its field. */
function reasonOf(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue) return 'not valid';
  return printable(`${issue.path.join('.') || 'the line'}: ${issue.message}`);
}

/** As it may be shown to whoever ran the command, whatever was written there. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 200);
}

async function sumOf(content: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of content) hash.update(chunk);
  return hash.digest('hex');
}
