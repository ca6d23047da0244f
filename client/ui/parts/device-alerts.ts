import { useSyncExternalStore } from 'react';
import type { AlertSettings } from '#contract/alerts.ts';
import { createLocalNotes } from '#state/kept/local-notes.ts';
import type { Call } from '#state/sync/connection.ts';

// How this device alerts its user: what they chose here, and what the browser and its push service make of it.

/** Why a device does not alert. */
export type Obstacle =
  /** The page is served over plain http: browsers allow nothing of this there. */
  | 'insecure'
  /** The browser knows no notifications, or has none in this mode; on iPhones, unless the app is on the home screen. */
  | 'unsupported'
  /** Its user said no, and only they can say otherwise, in the browser's own settings. */
  | 'denied'
  /** The service worker is missing: blocked, or in a private window. */
  | 'workerless';

export interface DeviceAlerts {
  /** Its user wants alerts here. */
  isOn: boolean;
  /** The server pushes them, whether a page is open or not. */
  isPushed: boolean;
  hasSound: boolean;
  /** How this server may disturb: null until it has said so. */
  settings: AlertSettings | null;
}

let state: DeviceAlerts = { isOn: false, isPushed: false, hasSound: false, settings: null };
let recalling: Promise<void> | null = null;
const listeners = new Set<() => void>();

function become(next: Partial<DeviceAlerts>): void {
  state = { ...state, ...next };
  for (const listener of listeners) listener();
}

/** What holds on this device now. */
export function useDeviceAlerts(): DeviceAlerts {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
    () => state,
  );
}

/** What stands in the way of alerts here; null: nothing. */
export function obstacle(): Obstacle | null {
  if (!window.isSecureContext) return 'insecure';
  if (!('Notification' in window)) return 'unsupported';
  if (Notification.permission === 'denied') return 'denied';
  return 'serviceWorker' in navigator ? null : 'workerless';
}

/** What its user chose on this device. */
const notesOf = (userId: string) => createLocalNotes('alerts', userId);

/** Reads what was chosen here, asks the server, and has it push where that was wanted; once for all who ask meanwhile. */
export function recallAlerts(userId: string, call: Call): Promise<void> {
  recalling ??= recall(userId, call).finally(() => {
    recalling = null;
  });
  return recalling;
}

async function recall(userId: string, call: Call): Promise<void> {
  const notes = notesOf(userId);
  become({ isOn: isAllowed() && notes.read('on') === '1', hasSound: notes.read('sound') === '1' });
  take(await call('alert:settings', {}));
  if (state.isOn && !state.isPushed) await subscribe(call).catch(() => {});
}

/** What the server says of it anew. */
export function take(settings: AlertSettings): void {
  become({ settings, isPushed: state.isPushed && settings.subscribed });
}

function isAllowed(): boolean {
  return obstacle() === null && Notification.permission === 'granted';
}

/** Asks the browser's user, and turns alerts on; gives what stands in the way, if something does. */
export async function turnOn(userId: string, call: Call): Promise<Obstacle | null> {
  const found = obstacle();
  if (found) return found;
  const permission = await Notification.requestPermission();
  if (permission !== 'granted') return 'denied';
  notesOf(userId).write('on', '1');
  become({ isOn: true });
  // Without a push service that answers, pages that are open alert all the same.
  await subscribe(call).catch(() => become({ isPushed: false }));
  return null;
}

export async function turnOff(userId: string, call: Call): Promise<void> {
  notesOf(userId).write('on', null);
  become({ isOn: false, isPushed: false });
  const registration = await navigator.serviceWorker?.getRegistration();
  await (await registration?.pushManager?.getSubscription())?.unsubscribe();
  await call('push:unsubscribe', {});
}

export function setSound(userId: string, hasSound: boolean): void {
  notesOf(userId).write('sound', hasSound ? '1' : null);
  become({ hasSound });
}

/** How long a service worker and a push service have to answer, in ms. */
const patience = 60_000;

/** Subscribes with the browser's push service and says so to the server. Rejects when one of them refuses. */
export async function subscribe(call: Call): Promise<void> {
  const registration = await workerRegistration();
  const { pushKey } = state.settings ?? (await call('alert:settings', {}));
  const known = await registration.pushManager.getSubscription();
  // After a move the server has another key, for which the earlier subscription counts no more.
  const isOurs = known && keyOf(known) === pushKey;
  if (known && !isOurs) await known.unsubscribe();
  const subscription = isOurs
    ? known
    : await inTime(
        registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: pushKey }),
      );
  const { endpoint = '', keys } = subscription.toJSON();
  await call('push:subscribe', { endpoint, p256dh: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '' });
  become({ isPushed: true });
}

/** The service worker that is in charge. Rejects when there is none. */
export async function workerRegistration(): Promise<ServiceWorkerRegistration> {
  if (!(await navigator.serviceWorker.getRegistration())) throw new Error('There is no service worker');
  return inTime(navigator.serviceWorker.ready);
}

function keyOf({ options }: PushSubscription): string {
  const bytes = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

function inTime<Value>(work: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('No answer in time')), patience);
    work.then(resolve, reject);
  });
}
