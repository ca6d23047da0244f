import type { SignOnRefusal } from '#contract/second-factor.ts';

/** The words of the page to sign in that no other page needs. */
export const signInWords = {
  code: 'Code',
  codeHint: 'From your authenticator app, or one of your recovery codes.',
  usePasskey: 'Use a passkey',
  passkeyFailed: 'The passkey was not used: try again, or choose another way.',
  continueWith: (provider: string) => `Continue with ${provider}`,
} as const;

/** Why somebody who comes from the OpenID provider is not let in. */
export const signOnRefusals: Record<SignOnRefusal, (provider: string) => string> = {
  away: (provider) => `${provider} does not answer as it should: try again, or sign in another way.`,
  denied: (provider) => `${provider} did not let you through.`,
  expired: () => 'This took too long, or began in another browser: try again.',
  often: () => 'Too many tries: wait a minute and try again.',
  unverified: (provider) =>
    `${provider} has not verified your email address, so it cannot tell which account here is yours.`,
  closed: () => 'There is no account here with your address, and sign-up is closed: ask for an invitation.',
  domain: () => 'New accounts here need an address of another domain: ask for an invitation.',
  suspended: () => 'This account is suspended: ask an owner or admin of this workspace.',
  other_account: () =>
    'The account here with your address belongs to somebody else at the provider: ask an owner of this workspace.',
};
