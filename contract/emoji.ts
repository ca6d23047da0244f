import { z } from 'zod';
import { limits } from './limits.ts';

/** One emoji of the set that Unicode recommends for interchange (UTS #51, RGI), sequences included. */
export const emoji = z
  .string('This must be text')
  .max(limits.emoji)
  .refine((text) => /^\p{RGI_Emoji}$/v.test(text), { message: 'This must be one emoji' });
