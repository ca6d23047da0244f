import { z } from 'zod';
import { parseTrustedProxies } from './trusted-proxies.ts';

/** Addresses and ranges with commas between them, as a setting has them. */
export const proxies = z.string().transform((text, context) => {
  const parsed = parseTrustedProxies(text);
  if (!parsed) context.addIssue('no addresses');
  return parsed ?? z.NEVER;
});

/** Port numbers with commas between them; null: all. */
export const ports = z.string().transform((text, context) => {
  if (text.trim() === 'all') return null;
  const numbers = text.split(',').map(Number);
  if (numbers.every((port) => Number.isInteger(port) && port > 0 && port < 65_536)) return new Set(numbers);
  context.addIssue('no ports');
  return z.NEVER;
});
