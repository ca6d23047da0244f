import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endOfWhole, sniffType } from './file-types.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-types-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** EBML with the document type of WebM, then what a track says of its codec. */
const webm = (codec: string) =>
  Buffer.concat([
    Buffer.from(
      '1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878104428581021853806701ffffffffffffff',
      'hex',
    ),
    Buffer.from(`tracks ${codec} and so on`),
    Buffer.alloc(64),
  ]);

/** A box of MP4: its length, its name, what is in it. */
const box = (name: string, content: Buffer) => {
  const framed = Buffer.alloc(8 + content.length);
  framed.writeUInt32BE(framed.length, 0);
  framed.write(name, 4, 'latin1');
  content.copy(framed, 8);
  return framed;
};
const mp4 = (...handlers: string[]) =>
  Buffer.concat([
    box('ftyp', Buffer.from('isom\0\0\x02\0isomiso2mp41')),
    box('moov', Buffer.concat(handlers.map((one) => box('hdlr', Buffer.from(`\0\0\0\0\0\0\0\0${one}`))))),
  ]);

test.each<[title: string, content: Buffer, type: string, kind: string]>([
  ['sound in WebM, as browsers record it', webm('A_OPUS'), 'audio/webm', 'audio'],
  ['pictures and sound in WebM', webm('V_VP9 A_OPUS'), 'video/webm', 'video'],
  ['sound in MP4', mp4('soun'), 'audio/mp4', 'audio'],
  ['pictures and sound in MP4', mp4('vide', 'soun'), 'video/mp4', 'video'],
  ['WAVE', Buffer.from('RIFF\x24\0\0\0WAVEfmt \x10\0\0\0', 'latin1'), 'audio/wav', 'audio'],
  [
    'Ogg with Opus',
    Buffer.concat([Buffer.from('OggS'), Buffer.alloc(24), Buffer.from('OpusHead')]),
    'audio/ogg; codecs=opus',
    'audio',
  ],
  ['PDF', Buffer.from('%PDF-1.7\n'), 'application/pdf', 'pdf'],
  ['text of any language', Buffer.from('grüße, 日本語, \u{1F389}'), 'text/plain', 'text'],
  [
    'text that is cut within a character',
    Buffer.from(`${'é'.repeat(40_000)}`).subarray(0, 65_537),
    'text/plain',
    'text',
  ],
  ['text with control characters', Buffer.from('a\u0000b'), 'application/octet-stream', 'other'],
  ['Latin-1', Buffer.from('gr\xfc\xdfe', 'latin1'), 'application/octet-stream', 'other'],
  ['nothing that is known', Buffer.from([0xfe, 0x01, 0x02]), 'application/octet-stream', 'other'],
])('%s', async (_title, content, type, kind) => {
  const path = join(folder, 'file');
  await writeFile(path, content);
  expect(await sniffType(path)).toEqual({ type, kind });
});

test('a beginning ends with a whole character', () => {
  for (const text of ['abc', 'é', '日本', 'a\u{1F389}'])
    for (let end = 0; end <= Buffer.byteLength(text); end += 1) {
      const bytes = Buffer.from(text).subarray(0, end);
      expect(() =>
        new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, endOfWhole(bytes))),
      ).not.toThrow();
    }
});
