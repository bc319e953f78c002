import type { FC } from "hono/jsx";
import type { Balance as BalanceReport, BalanceRow } from "../../operator/reports/balance.ts";
import type { Health } from "../../operator/health/health.ts";
import { addressOf } from "../address.ts";
import { PortalNotice } from "../parts/portal-notice.tsx";
import { When, counted } from "../parts/marks.tsx";
import type { Words } from "../words/english.ts";

const OUTCOMES = ["written", "skipped", "held", "pending", "rejected"] as const;
/** How far back the links go, in days. */
const RANGES = [7, 30, 90];

/** Per day and campaign, what became of every call that came in; what is waiting, and who has gone silent. */
export const Balance: FC<{
  words: Words;
  report: BalanceReport;
  hubspot: Health["hubspot"];
  paused: Health["paused"];
  mayChange: boolean;
}> = ({ words, report, hubspot, paused, mayChange }) => (
  <>
    <h1>{words.balance.title}</h1>
    <p class="muted">{words.balance.says}</p>
    <PortalNotice words={words} paused={paused} mayChange={mayChange} />
    <Range words={words} report={report} mayChange={mayChange} />
    <Now words={words} report={report} hubspot={hubspot} />
    {report.rows.length === 0 ? <p class="empty">{words.balance.none}</p> : <Table words={words} rows={report.rows} />}
  </>
);

const Range: FC<{ words: Words; report: BalanceReport; mayChange: boolean }> = ({ words, report: { from, to }, mayChange }) => (
  <p class="tools">
    {RANGES.map((days) => (
      <a href={addressOf("/balance", { from: dayBefore(to, days - 1), to })}>{words.balance.days(days)}</a>
    ))}
    {mayChange && (
      <form class="find" method="get" action="/balance">
        <input type="date" name="from" value={from} aria-label={words.calls.from} />
        <input type="date" name="to" value={to} aria-label={words.calls.to} />
        <button>{words.balance.show}</button>
      </form>
    )}
  </p>
);

const Now: FC<{ words: Words; report: BalanceReport; hubspot: Health["hubspot"] }> = ({
  words,
  report: { oldest_pending_at: oldest, silent },
  hubspot,
}) => (
  <section class="summary">
    <dl>
      <dt>{words.status.pending}</dt>
      <dd>
        {oldest === null ? (
          words.balance.noPending
        ) : (
          <>
            {words.balance.pendingSince} <When words={words} at={oldest} />
          </>
        )}
      </dd>
      {hubspot && (
        <>
          <dt>{words.balance.hubspot}</dt>
          <dd>
            {words.balance.requests(counted(hubspot.requests, words))}
            {hubspot.too_many > 0 && `; ${words.balance.tooMany(counted(hubspot.too_many, words))}`}
            {hubspot.limits
              .filter(({ left }) => left !== null)
              .map(({ limit, left, of, per_seconds }) => (
                <small>
                  {words.balance.limits[limit] ?? limit}:{" "}
                  {words.balance.left(counted(left ?? 0, words), of === null ? null : counted(of, words), per_seconds)}
                </small>
              ))}
          </dd>
        </>
      )}
      {silent.map(({ campaign, last_day }) => (
        <>
          <dt class="warned">{words.balance.silent}</dt>
          <dd>
            {words.balance.silentSays(campaign)} {last_day}
          </dd>
        </>
      ))}
    </dl>
  </section>
);

const Table: FC<{ words: Words; rows: BalanceRow[] }> = ({ words, rows }) => (
  <table class="stack">
    <thead>
      <tr>
        <th scope="col">{words.balance.day}</th>
        <th scope="col">{words.balance.campaign}</th>
        <th scope="col">{words.balance.bar}</th>
        <th scope="col" class="number">
          {words.balance.received}
        </th>
        {OUTCOMES.map((outcome) => (
          <th scope="col" class="number">
            {words.status[outcome]}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <Row words={words} row={row} />
      ))}
      <tr class="sum">
        <th scope="row">{words.balance.total}</th>
        <td />
        <td />
        {(["received", ...OUTCOMES] as const).map((name) => (
          <td class="number" data-label={name === "received" ? words.balance.received : words.status[name]}>
            {counted(
              rows.reduce((sum, row) => sum + row[name], 0),
              words,
            )}
          </td>
        ))}
      </tr>
    </tbody>
  </table>
);

const Row: FC<{ words: Words; row: BalanceRow }> = ({ words, row }) => {
  const where = { campaign: row.campaign, from: row.day, to: row.day };
  return (
    <tr>
      <th scope="row" class="day">
        {row.day}
      </th>
      <td>{row.campaign || <i class="muted">{words.balance.noCampaign}</i>}</td>
      <td>
        <Bar words={words} row={row} />
      </td>
      <td class="number" data-label={words.balance.received}>
        <a href={addressOf("/calls", where)}>{counted(row.received, words)}</a>
      </td>
      {OUTCOMES.map((status) => (
        <td class="number" data-label={words.status[status]}>
          {row[status] === 0 ? (
            <span class="muted">0</span>
          ) : (
            <a class={status} href={addressOf("/calls", { ...where, status })}>
              {counted(row[status], words)}
            </a>
          )}
        </td>
      ))}
    </tr>
  );
};

/** The outcomes side by side; the numbers beside it say the same. Its parts are SVG, for a style in an element is forbidden here. */
const Bar: FC<{ words: Words; row: BalanceRow }> = ({ row }) => {
  let x = 0;
  return (
    <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      {OUTCOMES.map((status) => {
        const width = row.received === 0 ? 0 : (row[status] / row.received) * 100;
        x += width;
        return width > 0 && <rect class={status} x={(x - width).toFixed(2)} y="0" width={width.toFixed(2)} height="8" />;
      })}
    </svg>
  );
};

function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);
}
