import { Download } from 'lucide-react';
import { useState } from 'react';
import type { AuditAction, AuditEntry } from '#contract/audit.ts';
import { useActions, useConnection } from '#state/hooks.ts';
import { Button } from '#ui/parts/button.tsx';
import { buttonLook } from '#ui/parts/button-look.ts';
import { useClock, useTimeZone } from '#ui/parts/clock.tsx';
import { exactTime, shortTime } from '#ui/parts/dates.ts';
import { Field } from '#ui/parts/field.tsx';
import { isolated } from '#ui/parts/isolated.ts';
import { SelectField } from '#ui/parts/select-field.tsx';
import { Sentence } from '#ui/parts/sentence.tsx';
import { usePages } from '#ui/parts/use-pages.ts';
import { type AuditFilter, exportAddress, noFilter, queryOf } from './audit-filter.ts';
import { auditSentences, auditWords, factWord } from './audit-words.ts';
import { ListEnd } from './list-end.tsx';

/** Who did what, the latest first. */
export function Audit() {
  const { call } = useActions();
  const timeZone = useTimeZone();
  const isLive = useConnection() === 'live';
  const [filter, setFilter] = useState(noFilter);
  const query = queryOf(filter, timeZone);
  const entries = usePages<AuditEntry>({
    ask: (cursor) => call('audit:list', { ...query, ...(cursor ? { cursor } : {}) }),
    idOf: ({ id }) => id,
    query: JSON.stringify(query),
    version: `${isLive}`,
  });
  const narrow = (part: Partial<AuditFilter>) => setFilter({ ...filter, ...part });

  return (
    <>
      <p className="text-muted">{auditWords.lead}</p>
      <div className="grid grid-cols-2 gap-3 md:grid-cols-3">
        <div className="col-span-2 md:col-span-1">
          <SelectField
            label={auditWords.what}
            value={filter.action}
            options={actions}
            onChange={(action) => narrow({ action })}
          />
        </div>
        <Field
          label={auditWords.from}
          type="date"
          value={filter.from}
          max={filter.until || undefined}
          onChange={(event) => narrow({ from: event.target.value })}
        />
        <Field
          label={auditWords.until}
          type="date"
          value={filter.until}
          min={filter.from || undefined}
          onChange={(event) => narrow({ until: event.target.value })}
        />
      </div>
      <div className="flex flex-wrap gap-2">
        {filter.actor && (
          <Button onClick={() => narrow({ actor: null })}>
            {auditWords.showAll(isolated(filter.actor.name))}
          </Button>
        )}
        {(['csv', 'jsonl'] as const).map((format) => (
          <a key={format} href={exportAddress(filter, timeZone, format)} download className={buttonLook({})}>
            <Download size={16} aria-hidden />
            {auditWords[format]}
          </a>
        ))}
      </div>
      <ul aria-label={auditWords.list} className="flex flex-col">
        {entries.items.map((entry) => (
          <Entry key={entry.id} entry={entry} onActor={(actor) => narrow({ actor })} />
        ))}
      </ul>
      <ListEnd list={entries} empty={auditWords.none} />
    </>
  );
}

const actions: { value: AuditAction | ''; label: string }[] = [
  { value: '', label: auditWords.anything },
  ...(Object.keys(auditSentences) as AuditAction[])
    .sort()
    .map((value) => ({ value, label: auditWords.actionOf(value) })),
];

interface EntryProps {
  entry: AuditEntry;
  onActor: (actor: { id: string; name: string }) => void;
}

function Entry({ entry, onActor }: EntryProps) {
  const { now, timeZone } = useClock();
  const { actorId, actorName, at, address } = entry;
  return (
    <li className="flex flex-col gap-0.5 border-b border-border py-2.5 last:border-b-0">
      <p className="wrap-anywhere">
        <AuditSentence entry={entry} />
      </p>
      <p className="flex flex-wrap items-center gap-x-2 text-small text-muted">
        <time dateTime={at} title={exactTime(at, timeZone)} className="tabular-nums">
          {shortTime(at, now, timeZone)}
        </time>
        {address && <span>{auditWords.address(address)}</span>}
        {actorId && (
          <button
            type="button"
            onClick={() => onActor({ id: actorId, name: actorName })}
            className="min-h-6 rounded-control text-link hover:underline pointer-coarse:min-h-11"
          >
            {auditWords.onlyOf(isolated(actorName))}
          </button>
        )}
      </p>
    </li>
  );
}

/** What was done. Each name in it keeps its own direction. */
function AuditSentence({ entry: { action, actorName, targetName, data } }: { entry: AuditEntry }) {
  const facts = Object.keys(data);
  const values = Object.values(data).map((value) =>
    Array.isArray(value) ? value.map(factWord).join(', ') : `${value ?? ''}`,
  );
  return (
    <Sentence
      names={[actorName || auditWords.machine, targetName, ...values]}
      text={([who = '', what = '', ...marks]) =>
        auditSentences[action](who, what, {
          said: (name) => marks[facts.indexOf(name)] ?? '',
          is: (name, value) => values[facts.indexOf(name)] === value,
          has: (name) => facts.includes(name),
        })
      }
    />
  );
}
