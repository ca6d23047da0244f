import { z } from 'zod';
import { characterCount } from './characters.ts';
import { faultOfName, faultOfTopic, tidyChannelName, tidyName, tooLong } from './names.ts';

const isStorable = (text: string) => text.isWellFormed() && !text.includes('\u0000');
const notStorable = 'This contains a character that cannot be stored';

/**
 * Text that PostgreSQL and UTF-8 can keep byte for byte: no U+0000, no lone surrogates, and at most
 * `max` code points. Nothing is trimmed or normalised.
 */
export function storableText(max: number) {
  return z
    .string('This must be text')
    .refine((text) => text.length <= max || characterCount(text) <= max, {
      message: tooLong(max),
      abort: true,
    })
    .refine(isStorable, { message: notStorable });
}

/**
 * One visible line that names something, of at most `max` code points: NFC, single spaces, nothing invisible,
 * nothing that turns direction (see names.ts).
 */
export function nameText(max: number) {
  return tidyText(max, tidyName, faultOfName);
}

/** The same, without the sign of a channel at its beginning. */
export function channelNameText(max: number) {
  return tidyText(max, tidyChannelName, faultOfName);
}

/** A line of that kind that may say nothing: the empty text is one too. */
export function lineText(max: number) {
  return tidyText(max, tidyName, (text, most) => (text === '' ? null : faultOfName(text, most)));
}

/** A few lines about something, at most `max` code points, in NFC and without space around them. */
export function topicText(max: number) {
  return tidyText(max, (text) => text.normalize('NFC').trim(), faultOfTopic);
}

/** UTF-16 units for each character of a name, before it is tidied: what is longer is not even looked at. */
const unitsPerCharacter = 8;

function tidyText(
  max: number,
  tidy: (text: string) => string,
  faultOf: (text: string, max: number) => string | null,
) {
  return z
    .string('This must be text')
    .refine((text) => text.length <= unitsPerCharacter * max, { message: tooLong(max), abort: true })
    .refine(isStorable, { message: notStorable, abort: true })
    .overwrite(tidy)
    .superRefine((text, context) => {
      const message = faultOf(text, max);
      if (message) context.addIssue({ code: 'custom', message });
    });
}
