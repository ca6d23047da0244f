import { z } from 'zod';
import { limits } from './limits.ts';

/** Days after which messages are removed. */
export const retentionDays = z
  .int(`This must be a number of days, up to ${limits.retentionDays}`)
  .max(limits.retentionDays, `This must be ${limits.retentionDays} days at most`);
