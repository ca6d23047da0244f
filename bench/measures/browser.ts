import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from '@playwright/test';
import type { Socket } from 'socket.io-client';
import { connect } from '#bench/load.ts';
import { type Bench, beside, type Line, type Measure } from '#bench/measure.ts';
import { switchBetween } from '#bench/page-switches.ts';
import { type Seen, takeSeen, taskSeconds, watchPage, worst } from '#bench/page-watch.ts';
import { storeSignedIn } from '#bench/people.ts';
import { percentile } from '#bench/statistics.ts';
import { storeChannels, storeHistory } from '#domain/test-people.ts';
import { findChromium } from '#scripts/chromium.ts';

/** Milliseconds: a key press until it is seen, the longest task, and another conversation that is known already. */
const targets = { key: 50, task: 100, switching: 100 };
/** Messages that arrive in a second, and milliseconds from one key press to the next. */
const ARRIVING = 20;
const KEY_EVERY = 100;
/** Messages on the page when it is typed on. */
const LOADED = 290;
const size = { width: 1_280, height: 800 };
const flags = [
  ...['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
];
const text = 'the quick brown fox jumps over a lazy dog and ';
const bareField =
  '<!doctype html><body style="margin:0;display:flex;flex-direction:column;height:100vh"><div style="flex:1"></div><textarea></textarea>';

/** A page, and the line to its browser. */
interface Opened {
  page: Page;
  session: CDPSession;
}

export const browser: Measure = {
  name: 'browser',
  needsBrowser: true,
  about:
    'Chromium in a conversation of 100,000 messages, 20 more arriving in a second: typing, scrolling, switching',
  async run(bench) {
    const executablePath = findChromium();
    if (!executablePath) return bench.say('  There is no Chromium here: nothing was measured.');
    const database = await bench.database();
    const { url } = await bench.parley(database);
    const people = await storeSignedIn(database.sql, 4);
    const actors = people.map(({ actor }) => actor);
    const [busy, other] = await storeChannels(database.sql, 2, actors);
    const [reader, author] = people;
    if (!busy || !other || !reader || !author) throw new Error('Nothing was stored');
    await storeHistory(database.sql, busy, actors, bench.size(100_000, 1_000));
    await storeHistory(database.sql, other, actors, 300);
    // Read, so that it opens at the newest.
    await database.sql.query(
      'UPDATE member m SET last_read_seq = c.last_seq FROM conversation c WHERE c.id = m.conversation_id',
    );
    const chromiumBrowser = await chromium.launch({ args: flags, executablePath });
    bench.onEnd(() => chromiumBrowser.close());

    const keys = bench.size(150, 10);
    const bare = await openBare(chromiumBrowser);
    await type(bare.page, 10);
    const alone = await during(bare, () => type(bare.page, keys));

    const context = await chromiumBrowser.newContext({ viewport: size, serviceWorkers: 'block' });
    const [name = '', value = ''] = reader.cookie.split('=');
    await context.addCookies([{ name, value, url }]);
    const chat = await openChat(context, `${url}/c/${busy}`, bench.size(LOADED, 50));
    const socket = await connect(url, author.cookie);
    bench.onEnd(() => socket.close());
    await chat.page.locator('textarea[data-composer]').focus();
    await type(chat.page, 10);
    const quiet = await during(chat, () => type(chat.page, keys));
    const typing = await during(chat, () => whileSending(socket, busy, () => type(chat.page, keys)));
    await expectArrived(chat.page, typing.sent);
    const scrolling = await during(chat, () =>
      whileSending(socket, busy, () => scroll(chat.page, bench.size(60, 5))),
    );
    const switching = await during(chat, () => switchBetween(chat.page, [other, busy], bench.size(12, 2)));

    reportKeys(bench, 'keys, nothing arriving', quiet, alone);
    reportKeys(bench, 'keys, 20 messages/s arriving', typing, alone);
    report(
      bench,
      'longest task while typing',
      worst(typing.seen.longTasks),
      targets.task,
      under50(typing.seen),
    );
    report(bench, 'longest task while scrolling', worst(scrolling.seen.longTasks), targets.task, [
      `the longest time between two pictures: ${worst(scrolling.seen.frames).toFixed(0)} ms`,
      `half of them within ${percentile(scrolling.seen.frames, 0.5).toFixed(0)} ms`,
    ]);
    report(
      bench,
      'switching to a conversation that is known, the slowest',
      worst(switching.result.shown),
      targets.switching,
      [
        `half of them within ${percentile(switching.result.shown, 0.5).toFixed(0)} ms`,
        `all that was loaded there again within ${worst(switching.result.whole).toFixed(0)} ms`,
        `longest task ${worst(switching.seen.longTasks).toFixed(0)} ms`,
      ],
    );
  },
};

async function openBare(chromiumBrowser: Browser): Promise<Opened> {
  const context = await chromiumBrowser.newContext({ viewport: size });
  const opened = await openPage(context);
  await opened.page.setContent(bareField);
  await opened.page.focus('textarea');
  await watchPage(opened.page);
  return opened;
}

async function openPage(context: BrowserContext): Promise<Opened> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  return { page, session };
}

