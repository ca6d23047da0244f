import { limits } from '#contract/limits.ts';

/** What another app shares, from the address it opens (`share_target` of public/manifest.webmanifest), as one text. */
export function sharedText(search: string): string {
  const given = new URLSearchParams(search);
  const parts = ['title', 'text', 'url'].map((name) => given.get(name)?.trim() ?? '');
  // Many apps say the address in the text as well, or the text in the title.
  const told = parts.filter(
    (part, index) => part !== '' && !parts.some((other, at) => at > index && other.includes(part)),
  );
  const once = told.filter((part, index) => !told.some((other, at) => at < index && other.includes(part)));
  return Array.from(once.join('\n').toWellFormed()).slice(0, limits.messageBody).join('');
}
