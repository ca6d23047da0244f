import { expect, type Locator } from '@playwright/test';
import sharp from 'sharp';
import type { Person } from './person.ts';

/** A file as a person has it on their disk. */
export interface OwnFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A picture of one colour. */
export async function pictureOf(
  name: string,
  background: string,
  width = 320,
  height = 200,
): Promise<OwnFile> {
  const buffer = await sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();
  return { name, mimeType: 'image/png', buffer };
}

export function textFile(name: string, text: string): OwnFile {
  return { name, mimeType: 'text/plain', buffer: Buffer.from(text) };
}

/** Chooses files in the system's picker. */
export async function attaches({ page }: Person, ...files: OwnFile[]): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Attach files' }).click();
  await (await choosing).setFiles(files);
}

/** What is attached to the next message. */
export function tray({ page }: Person): Locator {
  return page.getByRole('list', { name: 'Attached files' });
}

/** All that is attached has come to the server. */
export async function isUploaded(person: Person, count: number): Promise<void> {
  await expect(tray(person).getByRole('button', { name: /^Remove / })).toHaveCount(count);
}
