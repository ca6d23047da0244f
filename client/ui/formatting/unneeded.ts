/**
 * What stands in a bundle in the place of the packages that markdown-it brings along and this reader of it never asks:
 * addresses are found by links.ts and read by the browser's own `URL`, and HTML, its named characters included, is shown
 * as it was written. The packages are four fifths of this reader's size (next.config.ts puts this in their place).
 */

/** linkify-it. */
export class LinkifyIt {}

/** entities. */
export const decodeHTMLStrict = (text: string): string => text;

/** uc.micro: punctuation and symbols. */
export const P = /\p{P}/u;
export const S = /\p{S}/u;

/** mdurl and punycode.js, for functions of markdown-it that parse.ts replaces. */
const same = <Value>(value: Value): Value => value;
export const parse = same;
export const format = same;
export const encode = same;
export const decode = Object.assign(same, { defaultChars: '' });
// biome-ignore lint/style/noDefaultExport: punycode.js has one
export default { toASCII: same, toUnicode: same };
