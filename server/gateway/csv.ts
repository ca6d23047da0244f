/**
 * One row of a table as RFC 4180 writes it, with its line's end. A cell that a spreadsheet would take for a formula gets an
 * apostrophe before it, which shows it as the text that it is (OWASP, "CSV Injection").
 */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

const formulaStart = /^[=+\-@\t\r\n]/;

function cellOf(text: string): string {
  const plain = formulaStart.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
