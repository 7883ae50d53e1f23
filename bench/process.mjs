// What Linux says of a running process.
import { readFileSync } from "node:fs";

/** Of USER_HZ, which is 100 on every Linux that Rust runs on. */
const TICKS_PER_SECOND = 100;

/** Resident memory in MB (10^6 bytes). */
export function residentMegabytes(pid) {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  if (!line) throw new Error(`/proc/${pid}/status has no VmRSS`);
  return (Number(line[1]) * 1024) / 1e6;
}

/** Processor time used so far, user and system, all threads (s). */
export function processorSeconds(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name, in parentheses, may hold anything; fields count from behind it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
