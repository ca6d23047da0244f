/** Says from a page that is being left that nobody looks at it any more: this device may be pushed to at once. */
export function sayAbsent(): void {
  void fetch('/api/v1/users/me/push/presence', {
    method: 'PUT',
    keepalive: true,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ present: false }),
  }).catch(() => {});
}