/** Opens a conversation and reads back until so many messages are on the page; then it is at the newest again. */
async function openChat(context: BrowserContext, address: string, messages: number): Promise<Opened> {
  const opened = await openPage(context);
  const { page } = opened;
  await page.goto(address);
  await page.locator('article').first().waitFor();
  const shown = () => page.locator('article').count();
  for (let tries = 0; tries < 40 && (await shown()) < messages; tries += 1) {
    await scrollTo(page, -1e6);
    await delay(150);
    // All of it, or one more page is asked for than the window holds, and the newest give way.
    await page.locator('[role="log"][aria-busy="false"]').waitFor();
  }
  if ((await shown()) < messages) throw new Error(`Of the history ${await shown()} messages are shown`);
  await scrollTo(page, 0);
  await delay(500);
  if (await page.getByText('Jump to latest').count()) throw new Error('The newest message is not in sight');
  await watchPage(page);
  return opened;
}

/** The list is drawn from its end: 0 is the newest message. */
function scrollTo(page: Page, top: number): Promise<void> {
  return page.evaluate((to) => document.querySelector('[data-scroller]')?.scrollTo({ top: to }), top);
}

interface Noted<Result> {
  result: Result;
  seen: Seen;
  /** Microseconds of the main thread altogether. */
  microseconds: number;
  sent: number;
}

async function during<Result>(
  { page, session }: Opened,
  work: () => Promise<Result>,
): Promise<Noted<Result>> {
  await delay(300);
  await takeSeen(page);
  const before = await taskSeconds(session);
  const result = await work();
  await delay(100);
  const microseconds = ((await taskSeconds(session)) - before) * 1e6;
  return { result, microseconds, seen: await takeSeen(page), sent: typeof result === 'number' ? result : 0 };
}

async function type(page: Page, keys: number): Promise<void> {
  for (let index = 0; index < keys; index += 1) {
    const began = performance.now();
    const key = text[index % text.length] ?? ' ';
    await page.keyboard.press(key === ' ' ? 'Space' : key);
    await delay(Math.max(0, KEY_EVERY - (performance.now() - began)));
  }
}

/** Sends at an even pace until the work is done; gives how many messages that were. */
async function whileSending(
  socket: Socket,
  conversationId: string,
  work: () => Promise<void>,
): Promise<number> {
  let isDone = false;
  const working = work().finally(() => {
    isDone = true;
  });
  const sending: Promise<{ ok: boolean }>[] = [];
  for (let next = performance.now(); !isDone; next += 1_000 / ARRIVING) {
    const body = `Arriving **now**, number ${sending.length}`;
    const message = { conversationId, clientId: randomUUID(), body };
    sending.push(socket.timeout(10_000).emitWithAck('message:send', message));
    await delay(Math.max(0, next + 1_000 / ARRIVING - performance.now()));
  }
  await working;
  const answers = await Promise.all(sending);
  if (answers.some(({ ok }) => !ok)) throw new Error('A message was refused');
  return answers.length;
}

async function expectArrived(page: Page, sent: number): Promise<void> {
  const last = page.locator('article', { hasText: `Arriving now, number ${sent - 1}` });
  await last.first().waitFor({ timeout: 10_000 });
}

/** Turns the wheel up and down again. */
async function scroll(page: Page, turns: number): Promise<void> {
  await page.mouse.move(size.width / 2, size.height / 2);
  for (let turn = 0; turn < turns; turn += 1) {
    await page.mouse.wheel(0, turn < turns / 2 ? -600 : 600);
    await delay(50);
  }
}

function reportKeys(bench: Bench, variant: string, typing: Noted<unknown>, alone: Noted<unknown>): void {
  const p98 = (noted: Noted<unknown>) => percentile(noted.seen.keys, 0.98);
  const each = ({ microseconds, seen }: Noted<unknown>) => microseconds / Math.max(1, seen.keys.length);
  bench.report({
    ...line(variant),
    unit: 'ms p98 from the key to the picture',
    parley: p98(typing),
    baselines: beside(p98(typing), { 'a bare text field': p98(alone) }),
    microseconds: { parley: each(typing), baselines: { 'a bare text field': each(alone) } },
    target: `p98 under ${targets.key} ms`,
    isMet: p98(typing) < targets.key,
    note: `microseconds are those of the page's main thread; half within ${percentile(typing.seen.keys, 0.5).toFixed(0)} ms`,
  });
}

function report(bench: Bench, variant: string, parley: number, most: number, notes: string[]): void {
  bench.report({
    ...line(variant),
    unit: 'ms',
    parley,
    baselines: [],
    microseconds: null,
    target: `at most ${most} ms`,
    isMet: parley <= most,
    note: notes.join('; '),
  });
}

function line(variant: string): Pick<Line, 'measure' | 'variant' | 'cpu'> {
  return { measure: 'browser', variant, cpu: null };
}

function under50({ longTasks }: Seen): string[] {
  return longTasks.length === 0 ? ['none took 50 ms, which is what the browser calls long'] : [];
}
