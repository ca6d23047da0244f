import type { MessageFile } from '#contract/files.ts';
import type { Report } from '#contract/reports.ts';
import { FileHead } from '#ui/files/file-head.tsx';
import { roomOf } from '#ui/files/room.ts';
import { reportWords } from './report-words.ts';

/** The files of a reported message, as far as they are there still: images to look at, others to have. */
export function ReportedFiles({ report: { id, files } }: { report: Report }) {
  if (files.length === 0) return null;
  return (
    <ul aria-label={reportWords.files} className="flex flex-wrap items-start gap-2">
      {files.map((file) => (
        <li
          key={file.id}
          style={file.hasPreview ? roomOf(file, files.length) : { width: '22rem' }}
          className="max-w-full overflow-hidden rounded-card border border-border bg-raised"
        >
          {file.hasPreview ? (
            <Image file={file} reportId={id} />
          ) : (
            <FileHead file={file} reportId={id} isByTab />
          )}
        </li>
      ))}
    </ul>
  );
}

function Image({
  file: { id, name, alt, width, height },
  reportId,
}: {
  file: MessageFile;
  reportId: string;
}) {
  const address = `/api/v1/files/${id}?reportId=${reportId}`;
  return (
    <a href={address} target="_blank" rel="noopener" className="block size-full -outline-offset-2">
      {/* biome-ignore lint/performance/noImgElement: it is made in the right size, and served from here */}
      <img
        src={`${address}&size=preview`}
        alt={alt || name}
        {...(width !== null && height !== null && { width, height })}
        loading="lazy"
        className="size-full object-cover"
      />
    </a>
  );
}
