// Opens the chat when the server does not answer, or not soon, and shows what the server pushes. It keeps two things only: the shell, a page
// without anybody's data that shows what IndexedDB holds, and the hashed files that the shell needs. The API and
// the socket are never touched. Raise the version when the way of keeping changes.

const version = 3;
const cacheName = `parley-${version}`;
const shellPath = '/offline';
/** Pages of the chat that are no conversation. */
const chatPages = ['/', '/unreads', '/threads', '/mentions', '/saved', '/search', '/settings', '/workspace'];
/** How long a page may take before the shell is shown instead, in ms. */
const pageTimeout = 2_000;
/** How long an open page may take to go where an alert leads, in ms. */
const goTimeout = 1_000;

addEventListener('install', (event) => {
  skipWaiting();
  // Without a shell there is still a chat: the next page that loads tries again.
  event.waitUntil(renewShell().catch(() => {}));
});

addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([removeOtherCaches(), clients.claim()]));
});

addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (pathname.startsWith('/_next/static/')) event.respondWith(hashedFile(request));
  else if (request.mode === 'navigate' && isChat(pathname)) event.respondWith(page(event));
});

// What the server pushes (`PushPayload` of contract/alerts.ts), and what a page has to show that is not pushed to.
addEventListener('push', (event) => event.waitUntil(receive(event.data.json())));
addEventListener('message', (event) => event.waitUntil(receive(event.data)));

addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openAt(event.notification.data?.path ?? '/'));
});

addEventListener('pushsubscriptionchange', (event) => event.waitUntil(renewSubscription(event)));

async function receive(alert) {
  const windows = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  if ('badge' in alert) sayBadge(alert.badge);
  if (alert.kind === 'close') return closeAlerts(alert.tag);
  if (alert.kind === 'test') for (const window of windows) window.postMessage({ kind: 'tested' });
  // Whoever looks at the chat sees it there.
  else if (windows.some(({ visibilityState }) => visibilityState === 'visible')) return;
  await registration.showNotification(alert.title, {
    body: alert.body,
    tag: alert.tag ?? 'test',
    renotify: true,
    timestamp: alert.at ? Date.parse(alert.at) : Date.now(),
    icon: '/icons/icon-192.png',
    badge: '/icons/badge-96.png',
    data: { path: alert.path ?? '/settings/notifications' },
  });
}

async function closeAlerts(tag) {
  for (const shown of await registration.getNotifications({ tag })) shown.close();
}

function sayBadge(count) {
  if (!('setAppBadge' in navigator)) return;
  // Not installed, or not allowed: then there is no icon to say it on.
  (count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => {});
}

/** In a window that is there, which goes without loading anything, or else in one of its own. */
async function openAt(path) {
  const [window] = await clients.matchAll({ type: 'window' });
  if (!window) return clients.openWindow(path);
  await window.focus();
  if (!(await isGoing(window, path))) await window.navigate(path);
}

/** Whether the page in a window says in time that it goes there. */
function isGoing(window, path) {
  const { port1, port2 } = new MessageChannel();
  const said = new Promise((resolve) => {
    port1.onmessage = () => resolve(true);
  });
  window.postMessage({ kind: 'open', path }, [port2]);
  return Promise.race([said, wait(goTimeout)]);
}

/** The browser has ended a subscription: another one takes its place. */
async function renewSubscription({ oldSubscription }) {
  const applicationServerKey = oldSubscription?.options.applicationServerKey;
  // Else the next page that is opened subscribes anew.
  if (!applicationServerKey) return;
  const { endpoint, keys } = (await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey })).toJSON();
  await fetch('/api/v1/users/me/push', {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ endpoint, ...keys }),
  });
}

function isChat(pathname) {
  return chatPages.includes(pathname) || /^\/(?:c|settings|workspace)\//.test(pathname);
}

/** The server's page, or the shell at the same address. Pages are private: none is ever kept. */
async function page(event) {
  const network = fetch(event.request);
  const shell = await (await caches.open(cacheName)).match(shellPath);
  if (!shell) {
    event.waitUntil(network.then(renewShell).catch(() => {}));
    return network;
  }
  const answer = await Promise.race([network.catch(() => null), shellIsDue()]);
  // A proxy says so when the server behind it is away.
  if (!answer || (answer.status >= 502 && answer.status <= 504)) return shell;
  event.waitUntil(renewShell().catch(() => {}));
  return answer;
}

/**
 * Resolves to null when the server has had its time. Where IndexedDB holds nothing to show, or does not answer by
 * then, waiting for the server is all there is to do: then this never resolves.
 */
async function shellIsDue() {
  const due = wait(pageTimeout);
  const isKept = await Promise.race([isAnythingKept(), due]);
  await due;
  return isKept ? null : new Promise(() => {});
}

/** A file whose name changes with its content: the kept one is the right one. */
async function hashedFile(request) {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (isImmutable(answer)) await cache.put(request, answer.clone());
  return answer;
}

/** Replaces the shell by the server's present one, when everything it needs is here; then forgets the rest. */
async function renewShell() {
  const cache = await caches.open(cacheName);
  const shell = await fetch(shellPath, { credentials: 'omit', cache: 'no-store' });
  if (!shell.ok || shell.redirected) return;
  const needed = await filesOf(cache, await shell.clone().text());
  await cache.put(shellPath, shell);
  for (const { url } of await cache.keys()) {
    const { pathname } = new URL(url);
    if (pathname !== shellPath && !needed.has(pathname)) await cache.delete(url);
  }
}

/** Fetches what a page names, and what its style sheets and scripts name (dialogs are loaded when they are opened);
 *  rejects unless all of it is here. */
async function filesOf(cache, html) {
  const needed = new Set(html.match(/\/_next\/static\/[\w./~%-]+\.(?:js|css|woff2)/g));
  for (const path of needed) {
    const file = (await cache.match(path)) ?? (await fetch(path));
    if (!isImmutable(file)) throw new Error(`${path} is not to be kept`);
    await cache.put(path, file.clone());
    if (!/\.(js|css)$/.test(path)) continue;
    const text = await file.text();
    for (const pathname of path.endsWith('.js') ? chunksIn(text) : filesInStyle(text, path)) needed.add(pathname);
  }
  return needed;
}

/** The further scripts that a script may load. */
function chunksIn(script) {
  const found = script.match(/static\/chunks\/[\w./~%-]+\.(?:js|css)/g) ?? [];
  return found.map((path) => `/_next/${path}`);
}

function filesInStyle(text, path) {
  const urls = [...text.matchAll(/url\(["']?([^"')]+)/g)].map(([, url]) => new URL(url, new URL(path, location.origin)));
  return urls
    .filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith('/_next/static/'))
    .map(({ pathname }) => pathname);
}

/** Whether the chat's cache in IndexedDB is somebody's. It is never created here. */
function isAnythingKept() {
  return new Promise((resolve) => {
    const opening = indexedDB.open('parley-cache');
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onerror = () => resolve(false);
    opening.onsuccess = () => {
      const database = opening.result;
      const counting = database.transaction('owner').objectStore('owner').count();
      counting.onsuccess = () => resolve(counting.result > 0);
      counting.onerror = () => resolve(false);
      counting.transaction.oncomplete = () => database.close();
    };
  });
}

function isImmutable(answer) {
  return answer.ok && (answer.headers.get('cache-control') ?? '').includes('immutable');
}

async function removeOtherCaches() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== cacheName).map((name) => caches.delete(name)));
}

function wait(time) {
  return new Promise((resolve) => setTimeout(resolve, time, null));
}
