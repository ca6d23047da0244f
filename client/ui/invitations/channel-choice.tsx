import type { MyConversation } from '#contract/conversations.ts';
import { ConversationIcon } from '#ui/parts/conversation-icon.tsx';

interface ChannelChoiceProps {
  label: string;
  hint: string;
  error?: string | undefined;
  channels: readonly MyConversation[];
  /** Their ids. */
  chosen: readonly string[];
  /** Those that are joined already: ticked, and to stay so. */
  fixed?: readonly string[];
  onChange: (chosen: string[]) => void;
}

/** Some of several channels. */
export function ChannelChoice({
  label,
  hint,
  error,
  channels,
  chosen,
  fixed = [],
  onChange,
}: ChannelChoiceProps) {
  const toggle = (id: string) =>
    onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className="mb-1.5 text-small font-semibold">{label}</legend>
      {channels.length > 0 && (
        <div
          className={`flex max-h-44 flex-col overflow-y-auto rounded-control border p-1 ${error ? 'border-danger' : 'border-border-strong'}`}
        >
          {channels.map((channel) => (
            <label
              key={channel.id}
              className="flex min-h-8 shrink-0 items-center gap-2.5 rounded-control px-2 hover:bg-hover has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-focus pointer-coarse:min-h-11"
            >
              <input
                type="checkbox"
                checked={fixed.includes(channel.id) || chosen.includes(channel.id)}
                disabled={fixed.includes(channel.id)}
                onChange={() => toggle(channel.id)}
                className="size-4 shrink-0 accent-accent outline-none"
              />
              <span aria-hidden className="inline-flex shrink-0 text-muted">
                <ConversationIcon conversation={channel} />
              </span>
              <span className="min-w-0 truncate">
                <bdi>{channel.name}</bdi>
              </span>
            </label>
          ))}
        </div>
      )}
      <p role={error ? 'alert' : undefined} className={`text-small ${error ? 'text-danger' : 'text-muted'}`}>
        {error ?? hint}
      </p>
    </fieldset>
  );
}
