import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

/** A UTC day as the number of days since the epoch. */
export type Day = number;

const fileName = /^events-(\d{4})(\d\d)(\d\d)\.db$/;

export function dayOf(time: number): Day {
  return Math.floor(time / dayMs);
}

/** `events-YYYYMMDD.db` in `folder`. */
export function dayFile(folder: string, day: Day): string {
  return join(folder, `events-${new Date(day * dayMs).toISOString().slice(0, 10).replaceAll('-', '')}.db`);
}

/** The days that have a file in `folder`, oldest first. */
export function listDays(folder: string): Day[] {
  const days: Day[] = [];
  for (const name of readdirSync(folder)) {
    const parts = fileName.exec(name);
    if (parts !== null) days.push(dayOf(Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]))));
  }
  return days.sort((a, b) => a - b);
}

export function dayBytes(folder: string, day: Day): number {
  const file = dayFile(folder, day);
  return [file, `${file}-wal`].reduce(
    (bytes, path) => bytes + (statSync(path, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

/** Removes a day's file and what SQLite keeps beside it. */
export function removeDay(folder: string, day: Day): void {
  const file = dayFile(folder, day);
  for (const path of [`${file}-wal`, `${file}-shm`, file]) rmSync(path, { force: true });
}
