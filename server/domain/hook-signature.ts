import { createHmac } from 'node:crypto';

/**
 * The headers that say who sends a body and when, as Standard Webhooks 1.0 has them
 * (https://github.com/standard-webhooks/standard-webhooks): a signature for each secret, over id, seconds and body. The id
 * is the same whenever the same is sent again.
 */
export function signedHeaders(
  { id, body, at }: { id: string; body: string; at: Date },
  secrets: readonly Uint8Array[],
): Record<string, string> {
  const seconds = String(Math.floor(at.getTime() / 1_000));
  const signatures = secrets.map(
    (secret) => `v1,${createHmac('sha256', secret).update(`${id}.${seconds}.${body}`).digest('base64')}`,
  );
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signatures.join(' ') };
}
