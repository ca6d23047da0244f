import { characterCount, unseen } from './characters.ts';
import { limits } from './limits.ts';

// What a file is called comes from another machine and goes to a third, where it is a path. So it is tidied, not refused:
// whoever sends a file seldom chose its name.

/** What no file may be called on one system or another. */
const forbidden = /[<>:"|?*]/g;
/** Names of devices, on Windows, whatever comes behind a dot. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;
/** Characters of an ending, with its dot, that is kept when a name is too long. */
const longestEnding = 20;

/** The name of a file as one line that is a name everywhere: never empty, at most `limits.fileName` characters. */
export function tidyFileName(given: string): string {
  const last = given.slice(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
  const name = last
    .toWellFormed()
    .normalize('NFC')
    .replace(unseen, '')
    .replace(forbidden, '_')
    .replace(/\p{Zs}+/gu, ' ')
    .replace(/^[ .]+|[ .]+$/g, '');
  if (name === '') return 'file';
  return shortened(device.test(name) ? `_${name}` : name);
}

/** Cut before its ending. */
function shortened(name: string): string {
  if (characterCount(name) <= limits.fileName) return name;
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 && name.length - dot <= longestEnding ? name.slice(dot) : '';
  const room = limits.fileName - characterCount(ending);
  return [...name].slice(0, room).join('').trimEnd() + ending;
}

/** The same name with another ending. */
export function withEnding(name: string, ending: string): string {
  const dot = name.lastIndexOf('.');
  return shortened(`${dot > 0 ? name.slice(0, dot) : name}.${ending}`);
}
