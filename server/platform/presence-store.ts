import type { UserId } from '#contract/ids.ts';
import type { PresenceStatus } from '#contract/presence.ts';

export type DeviceStatus = Exclude<PresenceStatus, 'offline'>;

/** Which devices of a user are connected here, and what each says: online on any is online. */
const devices = new Map<UserId, Map<string, DeviceStatus>>();

/** Who is present at other instances, by instance. */
const elsewhere = new Map<string, Map<UserId, DeviceStatus>>();

type OwnListener = (userId: UserId, status: DeviceStatus | null) => void;
let onOwn: OwnListener | null = null;

/** Tells of everybody's presence at this instance, whatever they are elsewhere: null is absent. */
export function watchOwnPresence(listener: OwnListener | null): void {
  onOwn = listener;
}

/** Who is present at this instance. */
export function ownPresence(): Map<UserId, DeviceStatus> {
  const present = new Map<UserId, DeviceStatus>();
  for (const userId of devices.keys()) {
    const status = ownStatus(userId);
    if (status) present.set(userId, status);
  }
  return present;
}

function ownStatus(userId: UserId): DeviceStatus | null {
  const connected = devices.get(userId);
  if (!connected?.size) return null;
  return [...connected.values()].includes('online') ? 'online' : 'away';
}

/** A user's presence now, wherever. */
export function presenceOf(userId: UserId): PresenceStatus {
  let best = ownStatus(userId);
  for (const present of elsewhere.values()) {
    if (best === 'online') return best;
    best = present.get(userId) ?? best;
  }
  return best ?? 'offline';
}

/** Everybody who is online now. */
export function onlineUsers(): UserId[] {
  const present = new Set(devices.keys());
  for (const users of elsewhere.values()) for (const userId of users.keys()) present.add(userId);
  return [...present].filter((userId) => presenceOf(userId) === 'online');
}

/** Notes what a device says, or with null that it is gone; returns the user's new presence if it changed. */
export function noteDevice(
  userId: UserId,
  deviceId: string,
  status: DeviceStatus | null,
): PresenceStatus | null {
  const before = presenceOf(userId);
  const ownBefore = ownStatus(userId);
  const connected = devices.get(userId) ?? new Map<string, DeviceStatus>();
  if (status) {
    connected.set(deviceId, status);
    devices.set(userId, connected);
  } else {
    connected.delete(deviceId);
    if (connected.size === 0) devices.delete(userId);
  }
  const own = ownStatus(userId);
  if (own !== ownBefore) onOwn?.(userId, own);
  return changedFrom(before, userId);
}

/** The same for what another instance says of one of its users. */
export function noteElsewhere(
  instance: string,
  userId: UserId,
  status: DeviceStatus | null,
): PresenceStatus | null {
  const before = presenceOf(userId);
  const present = elsewhere.get(instance) ?? new Map<UserId, DeviceStatus>();
  if (status) {
    present.set(userId, status);
    elsewhere.set(instance, present);
  } else {
    present.delete(userId);
    if (present.size === 0) elsewhere.delete(instance);
  }
  return changedFrom(before, userId);
}

/** Who is present at another instance. */
export function presentElsewhere(instance: string): UserId[] {
  return [...(elsewhere.get(instance)?.keys() ?? [])];
}

function changedFrom(before: PresenceStatus, userId: UserId): PresenceStatus | null {
  const after = presenceOf(userId);
  return after === before ? null : after;
}
