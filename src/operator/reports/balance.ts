import { DAY_MS, readCounts } from "../../ledger/counters.ts";
import { oldestOf } from "../../ledger/views/health-figures.ts";
import { silentCampaigns } from "../silent-campaigns.ts";

/** What became of a day's calls of one campaign: received = written + skipped + held + pending + rejected. Part of the public contract. */
export interface BalanceRow {
  /** Of UTC: `2026-11-26`. */
  day: string;
  /** "" for calls of no campaign. */
  campaign: string;
  received: number;
  written: number;
  skipped: number;
  held: number;
  pending: number;
  rejected: number;
}

export interface Balance {
  /** The days that are told of, both included. */
  from: string;
  to: string;
  /** Newest day first. */
  rows: BalanceRow[];
  oldest_pending_at: string | null;
  /** Campaigns that called every day and have gone silent, and when they called last. */
  silent: { campaign: string; last_day: string }[];
}

/** Long enough to see a habit, and when it ended. */
const HABIT_DAYS = 14;

/** The days between two moments (ms), both included; at most as many rows as there are days and campaigns. */
export function balanceOf(sql: SqlStorage, from: number, to: number, now: number): Balance {
  const oldest = oldestOf(sql, "pending");
  return {
    from: dayText(dayOf(from)),
    to: dayText(dayOf(to)),
    rows: rowsOf(sql, dayOf(from), dayOf(to)),
    oldest_pending_at: oldest === null ? null : new Date(oldest).toISOString(),
    silent: silentOf(sql, dayOf(now)),
  };
}

function silentOf(sql: SqlStorage, today: number): Balance["silent"] {
  const rows = readCounts(sql, today - HABIT_DAYS, today);
  const lastDay = (campaign: string) =>
    Math.max(...rows.filter((row) => row.campaign === campaign && row.received > 0).map(({ day }) => day));
  return silentCampaigns(rows, dayText(today)).map((campaign) => ({ campaign, last_day: dayText(lastDay(campaign)) }));
}

function rowsOf(sql: SqlStorage, from: number, to: number): BalanceRow[] {
  return readCounts(sql, from, to).map(({ mappings: _, day, ...counts }) => ({ day: dayText(day), ...counts }));
}

const dayOf = (time: number): number => Math.floor(time / DAY_MS);

const dayText = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
