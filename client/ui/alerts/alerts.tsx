import { useEffect, useRef } from 'react';
import { quietEnd } from '#contract/quiet-times.ts';
import { useActions, useChat, useChatState, useConnection, useMe } from '#state/hooks.ts';
import type { ChatState } from '#state/nouns/state.ts';
import { addressOf } from '#ui/navigation/address.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { playSound } from '#ui/parts/alert-sound.ts';
import {
  type DeviceAlerts,
  recallAlerts,
  useDeviceAlerts,
  workerRegistration,
} from '#ui/parts/device-alerts.ts';
import { AppBadge } from './app-badge.ts';
import { alertingIn, deletedOf, newsBetween } from './news.ts';
import { shownFor } from './shown.ts';
import { usePresent } from './use-present.ts';

/** What reaches me beyond the page. All of it comes from what is unread as the state has it. */
export function Alerts() {
  useRecall();
  useQuietHours();
  useNews();
  useWorker();
  usePresent();
  return <AppBadge />;
}

/** What was chosen on this device, as soon as there is a connection to say it by. */
function useRecall(): void {
  const { id } = useMe();
  const { call } = useActions();
  const isLive = useConnection() === 'live';
  useEffect(() => {
    // Without it this device alerts to nothing until the connection is back.
    if (isLive) recallAlerts(id, call).catch(() => {});
  }, [isLive, id, call]);
}

/** How often the clock is held against quiet hours, in ms. */
const tick = 20_000;

function useQuietHours(): void {
  const { setQuiet } = useActions();
  const hours = useDeviceAlerts().settings?.quietHours ?? null;
  useEffect(() => {
    const look = () => setQuiet(hours !== null && quietEnd(hours, Date.now()) !== null);
    look();
    if (!hours) return;
    const timer = setInterval(look, tick);
    return () => clearInterval(timer);
  }, [hours, setQuiet]);
}

/** What is read at once alerts to nothing: it has been unread for this long, in ms. */
const restTime = 300;

/** Calls `lead` when this tab is the one of the browser that alerts; until the signal is aborted it is. */
function whenLeading(signal: AbortSignal, lead: () => void): void {
  if (!navigator.locks) {
    lead();
    return;
  }
  const held = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  navigator.locks
    .request('parley-alerts', { signal }, () => {
      lead();
      return held;
    })
    .catch(() => {});
}

/** Alerts to what is new where the server does not push it, sounds, and closes what was read. */
function useNews(): void {
  const alerting = useChat(alertingIn);
  const state = useChatState();
  const device = useDeviceAlerts();
  const before = useRef(alerting);
  const isLeading = useRef(false);
  const texts = useRef(new Map<string, number>());

  useEffect(() => {
    const ending = new AbortController();
    whenLeading(ending.signal, () => {
      isLeading.current = true;
    });
    return () => ending.abort();
  }, []);

  useEffect(() => {
    const timer = setTimeout(() => {
      const { more, read } = newsBetween(before.current, alerting);
      before.current = alerting;
      const over = new Set([...read, ...deletedOf(texts.current, state())]);
      for (const id of over) texts.current.delete(id);
      if (over.size > 0) closeShown((tag) => over.has(tag));
      if (more.length > 0 && isLeading.current) alertTo(more, state(), device, texts.current);
    }, restTime);
    return () => clearTimeout(timer);
  }, [alerting, device, state]);

  // What was read elsewhere while no page was open.
  const isLive = useConnection() === 'live';
  useEffect(() => {
    if (isLive && device.isOn)
      closeShown((tag) => tag in state().conversations && !alertingIn(state()).has(tag));
  }, [isLive, device.isOn, state]);
}

/** Says that there is more in these conversations, as far as I want to be disturbed; `texts` notes what is shown of each. */
function alertTo(
  ids: readonly string[],
  state: ChatState,
  { isOn, isPushed, hasSound }: DeviceAlerts,
  texts: Map<string, number>,
): void {
  if (state.me.quietUntil || state.quiet) return;
  if (hasSound) playSound();
  if (!isOn || isPushed) return;
  for (const id of ids) {
    show(shownFor(state, id));
    texts.set(id, state.conversations[id]?.lastSeq ?? 0);
  }
}

/** The service worker shows it, unless somebody looks at the chat in one of its windows. */
function show(alert: object | null): void {
  if (alert) workerRegistration().then(({ active }) => active?.postMessage(alert), noWorker);
}

function closeShown(isOver: (tag: string) => boolean): void {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker
    .getRegistration()
    .then(async (registration) => {
      for (const shown of (await registration?.getNotifications()) ?? [])
        if (isOver(shown.tag)) shown.close();
    })
    .catch(noWorker);
}

function noWorker() {}

/** Goes where an alert that was pressed leads. */
function useWorker(): void {
  const { go } = useNavigation();
  useEffect(() => {
    const container = navigator.serviceWorker;
    if (!container) return;
    const follow = ({ data, ports }: MessageEvent) => {
      if (data?.kind !== 'open') return;
      ports[0]?.postMessage('going');
      go(addressOf(new URL(data.path, window.location.origin)));
    };
    container.addEventListener('message', follow);
    container.startMessages();
    return () => container.removeEventListener('message', follow);
  }, [go]);
}
