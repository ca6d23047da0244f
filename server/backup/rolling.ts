// Whether instances of the previous release can go on beside this one after a migration: that is what a rolling
// restart needs. The rule reads the SQL and rather says no; e2e/releases tries the previous release itself.

/** Why the previous release may not work on after this migration, one sentence each; none when it may. */
export function obstaclesIn(sql: string): string[] {
  const plain = sql.replace(/--[^\n]*/g, '').replace(/'(?:[^']|'')*'/g, "''");
  const made = new Set(
    [...plain.matchAll(/CREATE TABLE (?:IF NOT EXISTS )?"(\w+)"/gi)].map(([, name]) => name),
  );
  return plain.split(';').flatMap((statement) => obstaclesOf(statement.trim().replace(/\s+/g, ' '), made));
}

function obstaclesOf(statement: string, made: ReadonlySet<string | undefined>): string[] {
  if (/^DROP TABLE\b/i.test(statement)) return ['it removes a table'];
  const unique = /^CREATE UNIQUE INDEX\b.* ON "(\w+)"/i.exec(statement)?.[1];
  if (unique !== undefined && !made.has(unique)) return [`it refuses doubles in ${unique} that were allowed`];
  const table = /^ALTER TABLE (?:ONLY )?"(\w+)"/i.exec(statement)?.[1];
  if (table === undefined || made.has(table)) return [];
  const added = new Set(
    [...statement.matchAll(/ADD COLUMN (?:IF NOT EXISTS )?"(\w+)"/gi)].map(([, name]) => name),
  );
  return actionsOf(statement).flatMap((action) => obstacleOf(action, table, added) ?? []);
}

/** The actions of an ALTER TABLE, cut at commas outside parentheses. */
function actionsOf(statement: string): string[] {
  const actions: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < statement.length; at += 1) {
    const character = statement[at];
    if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (character === ',' && depth === 0) {
      actions.push(statement.slice(from, at));
      from = at + 1;
    }
  }
  return [...actions, statement.slice(from)];
}

function obstacleOf(action: string, table: string, added: ReadonlySet<string | undefined>): string | null {
  if (/\bDROP COLUMN\b/i.test(action)) return `it removes a column of ${table}`;
  if (/\bRENAME\b/i.test(action)) return `it renames something of ${table}`;
  if (/\bALTER COLUMN\b.*\b(TYPE|SET NOT NULL|DROP DEFAULT)\b/i.test(action))
    return `it changes what a column of ${table} takes`;
  if (/\bADD COLUMN\b/i.test(action))
    return /\bNOT NULL\b/i.test(action) && !/\bDEFAULT\b/i.test(action)
      ? `it adds a column to ${table} that must be filled`
      : null;
  return /\bADD CONSTRAINT\b/i.test(action) ? constraintObstacle(action, table, added) : null;
}

/** Rules that concern older columns too and that the previous release cannot break, by name, and why. */
const harmless: ReadonlyMap<string | undefined, string> = new Map([
  ['conversation_first_seq', 'without knowing first_seq, which begins at 1, one only lets last_seq grow'],
  ['user_role_known', 'it allows more than before'],
  ['message_deleted_is_empty', 'it allows more than before'],
  ['file_purpose_known', 'it allows more than before'],
  ['file_attachment_whole', 'it is about purposes that were not allowed before'],
]);

/** A rule about new columns alone is none for whoever does not know them. */
function constraintObstacle(
  action: string,
  table: string,
  added: ReadonlySet<string | undefined>,
): string | null {
  const [name, ...columns] = [...action.slice(action.search(/ADD CONSTRAINT/i)).matchAll(/"(\w+)"/g)].map(
    ([, word]) => word,
  );
  if (harmless.has(name)) return null;
  const isForeign = /\bFOREIGN KEY\b/i.test(action);
  const concerned = isForeign ? columns.slice(0, 1) : columns;
  return concerned.every((column) => added.has(column)) ? null : `it adds a rule to ${table}`;
}
