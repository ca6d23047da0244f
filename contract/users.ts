import { z } from 'zod';
import { characterCount } from './characters.ts';
import { userId } from './ids.ts';
import { limits } from './limits.ts';
import { nameText, storableText } from './text.ts';

export const role = z.enum(['owner', 'member']);
export type Role = z.infer<typeof role>;

/** A person as everyone in the workspace sees them. */
export const user = z.strictObject({
  id: userId,
  name: z.string(),
  role,
  createdAt: z.iso.datetime(),
});
export type User = z.infer<typeof user>;

/** A person as they see themselves. */
export const me = user.extend({ email: z.string() });
export type Me = z.infer<typeof me>;

export const userName = nameText(limits.userName);

/** Addresses are kept in lower case: one person, one account. */
export const email = z
  .string('This must be text')
  .trim()
  .toLowerCase()
  .max(limits.email, 'This email address is too long')
  .pipe(z.email('Enter an email address like name@example.com'));

export const password = storableText(limits.passwordMax).refine(
  (text) => characterCount(text) >= limits.passwordMin,
  {
    message: `Use at least ${limits.passwordMin} characters`,
  },
);

export const newUser = z.strictObject({ name: userName, email, password });
export type NewUser = z.infer<typeof newUser>;

export const userPatch = z.strictObject({ name: userName });
export type UserPatch = z.infer<typeof userPatch>;

/** What the sign-in form posts to next-auth. Nothing more is checked, so that nothing is given away. */
export const credentials = z.object({
  email: storableText(limits.email).trim().toLowerCase(),
  password: storableText(limits.passwordMax),
});
export type Credentials = z.infer<typeof credentials>;
