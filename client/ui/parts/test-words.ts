import type { PushTest } from '#contract/alerts.ts';
import type { Obstacle } from './device-alerts.ts';

/** What stands in the way of alerts on a device, and what came of a test. */
export const testWords = {
  obstacles: {
    insecure:
      'Browsers show notifications of pages served over https only: ask whoever runs this server for an https address.',
    unsupported:
      'This browser shows no notifications here. On an iPhone or iPad, add Parley to the home screen first.',
    denied:
      'Notifications of this page are blocked in this browser: allow them in its settings for this site, then try again.',
    workerless: 'The service worker of this page is missing. Private windows and some settings leave it out.',
  } satisfies Record<Obstacle, string>,

  tested: {
    shown:
      'A notification was sent and has arrived. If you see none, look into the notification settings of your system.',
    local: 'A notification was shown by this page. The push service of this browser cannot be reached.',
    taken:
      'The push service took it, but it has not arrived. It may be late, or the browser may hold it back.',
    absent: 'This device is not subscribed: turn notifications off and on again.',
    gone: 'The push service knows this device no more: turn notifications off and on again.',
    off: 'Turn notifications on first.',
    failed: 'It could not be shown: the browser refused.',
  },
  refused: ({ status }: PushTest) =>
    `The push service refused it with the status ${status}. Whoever runs this server finds in the manual what that means.`,
  unreached: ({ status, reason }: PushTest) =>
    status === null
      ? `This server did not reach the push service (${reason ?? 'no answer'}). It needs a way to the internet.`
      : `The push service has trouble: it answered ${status}. Try again later.`,

  example: { title: 'It works', body: 'This is how you are told of what asks for you.' },
} as const;
