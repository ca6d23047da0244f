import { Archive, KeyRound, Mail, MonitorSmartphone, ShieldCheck, UserRound } from 'lucide-react';
import type { Section } from '#ui/navigation/section-view.tsx';
import { Bell, Eye } from '#ui/parts/icons.ts';
import { loadLater } from '#ui/parts/load-later.ts';
import { settingsWords } from './settings-words.ts';

const { titles } = settingsWords;

/** One's own settings, in the order of their links: profile, notifications, display, account, security, devices, tokens, data. */
export const sections: readonly Section[] = [
  {
    name: 'profile',
    title: titles.profile,
    icon: UserRound,
    content: loadLater(async () => (await import('./profile.tsx')).Profile),
  },
  {
    name: 'notifications',
    title: titles.notifications,
    icon: Bell,
    content: loadLater(async () => (await import('./alerts.tsx')).AlertSettings),
  },
  {
    name: 'display',
    title: titles.display,
    icon: Eye,
    content: loadLater(async () => (await import('./display.tsx')).Display),
  },
  {
    name: 'account',
    title: titles.account,
    icon: Mail,
    content: loadLater(async () => (await import('./account.tsx')).Account),
  },
  {
    name: 'security',
    title: titles.security,
    icon: ShieldCheck,
    content: loadLater(async () => (await import('./security.tsx')).Security),
  },
  {
    name: 'devices',
    title: titles.devices,
    icon: MonitorSmartphone,
    content: loadLater(async () => (await import('./devices.tsx')).Devices),
  },
  {
    name: 'tokens',
    title: titles.tokens,
    icon: KeyRound,
    content: loadLater(async () => (await import('./tokens.tsx')).Tokens),
  },
  {
    name: 'data',
    title: titles.data,
    icon: Archive,
    content: loadLater(async () => (await import('./data.tsx')).Data),
  },
];
