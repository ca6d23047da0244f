import { readFileSync } from 'node:fs';

/** Linux counts processor time in ticks of 10 ms (proc(5), `sysconf(_SC_CLK_TCK)`). */
const ticksPerSecond = 100;

/** Processor time that processes took so far, in seconds: their own and the kernel's for them. */
export function cpuSeconds(pids: number[]): number {
  return pids.reduce((sum, pid) => sum + ticksOf(pid).own / ticksPerSecond, 0);
}

/** The same for a process and all that it has started, those that have ended among them. */
export function familySeconds(pid: number): number {
  const { own, ended } = ticksOf(pid);
  return (own + ended) / ticksPerSecond + cpuSeconds(childrenOf(pid));
}

function ticksOf(pid: number): { own: number; ended: number } {
  try {
    // After the name in brackets, which may hold anything: field 14 is utime, then stime, cutime and cstime.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number);
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
    return { own: user + system, ended: endedUser + endedSystem };
  } catch {
    // It has ended meanwhile: its parent has its time.
    return { own: 0, ended: 0 };
  }
}

/** Resident memory of a process in bytes. */
export function residentBytes(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) * 1_024;
}

function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return text === '' ? [] : text.split(/\s+/).map(Number);
}
