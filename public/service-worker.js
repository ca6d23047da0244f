// Opens the chat when the server does not answer, or not soon. It keeps two things only: the shell, a page
// without anybody's data that shows what IndexedDB holds, and the hashed files that the shell needs. The API and
// the socket are never touched. Raise the version when the way of keeping changes.

const version = 3;
const cacheName = `parley-${version}`;
const shellPath = '/offline';
/** Pages of the chat that are no conversation. */
const chatPages = ['/', '/unreads', '/threads', '/mentions', '/saved', '/search', '/settings', '/workspace'];
/** How long a page may take before the shell is shown instead, in ms. */
const pageTimeout = 2_000;

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
