import type { Scalar } from "yaml";
import { isTemplate } from "../references.ts";
import type { Path, SourceFile, Spot } from "../source-file.ts";

/** No-break and other special spaces, soft hyphens, marks of direction. Joiners are left out: emoji and some scripts are made with them. */
const INVISIBLE = /[\u00A0\u00AD\u2000-\u200B\u200E\u200F\u202A-\u202F\u205F\u2060-\u2064\u2066-\u2069\u3000\uFEFF]/u;

/**
 * Characters that nobody sees, in words that are compared with others: what looks the same would not be. In a text that people read
 * (a `body`, a title) they do no harm, and may be meant.
 */
export function checkInvisible(file: SourceFile): void {
  for (const spot of file.spots.values()) {
    const found = look(file, spot, spot.keyScalar) || (isCompared(spot) && look(file, spot, spot.scalar));
    if (!found) continue;
    file.silence(spot.path);
    file.silenceKey(spot.path);
  }
}

function look(file: SourceFile, { path }: Spot, scalar: Scalar | null): boolean {
  const [start = 0, end = 0] = scalar?.range ?? [];
  const written = file.text.slice(start, end);
  const at = written.search(INVISIBLE);
  if (at < 0) return false;
  const before = /\S{1,20}\s*$/u.exec(written.slice(0, at).replace(/^["']/, ""))?.[0].trim();
  const where = before ? `after \`${before}\`` : "at the beginning";
  file.reportAt(
    start + at,
    path,
    `${what(written[at]!)} stands here ${where}, as pages and chats have them: it looks right, but matches nothing. ${cure(written[at]!)}`,
  );
  return true;
}

function what(character: string): string {
  const code = `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
  if (/[\u00A0\u202F]/.test(character)) return `A no-break space (${code})`;
  return /\s/.test(character) && character !== "\uFEFF" ? `A special space (${code})` : `An invisible character (${code})`;
}

function cure(character: string): string {
  return /\s/.test(character) && character !== "\uFEFF" ? "Type a plain space in its place." : "Remove it.";
}

const PROSE = new Set<unknown>(["body", "hold_task", "description", "name", "label"]);

function isCompared({ path, scalar }: Spot): boolean {
  if (scalar === null || typeof scalar.value !== "string" || scalar.type?.startsWith("BLOCK")) return false;
  if (isTemplate(scalar.value)) return false;
  if (path[2] === "set") return !isTitle(path);
  return !PROSE.has(path.at(-1)) && path[0] !== "labels";
}

function isTitle(path: Path): boolean {
  return /subject|title|body|content|description|message|notes?$|next_step/.test(String(path[3]));
}
