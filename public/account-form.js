// Sends the forms to sign in, to sign up, to take an invitation and to come by a new password, says what was refused at
// its field, and goes on into the chat or says that it is done. These
// pages load nothing else: React and Next would be fifty times as much. Every word comes from the page (`data-`).

const form = document.querySelector('form[data-account]');
const { dataset } = form;
const words = JSON.parse(dataset.words);
const button = form.querySelector('[type=submit]');
const problem = form.querySelector('[role=alert]');
const passkey = form.querySelector('[data-passkey]');
let busy = false;
// Of whoever has given their password and has a second step to take.
let ticket = null;

for (const toggle of form.querySelectorAll('[data-reveals]')) toggle.addEventListener('click', () => reveal(toggle));
form.addEventListener('input', ({ target }) => say(target, null));
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void run(submit);
});
passkey?.addEventListener('click', () => void run(showPasskey));
offerPasskey(true);
// Who comes from elsewhere may have the second step before them; nobody else is to read of it in the address.
const given = new URLSearchParams(location.hash.slice(1));
if (given.has('ticket')) {
  history.replaceState(null, '', location.pathname + location.search);
  beginSecond({ ticket: given.get('ticket'), ways: (given.get('ways') ?? '').split(' ') });
}
// Until here the browser itself would have sent it.
button.disabled = false;
// A page that the browser kept and shows again waits for nothing.
addEventListener('pageshow', ({ persisted }) => persisted && setBusy(false));

/** Does what signs somebody in, once at a time, and goes on; or shows what is left to do. */
async function run(work) {
  if (busy) return;
  setBusy(true);
  problem.textContent = '';
  for (const field of fields()) say(field, null);
  try {
    if (await work()) return setBusy(false);
    rememberTimeZone();
    location.assign(dataset.next);
  } catch (error) {
    setBusy(false);
    if (error.secondStep) return beginSecond(error.secondStep);
    // The ticket is over.
    if (error.code === 'forbidden' && ticket) endSecond();
    show(error);
  }
}

/** Answers whether what was done leads nowhere. */
async function submit() {
  if (dataset.account === 'call') {
    await post(dataset.path, { ...JSON.parse(dataset.more), ...Object.fromEntries(new FormData(form)) });
    finish();
    return true;
  }
  const { email, password, code, ...rest } = Object.fromEntries(new FormData(form));
  if (dataset.path) {
    await post(dataset.path, {});
    return false;
  }
  if (dataset.account === 'sign-up') {
    await post('/users', { ...rest, email, password });
    // The account is there now: if signing in fails, the way on leads to the sign-in page.
    await signIn({ email, password }).catch(() => {});
  } else await signIn(ticket ? { ticket, code } : { email, password });
  return false;
}

async function showPasskey() {
  const { askPasskey } = await import('/passkey.js').catch(() => {
    throw { detail: words.noAnswer };
  });
  const answer = await askPasskey(ticket, ask, { detail: words.passkeyFailed });
  await signIn({ ...(ticket && { ticket }), passkey: answer });
}

function beginSecond({ ticket: given, ways }) {
  ticket = given;
  turnTo('second');
  offerPasskey(ways.includes('passkey'));
  document.getElementById('code').focus();
}

function endSecond() {
  ticket = null;
  turnTo('first');
  offerPasskey(true);
  document.getElementById('password').value = document.getElementById('code').value = '';
}

function turnTo(step) {
  for (const part of form.querySelectorAll('[data-step]')) part.hidden = part.dataset.step !== step;
}

function offerPasskey(wanted) {
  if (passkey) passkey.hidden = !(wanted && window.PublicKeyCredential);
}

