import { z } from 'zod';
import { storableText } from '#contract/text.ts';

// What fields of lines may hold. Numbers are those of PostgreSQL's integer, times those that it keeps.

export const uuid = z.uuid();
export const whole = z.int().min(0).max(2_147_483_647);
export const yesOrNo = z.boolean();
/** As PostgreSQL writes it in JSON, with the offset from UTC. */
export const time = z.iso.datetime({ offset: true });
/** Text as it was stored, byte for byte. */
export const text = storableText;
