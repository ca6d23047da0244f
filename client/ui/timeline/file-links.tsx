import type { Message } from '#contract/messages.ts';

/** The files of a message: what each is called, and the way to it. */
export function FileLinks({ files }: Pick<Message, 'files'>) {
  return (
    <ul className="mt-1 flex flex-col items-start gap-1">
      {files.map(({ id, name }) => (
        <li key={id} className="max-w-full">
          <a
            href={`/api/v1/files/${id}`}
            target="_blank"
            rel="noreferrer"
            className="block max-w-full truncate rounded-control border border-border px-2 py-1 text-link hover:bg-hover pointer-coarse:min-h-11"
          >
            <bdi>{name}</bdi>
          </a>
        </li>
      ))}
    </ul>
  );
}
