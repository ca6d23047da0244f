import { CalendarDays, Keyboard, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import type { WorkspaceAction } from '#contract/workspace-actions.ts';
import { useActions, useChat } from '#state/hooks.ts';
import { offeredActions } from '#ui/messages/message-actions.ts';
import { useMessageSurroundings } from '#ui/messages/message-context.ts';
import { useEntry } from '#ui/messages/message-sheet.tsx';
import { commandWords } from '#ui/navigation/command-words.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { type DialogRequest, useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { pageKeyWords } from '#ui/navigation/page-key-words.ts';
import { type Theme, useTheme } from '#ui/navigation/theme.ts';
import type { Icon } from '#ui/parts/icons.ts';
import { CheckCheck, Compass, Hash, SquarePen } from '#ui/parts/icons.ts';
import { words } from '#ui/words.ts';
import type { Goal } from './goals.ts';
import { switcherWords } from './switcher-words.ts';
import { Line } from './use-places.tsx';

/** The message that had the focus. */
export interface FocusedMessage {
  conversationId: string;
  clientId: string;
}

/** Each with what one has to be allowed in the workspace. */
const dialogs = [
  ['new-message', words.sidebar.newMessage, SquarePen, 'startDirect'],
  ['new-channel', words.sidebar.newChannel, Hash, 'createPrivateChannel'],
  ['browse', words.sidebar.browse, Compass, 'joinPublicChannels'],
  ['shortcuts', commandWords.shortcuts, Keyboard, null],
] as const satisfies [DialogRequest['name'], string, Icon, WorkspaceAction | null][];

const themeIcons: Record<Theme, Icon> = { system: Monitor, light: Sun, dark: Moon };

/** What one can do from anywhere, and with the message that had the focus. */
export function useCommands(message: FocusedMessage | null): Goal[] {
  const may = useChat((state) => state.me.may);
  const openDialog = useOpenDialog();
  const { conversationId } = useNavigation().address;
  const { signOut, markAllRead } = useActions();
  const [theme, setTheme] = useTheme();
  const ofMessage = useMessageCommands(message);
  const themes = (Object.keys(themeIcons) as Theme[]).filter((other) => other !== theme);
  return [
    ...ofMessage,
    ...dialogs.flatMap(([name, word, icon, needed]) =>
      needed === null || may.includes(needed)
        ? [command(`do:${name}`, word, icon, () => () => openDialog({ name }))]
        : [],
    ),
    ...(conversationId
      ? [
          command(
            'do:jump',
            pageKeyWords.jump,
            CalendarDays,
            () => () => openDialog({ name: 'jump', conversationId }),
          ),
        ]
      : []),
    command('do:mark-all-read', words.unreads.markAll, CheckCheck, () => markAllRead),
    ...themes.map((other) =>
      command(
        `do:theme-${other}`,
        switcherWords.theme[other],
        themeIcons[other],
        () => () => setTheme(other),
      ),
    ),
    command('do:sign-out', commandWords.signOut, LogOut, async () => {
      await signOut();
      return () => window.location.assign('/sign-in');
    }),
  ];
}

function useMessageCommands(message: FocusedMessage | null): Goal[] {
  const { conversationId, clientId } = message ?? { conversationId: '', clientId: '' };
  const surroundings = useMessageSurroundings(conversationId);
  const entry = useEntry(conversationId, clientId);
  if (!surroundings || !entry) return [];
  const context = { ...surroundings, entry };
  return offeredActions(context).map((action) => ({
    ...command(`message:${action.name}`, action.word, action.icon, () => () => action.run(context)),
    section: 'message',
  }));
}

function command(key: string, word: string, Icon: Icon, run: Goal['run']): Goal {
  return {
    key,
    section: 'actions',
    names: [word],
    draw: () => <Line picture={<Icon size={16} aria-hidden />}>{word}</Line>,
    run,
  };
}