async function post(path, input) {
  const headers = { 'content-type': 'application/json' };
  await ask(`/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(input) });
}

/** Says in the form's place that it went through. */
function finish() {
  const done = document.getElementById('done');
  form.remove();
  done.textContent = dataset.done;
  done.focus();
}

async function signIn(input) {
  const { csrfToken } = await (await ask('/api/auth/csrf')).json();
  // next-auth answers `json` forms with a status instead of a redirect.
  const body = new URLSearchParams({ ...input, csrfToken, callbackUrl: '/', json: 'true' });
  await ask('/api/auth/callback/credentials', { method: 'POST', body });
  // Whoever was here before may not have signed out, and other tabs may still show them.
  await Promise.all([forgetOthers(), announceMe()]);
}

/** Asks the server; rejects with what it refused, `{ detail, errors }`. */
async function ask(path, options) {
  const answer = await fetch(path, { ...options, cache: 'no-store' }).catch(() => {
    throw { detail: words.noAnswer };
  });
  if (answer.ok) return answer;
  const refusal = await answer.json().catch(() => null);
  if (refusal?.secondStep) throw refusal;
  // It names no field, and does not say whether there is such an account: it stands at the password.
  if (answer.status === 401) throw { errors: [{ path: 'password', message: words.refused }] };
  throw refusal ?? { detail: words.failure };
}

/** Empties what the chat kept in this browser. It is never created here; if this fails, the chat itself clears. */
function forgetOthers() {
  return new Promise((resolve) => {
    setTimeout(resolve, 3_000);
    const opening = indexedDB.open('parley-cache');
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onerror = resolve;
    opening.onsuccess = () => {
      const database = opening.result;
      database.onversionchange = () => database.close();
      const names = [...database.objectStoreNames];
      const writing = database.transaction(names, 'readwrite');
      for (const name of names) writing.objectStore(name).clear();
      writing.oncomplete = writing.onabort = () => {
        database.close();
        resolve();
      };
    };
  }).catch(() => {});
}

/** Tells the other tabs whose session it is now; without an answer, the page that opens next does. */
async function announceMe() {
  const answer = await ask('/api/v1/users/me').catch(() => null);
  if (!answer) return;
  const { id } = await answer.json();
  const channel = new BroadcastChannel('parley-session');
  channel.postMessage({ userId: id });
  channel.close();
}

/** Has the server draw the next page in this browser's zone. */
function rememberTimeZone() {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const year = 365 * 24 * 3600;
  document.cookie = `parley-tz=${encodeURIComponent(timeZone || 'UTC')}; path=/; max-age=${year}; samesite=lax`;
}

function fields() {
  return [...form.querySelectorAll('input:not([type=hidden])')];
}

/** What was refused, each at its field; what belongs to none, above them all. */
function show({ detail, errors }) {
  let placed = false;
  for (const { path, message } of errors ?? []) {
    const field = fields().find(({ name }) => path === name || path.startsWith(`${name}.`));
    if (!field) continue;
    placed = true;
    if (!field.hasAttribute('aria-invalid')) say(field, message);
  }
  if (!placed) problem.textContent = detail ?? words.failure;
}

/** Says what is wrong with a field below it, or nothing any more: then its hint is there again. */
function say(field, message) {
  const note = document.getElementById(`${field.id}-note`);
  const text = message ?? note.dataset.note ?? '';
  if (note.textContent !== text) note.textContent = text;
  note.toggleAttribute('data-wrong', !!message);
  if (message) field.setAttribute('aria-invalid', 'true');
  else field.removeAttribute('aria-invalid');
  if (text) field.setAttribute('aria-describedby', note.id);
  else field.removeAttribute('aria-describedby');
}

function setBusy(value) {
  busy = value;
  button.textContent = value ? button.dataset.busy : button.dataset.idle;
  if (value) button.setAttribute('aria-disabled', 'true');
  else button.removeAttribute('aria-disabled');
}

/** Shows the characters of a password, or hides them again. */
function reveal(toggle) {
  const field = document.getElementById(toggle.dataset.reveals);
  const shown = field.type === 'password';
  field.type = shown ? 'text' : 'password';
  toggle.toggleAttribute('data-shown', shown);
  toggle.setAttribute('aria-label', shown ? toggle.dataset.hide : toggle.dataset.show);
}
