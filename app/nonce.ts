import { headers } from 'next/headers';

/** Of the policy that this page is sent with: a script of our own runs with it alone. */
export async function nonce(): Promise<string | undefined> {
  const policy = (await headers()).get('content-security-policy') ?? '';
  return /'nonce-([^']+)'/.exec(policy)?.[1];
}
