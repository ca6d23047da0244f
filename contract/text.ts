import { z } from 'zod';
import { characterCount } from './characters.ts';

/**
 * Text that PostgreSQL and UTF-8 can keep byte for byte: no U+0000, no lone surrogates, and at most
 * `max` code points. Nothing is trimmed or normalised.
 */
export function storableText(max: number) {
  return z
    .string('This must be text')
    .refine((text) => text.length <= max || characterCount(text) <= max, {
      message: `This is longer than ${max.toLocaleString('en')} characters`,
      abort: true,
    })
    .refine((text) => text.isWellFormed() && !text.includes('\u0000'), {
      message: 'This contains a character that cannot be stored',
    });
}

/** One line that names something: surrounding space is dropped, control characters are refused. */
export function nameText(max: number) {
  return storableText(max)
    .trim()
    .min(1, 'This cannot be empty')
    .refine((text) => !/\p{Cc}/u.test(text), { message: 'This must be one line of plain text' });
}
