import type { SentRead } from '#state/sync/reads.ts';

/**
 * Sends a read position from a page that is being left: the browser sees to it, nobody awaits the answer.
 * The server refuses it when the session is not this user's any more.
 */
export function sendLastRead({ conversationId, ...position }: SentRead & { userId: string }): void {
  void fetch(`/api/v1/conversations/${conversationId}/read`, {
    method: 'PUT',
    keepalive: true,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(position),
  }).catch(() => {});
}
