import { useChat } from '#state/hooks.ts';
import { pathTo, type ViewName, viewNames } from '#ui/navigation/address.ts';
import { isPlainPress, useNavigation } from '#ui/navigation/navigation.tsx';
import { walkLinks } from '#ui/sidebar/walk-links.ts';
import { words } from '#ui/words.ts';
import { views } from './views.ts';

const listed = viewNames.filter((name) => !views[name].isUnlisted);

/** The views, above the conversations. */
export function ViewLinks() {
  const { address } = useNavigation();
  const isStop = (name: ViewName, index: number) =>
    address.view && listed.includes(address.view)
      ? name === address.view
      : address.conversationId === null && index === 0;
  return (
    <ul aria-label={words.sidebar.views} className="flex flex-col gap-px">
      {listed.map((name, index) => (
        <li key={name}>
          <ViewLink name={name} stop={isStop(name, index)} />
        </li>
      ))}
    </ul>
  );
}

function ViewLink({ name, stop }: { name: ViewName; stop: boolean }) {
  const { address, go } = useNavigation();
  const { title, icon: Icon, count: countIn } = views[name];
  const count = useChat((state) => countIn?.(state) ?? 0);
  const here = address.view === name;
  const goal = { conversationId: null, message: null, view: name };
  return (
    <a
      href={pathTo(goal)}
      aria-label={words.sidebar.viewCount(title, count)}
      aria-current={here ? 'page' : undefined}
      tabIndex={stop ? 0 : -1}
      onKeyDown={walkLinks}
      onClick={(event) => {
        if (!isPlainPress(event)) return;
        event.preventDefault();
        if (!here || address.query) go(goal);
      }}
      className={`flex h-8 items-center gap-2 rounded-control px-2 -outline-offset-2 pointer-coarse:h-11 ${here ? 'bg-strong text-text' : 'hover:bg-strong/60'} ${count > 0 ? 'font-semibold text-text' : here ? '' : 'text-muted'}`}
    >
      <span className="inline-flex w-5 shrink-0 justify-center">
        <Icon size={16} strokeWidth={1.75} aria-hidden />
      </span>
      <span className="min-w-0 flex-1 truncate">{title}</span>
      {count > 0 && (
        <span
          aria-hidden
          data-drawn={words.few(count)}
          className="drawn-text min-w-5 rounded-full bg-accent px-1.5 text-center text-tiny leading-5 font-semibold text-accent-text tabular-nums"
        />
      )}
    </a>
  );
}
