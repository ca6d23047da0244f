import type { UserId } from '#contract/ids.ts';
import type { PresenceStatus } from '#contract/presence.ts';

type DeviceStatus = Exclude<PresenceStatus, 'offline'>;

/** Which devices of a person are connected, and what each says: online on any is online. */
const devices = new Map<UserId, Map<string, DeviceStatus>>();

/** A person's presence now. */
export function presenceOf(userId: UserId): PresenceStatus {
  const connected = devices.get(userId);
  if (!connected?.size) return 'offline';
  return [...connected.values()].includes('online') ? 'online' : 'away';
}

/** Everybody who is online now. */
export function onlineUsers(): UserId[] {
  return [...devices.keys()].filter((userId) => presenceOf(userId) === 'online');
}

/** Notes what a device says, or with null that it is gone; returns the person's new presence if it changed. */
export function noteDevice(
  userId: UserId,
  deviceId: string,
  status: DeviceStatus | null,
): PresenceStatus | null {
  const before = presenceOf(userId);
  const connected = devices.get(userId) ?? new Map<string, DeviceStatus>();
  if (status) {
    connected.set(deviceId, status);
    devices.set(userId, connected);
  } else {
    connected.delete(deviceId);
    if (connected.size === 0) devices.delete(userId);
  }
  const after = presenceOf(userId);
  return after === before ? null : after;
}
